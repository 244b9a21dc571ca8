"""Value lists: as words, as tick columns, as yes and no."""

import re

from .. import cells
from ..cells import CellError
from .base import Column, each_of


class Choice(Column):
    """One of a value list, by label, value or alias; also as several tick columns "label/option".

    choices: a models.Choices class; aliases: {what registers also write: value}; each tick column's other names likewise.
    """

    def __init__(self, *args, choices, aliases=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = tuple((value, label) for value, label in choices.choices)
        self.labels = dict(self.options)
        self.words = {cells.fold(label): value for value, label in self.options}
        self.words |= {cells.fold(value): value for value, _ in self.options}
        self.words |= {cells.fold(alias): value for alias, value in (aliases or {}).items()}

    def of_text(self, text):
        word = cells.fold(text)
        if word in self.words:
            return self.words[word]
        numbered = re.fullmatch(r"[0-9a-z]{1,2}[-.、:：)）](.+)", word)
        if numbered and numbered[1] in self.words:
            return self.words[numbered[1]]
        raise CellError(f"“{text}”不在可选内容里，请填：{'、'.join(self.labels.values())}", self._nearest(word))

    def _nearest(self, word):
        """The one option whose words contain the text or are contained in it."""
        pairs = ((known, value) for known, value in self.words.items() if value is not None and len(word) > 1)
        near = {value for known, value in pairs if word in known or known in word}
        return self.labels[near.pop()] if len(near) == 1 else None

    def tick(self, path):
        """The option a tick column's last level names; None for none."""
        return self.words.get(cells.fold(path))

    def write(self, value):
        return "" if value is None else self.labels[value]

    def looks_right(self, cell):
        """An alias that means nothing to record (正常) is right as well."""
        try:
            self.read(cell)
        except CellError:
            return False
        return True


class Ticks(Choice):
    """A value list that the official form writes as tick columns under one band. `several`: more than one may be ticked."""

    SPLIT = re.compile(r"[、,，;；/\n\s]+")

    def __init__(self, *args, several=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.several = several

    def of_text(self, text):
        if not self.several:
            return super().of_text(text)
        return each_of(super().of_text, self.SPLIT.split(text))

    def write(self, value):
        if not self.several or value is None:
            return super().write(value)
        return "、".join(super(Ticks, self).write(one) for one in value)


YES = frozenset("是有√✓✔☑●★1yv∨对已勾") | {"yes", "true", "已建", "已建立", "已成立"}
NO = frozenset("否无×✗✘☒○□0nx未") | {"no", "false", "没有", "未建", "未建立", "未成立", "不是"}


def ticked(cell):
    """True or False for a tick or a cross in any of their spellings, None for an empty cell. Raise CellError otherwise."""
    word = cells.fold(cells.as_text(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    if cells.is_nothing(word):
        return None
    raise CellError(f"“{word}”看不出是“是”还是“否”，请填 √ 或留空")


class YesNo(Column):
    """是/否, 有/无, √: an empty cell says nothing."""

    options = ((True, "是"), (False, "否"))

    def read(self, cell):
        return ticked(cell)

    def tick(self, path):
        return {"是": True, "否": False, "有": True, "无": False}.get(cells.fold(path))

    def write(self, value):
        return "" if value is None else "是" if value else "否"

    def looks_right(self, cell):
        try:
            return ticked(cell) is not None
        except CellError:
            return False


class Tick(YesNo):
    """One tick column: √ for yes."""

    def write(self, value):
        return "" if value is None else "√" if value else "×"
