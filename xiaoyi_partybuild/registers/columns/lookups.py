"""Columns that name rows of other tables, and columns that hold several values."""

import re

from .. import cells
from .base import FORMER, Column, each_of


class Lookup(Column):
    """A row of another table, found by what people write: its code, its name, a former name.

    by        lookups on the other model, best first: ("credit_code", "name", "former_names__name")
    variants  text → further spellings to try, such as a region without its city in front
    no_names  words that name no row, such as 属地 in place of a superior; they are told and left out
    """

    def __init__(self, *args, by=("name",), variants=None, no_names=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.variants = tuple(by), variants
        self.no_names = frozenset(map(cells.fold, no_names))
        self.model = None

    def bind(self, model_field):
        self.model = model_field.related_model

    @property
    def hint(self):
        return f"填{self.model._meta.verbose_name}的名称或代码，要先在系统里登记过"

    def of_text(self, text):
        text = cells.one_line(text)
        return None if cells.is_nothing(text) or cells.fold(text) in self.no_names else text

    def left_out(self, cell):
        text = cells.as_text(cell)
        return f"“{text}”没有写明是哪一个，这一格不导入" if cells.fold(text) in self.no_names else ""

    def candidates(self, text):
        """The spellings to look for, as written first; a name with the former one behind it in either of the two."""
        renamed = FORMER.fullmatch(text)
        names = [text, *(renamed.group("name", "former") if renamed else ())]
        found = [spelling for name in names for spelling in (name, *bracket_spellings(name))]
        found += self.variants(text) if self.variants else ()
        return list(dict.fromkeys(spelling for spelling in found if spelling))


def bracket_spellings(text):
    """The same name with full-width and with half-width brackets."""
    return text.translate({0x28: "（", 0x29: "）"}), text.translate({0xFF08: "(", 0xFF09: ")"})


class List(Column):
    """Several values in one cell, divided by 、；or line breaks; `of` reads each of them.

    For a Part(each=...): one object for each value.
    """

    several = True
    SPLIT = re.compile(r"[、;；\n]+|(?<!\d)[,，]|[,，](?!\d)")

    def __init__(self, *args, of, **kwargs):
        super().__init__(*args, **kwargs)
        self.of = of
        self.of.target, self.of.label, self.of.part, self.of.field = self.target, self.label, self.part, self.field

    def bind(self, model_field):
        self.of.bind(model_field)

    @property
    def hint(self):
        return "；".join(filter(None, (self.of.hint, "几个之间用顿号分开")))

    def of_text(self, text):
        return each_of(self.of.read, self.SPLIT.split(text))

    def write(self, value):
        return "" if value is None else "、".join(self.of.write(one) for one in value)
