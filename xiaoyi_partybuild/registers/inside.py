"""Rows of one file that name one another: a superior may stand in another row, before or after, and not be stored yet.

Such a name becomes a stand-in, an unsaved object of its model; when the row it names is written, the stand-in gets its key.
"""

from .cells import fold
from .columns import Lookup
from .columns.base import NOTE, WARNING

NAME = "name"


class Inside:
    """What the rows of a table say about rows of the same table, gone through once where any column may do so.

    rows       {(model, folded name): number of the first row with it} of the rows that others name
    stand_ins  {(model, folded name): object}     waiting  [(row, letter, text, key)] that were given one
    settled    the keys of rows that will be stored
    """

    def __init__(self, table, mapping, choices):
        self.rows, self.above, self.stand_ins = {}, {}, {}
        self.waiting, self.settled, self.stored = [], set(), {}
        self.naming = {one.column.model for one in _naming(mapping)}
        if self.naming:
            self._look(table, mapping, choices)

    def _look(self, table, mapping, choices):
        names, naming = [one for one in _names(mapping) if _model_of(one) in self.naming], _naming(mapping)
        found, spelt = {}, {}
        for row in table.rows:
            cells = choices.fixed(row.number + 1, row.cells)
            own = {match.column.part: _text(cells, match, choices) for match in names}
            for match in names:
                if own[match.column.part]:
                    found.setdefault((_model_of(match), fold(own[match.column.part])), row.number + 1)
            for match in naming:
                if said := _text(cells, match, choices):
                    if said not in spelt:
                        spelt[said] = frozenset(map(fold, match.column.candidates(said)))
                    self._note_above(match.column, own.get(match.column.part), spelt[said])
        wanted = {(model, name) for model in self.naming for names in spelt.values() for name in names}
        self.rows = {key: row for key, row in found.items() if key in wanted}

    def _note_above(self, column, own, above):
        """Who stands above whom by this column, if its own part is of the model it names."""
        if own and column.model_field.model is column.model:
            self.above.setdefault((column.target, fold(own)), above)

    # --- one cell

    def stand_in(self, record, target, lookup):
        """The object that stands for another row of the file, told to the row; None where the text names none."""
        text = record.values[target]
        key = next((key for one in lookup.candidates(text) if (key := (lookup.model, fold(one))) in self.rows), None)
        if key is None or not lookup.model_field.null:
            return None
        record.tell(target, NOTE, f"“{text}”就在这份表的第 {self.rows[key]} 行，导入时一起连上")
        self.waiting.append((record.number, record.letters.get(target, ""), text, key))
        return self.stand_ins.setdefault(key, lookup.model(**{NAME: text}))

    def loops(self, record, column):
        """The sentence to say where a row, going up by this column, comes back to itself; "" where it does not."""
        name, said = record.values.get(f"{column.part}.{NAME}"), record.values.get(column.target)
        if not isinstance(said, str) or not name or (column.target, fold(name)) not in self.above:
            return ""
        start, met, ahead = fold(name), set(), set(map(fold, column.candidates(said)))
        while ahead and start not in ahead:
            met |= ahead
            ahead = {above for one in ahead for above in self._above(column, one)} - met
        return f"从“{name}”往上找，又回到了它自己；上级不能绕成一圈，请改正" if ahead else ""

    def _above(self, column, name):
        said = self.above.get((column.target, name))
        return said if said is not None else self._stored_above(column).get(name, set())

    def _stored_above(self, column):
        """{folded name: {folded name of what stands above it}} of what is stored, asked once for a file."""
        if column.target not in self.stored:
            rows = column.model._base_manager.filter(**{f"{column.field}__isnull": False})
            pairs = rows.values_list(NAME, f"{column.field}__{NAME}")
            self.stored[column.target] = {fold(name): {fold(above)} for name, above in pairs}
        return self.stored[column.target]

    # --- when all rows are read

    def settle(self, instance):
        """A row's object will be stored."""
        if type(instance) in self.naming and (key := (type(instance), fold(instance.name))) in self.rows:
            self.settled.add(key)

    def left_open(self):
        """(row, letter, level, sentence) about cells whose row is not going to be stored."""
        for number, letter, text, key in self.waiting:
            if key not in self.settled:
                message = f"“{text}”在第 {self.rows[key]} 行，那一行有错、不导入，这一格先空着；改好那一行再导入就会连上"
                yield number, letter, WARNING, message


class Ties:
    """The links to stand-ins while a file is written: made at once where the row named was written before, else at the end.

    open: [(row, {field: stand-in})] of rows written before what they name.
    """

    def __init__(self, stand_ins, *, by):
        self.stand_ins, self.by, self.open = stand_ins, by, []
        self.links = {id(one): key for key, one in stand_ins.items()}

    def put_off(self, row):
        """The fields of a row that cannot be linked yet; what is stored in them stays meanwhile."""
        related = row._state.fields_cache if self.links else {}
        waiting = {name: one for name, one in related.items() if id(one) in self.links and one.pk is None}
        for name in waiting:
            del related[name]
        if waiting:
            self.open.append((row, waiting))
        return waiting.keys()

    def note(self, rows):
        """Rows that are stored now; a stand-in among them gets its key."""
        for row in rows if self.links else ():
            stand_in = self.stand_ins.get((type(row), fold(getattr(row, NAME, ""))))
            if stand_in is not None:
                stand_in.pk = row.pk

    def late(self):
        """(row, names of its fields) of what was put off and can be linked; what no row brought stays as it is."""
        self._find_unchanged()
        for row, waiting in self.open:
            linked = {name: one for name, one in waiting.items() if one.pk is not None}
            for name, one in linked.items():
                setattr(row, name, one)
            if linked:
                yield row, linked.keys()

    def _find_unchanged(self):
        """Stand-ins of rows that needed no writing, as those of a renamed object."""
        for (model, _), one in self.stand_ins.items():
            if one.pk is None:
                rows = model._default_manager.visible_to(self.by).filter(**{NAME: getattr(one, NAME)})
                one.pk = rows.values_list("pk", flat=True).first()


def _naming(mapping):
    """The columns whose cells may name another row of the table."""
    brought = {_model_of(match) for match in _names(mapping)}
    lookups = [match for match in mapping.used if isinstance(match.column, Lookup) and match.option is None]
    return [one for one in lookups if one.column.stored and one.column.model in brought and NAME in one.column.by]


def _names(mapping):
    return [match for match in mapping.used if match.column.stored and match.column.field == NAME]


def _model_of(match):
    return match.column.model_field.model


def _text(cells, match, choices):
    cell = choices.word(match.field, cells[match.index]) if match.index < len(cells) else None
    return cell if isinstance(cell, str) else ""
