"""What the office's own records say about columns: names in other tables, stored values, what was confirmed."""

from dataclasses import replace
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from . import cells, memory
from .columns import List
from .records import WARNING, Problem

MOST_TEXTS = 200


class Office:
    """The records as far as one person may see them. Each question is one query, whatever the file holds."""

    def __init__(self, by=None):
        self.by, self.answers = by, {}

    @cached_property
    def _recalled(self):
        return memory.recalled(self.by) if self.by else {}

    def recalled(self, register):
        """{(about, key): memory.Recalled} of this register."""
        return self._recalled.get(register.slug, {})

    def claimed(self, register, paths):
        """The targets that these header paths were confirmed to be."""
        known = self.recalled(register)
        said = (known.get((memory.COLUMN, key)) for key in memory.column_keys(paths).values())
        return {one.chosen.partition("=")[0] for one in said if one and one.chosen}

    def completed(self, choices, recognized):
        """The choices with what group rows mean and the words confirmed before; what was decided stands above."""
        values = {target: dict(words) for target, words in choices.values.items()}
        for target, word, recalled in memory.words(self.recalled(recognized.register)):
            decided = {cells.fold(one) for one in choices.values.get(target, ())}
            if word not in decided:
                values.setdefault(target, {})[word] = recalled.chosen
        return replace(choices, values=values, group=recognized.group)

    def doubts(self, recognized):
        """A Problem for each word read as only one colleague confirmed, where it first stands."""
        words = {(target, word): one for target, word, one in memory.words(self.recalled(recognized.register))}
        likely = {place: one for place, one in words.items() if one.confidence == memory.LIKELY}
        for match in recognized.mapping.used if likely else ():
            seen = set()
            for row in recognized.table.rows:
                cell = row.cells[match.index] if match.index < len(row.cells) else None
                place = (match.field, cells.fold(cell)) if isinstance(cell, str) else None
                if place in likely and place not in seen:
                    seen.add(place)
                    message = f"“{cells.one_line(cell)}”按“{likely[place].chosen or '不填'}”读：{likely[place].reason}"
                    yield Problem(row.number + 1, match.letter, WARNING, message)

    def named(self, column, texts):
        """Those of the texts that name a row of the table that a Lookup, or a List of them, looks into."""
        lookup = column.of if isinstance(column, List) else column
        texts = tuple(dict.fromkeys(texts))[:MOST_TEXTS]
        if not (self.by and texts and getattr(lookup, "model", None)):
            return frozenset()
        place = lookup.model, lookup.by, lookup.variants, texts
        if place not in self.answers:
            self.answers[place] = self._named(lookup, texts)
        return self.answers[place]

    def _named(self, lookup, texts):
        spellings = {text: lookup.candidates(cells.one_line(text)) for text in texts}
        every = {spelling for found in spellings.values() for spelling in found}
        rows = lookup.model._default_manager.visible_to(self.by)
        hits = rows.filter(reduce(or_, (Q(**{f"{name}__in": every}) for name in lookup.by))).values_list(*lookup.by)
        known = {value for row in hits for value in row}
        return frozenset(text for text, found in spellings.items() if not known.isdisjoint(found))

    def stored(self, register, field, texts, fields):
        """{text: the stored values of `fields`} of the known objects whose `field` is one of the texts."""
        texts = list(dict.fromkeys(texts))[:MOST_TEXTS]
        if not (self.by and texts and fields):
            return {}
        rows = register.parts[0].model._default_manager.visible_to(self.by).filter(**{f"{field}__in": texts})
        return {row[0]: row[1:] for row in rows.values_list(field, *fields)}


NOBODY = Office()
