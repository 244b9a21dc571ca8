"""Value lists: as words, as tick columns, as yes and no."""

import copy
import re

from .. import cells
from ..cells import CellError
from .base import Column, each_of

NUMBERED = re.compile("\\(?[0-9a-z]{1,2}\\)?[-.、:：]?([\u3400-\u9fff].*)")  # 1-男, (1)男; 5A is no number and A


def without_number(word):
    """A word without the code in front of it."""
    numbered = NUMBERED.fullmatch(word)
    return numbered[1] if numbered else word


class Choice(Column):
    """One of a value list, by label, value or alias; also as several tick columns "label/option".

    choices     a models.Choices class
    aliases     {what registers also write: value}; None for what need not be recorded; each tick column's other names
    spellings   {an option's own name written another way: value}
    as_written  the target that keeps the word itself, where it is not the option's own
    implies     {target: {word: value}} that a word says about another column: 临时党支部 is a 党支部, and 临时
    blank       the alias of nothing that an exported workbook shows: 正常
    dated       the target of the year that may stand in the heading: 2018年度检结果
    """

    year = None

    def __init__(
        self, *args, choices, aliases=None, spellings=None, as_written="", implies=None, blank="", dated="", **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.as_written, self.blank, self.dated = as_written, blank, dated
        self.implies = {target: {cells.fold(w): v for w, v in said.items()} for target, said in (implies or {}).items()}
        self.options = tuple((value, label) for value, label in choices.choices)
        self.labels = dict(self.options)
        self.words = {cells.fold(label): value for value, label in self.options}
        self.words |= {cells.fold(value): value for value, _ in self.options}
        self.words |= {cells.fold(one): value for one, value in (spellings or {}).items()}
        self.own = frozenset(self.words)
        self.words |= {cells.fold(alias): value for alias, value in (aliases or {}).items()}

    @property
    def hint(self):
        return f"填：{'、'.join(self.labels.values())}"

    def settled(self, raw, around=""):
        year = re.search(r"(?:19|20)\d\d", around) if self.dated else None
        if not year:
            return self
        reader = copy.copy(self)
        reader.year = int(year[0])
        return reader

    def taught(self, words):
        if not words:
            return self
        reader = copy.copy(self)
        reader.words = self.words | {cells.fold(word): self.words.get(cells.fold(option)) for word, option in words.items()}
        return reader

    def of_text(self, text):
        word = self._word(text)
        if word in self.words:
            return self.words[word]
        allowed = "、".join(self.labels.values())
        raise CellError(f"“{text}”不在可选内容里，请填：{allowed}", self._nearest(cells.fold(text)), question=text)

    def _word(self, text):
        """The word as the list has it: as it stands there, else without the code in front of it."""
        word = cells.fold(text)
        return word if word in self.words else without_number(word)

    def further(self, cell):
        text = cells.one_line(cells.as_text(cell))
        word = self._word(text)
        found = {target: said[word] for target, said in self.implies.items() if word in said}
        if self.as_written and word not in self.own and self.words.get(word) is not None:
            found[self.as_written] = text
        return found | ({self.dated: self.year} if self.year else {})

    def _nearest(self, word):
        """The one option whose words contain the text or are contained in it."""
        pairs = ((known, value) for known, value in self.words.items() if value is not None and len(word) > 1)
        near = {value for known, value in pairs if word in known or known in word}
        return self.labels[near.pop()] if len(near) == 1 else None

    def tick(self, path):
        """The option a tick column's last level names; None for none."""
        return self.words.get(cells.fold(path))

    def marked(self, cell, option):
        """Whether a tick column's cell holds a tick, or the option's own name. Raise CellError for anything else."""
        if isinstance(cell, str) and self.words.get(cells.fold(cell)) == option:
            return True
        return bool(ticked(cell))

    def write(self, value):
        return self.blank if value is None else self.labels[value]

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

    @property
    def hint(self):
        return super().hint + ("，可填几项，用顿号分开" if self.several else "")

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


YES = frozenset("是有√✓✔☑✅●★1yv∨对已勾") | {"yes", "true", "已建", "已建立", "已成立", "同意"}
NO = frozenset("否无×✗✘☒❌❎○□0nx未") | {"no", "false", "没有", "未建", "未建立", "未成立", "不是", "不同意"}


def ticked(cell):
    """True or False for a tick or a cross in any of their spellings, None for an empty cell. Raise CellError otherwise."""
    word = cells.fold(cells.as_text(cell))
    for known in (word, without_number(word)):
        if known in YES:
            return True
        if known in NO:
            return False
    if cells.is_nothing(word):
        return None
    raise CellError(f"“{word}”看不出是“是”还是“否”，请填 √ 或留空")


class YesNo(Column):
    """是/否, 有/无, √: an empty cell says nothing."""

    hint = "填“是”或“否”"
    options = ((True, "是"), (False, "否"))

    def read(self, cell):
        return ticked(cell)

    def tick(self, path):
        return {"是": True, "否": False, "有": True, "无": False}.get(cells.fold(path))

    def marked(self, cell, option):
        return bool(ticked(cell))

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
