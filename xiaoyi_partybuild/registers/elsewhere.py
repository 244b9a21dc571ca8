"""What the texts of a file name in other tables, and what it brings itself."""

from collections import defaultdict

from .columns import List, Lookup
from .records import ERROR
from .relations import chunks, scope_relations


def lookups(register, by):
    """[(column, what its texts find)] of the columns that name rows of other tables."""
    pairs = ((column, column.of if isinstance(column, List) else column) for column in register.columns)
    return [(column, Found(lookup, by)) for column, lookup in pairs if isinstance(lookup, Lookup)]


def resolve(column, found, records, inside):
    found.look_up({text for record in records for text in _texts(record.values[column.target])})
    for record in records:
        if not column.several and (loop := inside.loops(record, column)):
            record.tell(column.target, ERROR, loop)
        elif column.several or not _comes_along(found, record, column.target, inside):
            rows = [_one(found, text, record, column.target) for text in _texts(record.values[column.target])]
            if None not in rows:
                record.values[column.target] = tuple(rows) if column.several else rows[0]


def _comes_along(found, record, target, inside):
    """Whether a text names what another row of the file brings, which then stands in its place."""
    text = record.values[target]
    if not isinstance(text, str) or found.rows(text):
        return False
    stand_in = inside.stand_in(record, target, found.lookup)
    if stand_in is not None:
        record.values[target] = stand_in
    return stand_in is not None


def _texts(value):
    return value if isinstance(value, tuple) else (value,)


def _one(found, text, record, target):
    """The row a text names; None, with the problem told, when there is not exactly one."""
    if not isinstance(text, str):
        return text  # `fill` may give the row itself
    rows = found.rows(text)
    name = found.lookup.model._meta.verbose_name
    if not rows:
        record.tell(target, ERROR, f"没有找到名称或代码是“{text}”的{name}，请核对写法，或先把它登记进来")
    elif len(rows) > 1:
        record.tell(target, ERROR, f"有 {len(rows)} 个{name}都叫“{text}”，分不清是哪一个，请改写代码")
    return rows[0] if len(rows) == 1 else None


class Found:
    """What a file's texts name in another table: one query for each `by`, one for the rows, however many texts."""

    def __init__(self, lookup, by):
        self.lookup = lookup
        self.visible = lookup.model._default_manager.visible_to(by)
        self.texts, self.objects = {}, {}

    def look_up(self, texts):
        """Find what these texts mean, as far as that is not known yet."""
        spellings = {
            text: self.lookup.candidates(text) for text in texts if isinstance(text, str) and text not in self.texts
        }
        pks = {name: self._pks(name, {one for found in spellings.values() for one in found}) for name in self.lookup.by}
        wanted = {pk for hits in pks.values() for found in hits.values() for pk in found} - self.objects.keys()
        if wanted:
            self.objects |= self.visible.select_related(*scope_relations(self.lookup.model)).in_bulk(wanted)
        for text, candidates in spellings.items():
            hits = (pks[name][one] for name in self.lookup.by for one in candidates if one in pks[name])
            self.texts[text] = [self.objects[pk] for pk in next(hits, ())]

    def _pks(self, name, spellings):
        hits = defaultdict(set)
        for some in chunks(spellings):
            for pk, value in self.visible.filter(**{f"{name}__in": some}).values_list("pk", name):
                hits[value].add(pk)
        return hits

    def rows(self, text):
        """The rows of the first way of looking that finds any."""
        return self.texts[text]
