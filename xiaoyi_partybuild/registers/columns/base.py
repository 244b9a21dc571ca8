"""What every column can do, and the plain kinds: text, codes that are text, whole numbers."""

import re
from dataclasses import dataclass

from .. import cells
from ..cells import CellError

WARNING, NOTE = "warning", "note"


@dataclass(frozen=True)
class Doubt:
    """Something to tell about a cell that was read nevertheless."""

    level: str
    message: str
    proposal: str | None = None


class Column:
    """A declared column.

    target    "part.field": the field it fills, such as "organization.name"
    label     its official name; a path "band/leaf" where the official form has bands
    also      other names it goes by in registers; each may be a path as well
    required  a new row without it is held back, and a workbook without it is asked about
    changes   False: it helps to find an object, and fills new ones, but never changes a known one
    personal  left out of pages for people who need not see it
    stored    False: nothing is kept of it, only the row's rules ask for it; its target names no Part
    """

    several = False
    options = ()
    dated = ""
    hint = ""  # how a cell is filled in, for people
    model_field = None

    def __init__(self, target="", label="", *, also=(), required=False, changes=True, personal=False, stored=True):
        self.target, self.label, self.also = target, label, tuple(also)
        self.part, _, self.field = target.partition(".")
        self.required, self.changes, self.personal, self.stored = required, changes, personal, stored

    def __repr__(self):
        return f"{type(self).__name__}({self.target!r}, {self.label!r})"

    @property
    def names(self):
        return (self.label, *self.also)

    def bind(self, model_field):
        """Told once which model field it fills."""

    def settled(self, raw, around=""):
        """The reader for one file, which may judge by all cells of the column and by the header and unit line around."""
        return self

    def taught(self, words):
        """The reader that also knows what a person said: {word as written: the option it means, "" to leave it out}."""
        return self

    def read(self, cell):
        """The value, None for an empty cell. Raise CellError with a Chinese sentence."""
        text = cells.as_text(cell)
        return None if cells.is_nothing(text) else self.of_text(text)

    def of_text(self, text):
        raise NotImplementedError

    def is_plain(self, text):
        """Whether a cell's text is surely read as it stands, with nothing to tell: a short way for what most cells hold."""
        return False

    def write(self, value):
        """What an exported workbook shows in the cell."""
        return "" if value is None else str(value)

    def spoken(self, value):
        """The value as a page shows it."""
        return self.write(value) or "空"

    def doubt(self, cell, value):
        """A Doubt about a cell that could be read, or None."""

    def left_out(self, cell):
        """What to tell about a cell with words in it that say nothing to record; "" for nothing."""
        return ""

    def further(self, cell):
        """{target: value} that a cell says beside its value: the end of a period, a former name.

        A target that is no column is for the register's own rules.
        """
        return {}

    def replaces(self, stored, value):
        """Whether a value read may take the place of a stored one."""
        return self.changes

    def looks_right(self, cell):
        """Whether the cell's content speaks for this kind of column; None when the content cannot tell."""


class Text(Column):
    """Text on one line, or with its line breaks (`lines=True`)."""

    def __init__(self, *args, lines=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines

    def of_text(self, text):
        text = text if self.lines else cells.one_line(text)
        return None if cells.is_nothing(text) else text

    def is_plain(self, text):
        return cells.PLAIN.fullmatch(text) is not None


FORMER = re.compile(
    r"(?P<name>.+)[(（](?:原名称?|原称|曾用名|更名前|前身|原(?!平))(?:为|是|系|叫)?[:：]?\s*(?P<former>[^()（）]{3,}"
    r"(?:会|院|校|园|所|社|团|馆|站|队|部|中心|基金))[)）]"
)


class Name(Text):
    """A name of which the cell may also say what it was before: 孝义市乙协会（原孝义市甲协会）.

    former: the target of the former name; "" where nothing is kept of it.
    """

    def __init__(self, *args, former="", **kwargs):
        super().__init__(*args, **kwargs)
        self.former = former

    def of_text(self, text):
        text = super().of_text(text)
        while text and (match := FORMER.fullmatch(text)):
            text = super().of_text(match["name"])
        return text

    def is_plain(self, text):
        return "（" not in text and "(" not in text and super().is_plain(text)

    def further(self, cell):
        match = FORMER.fullmatch(cells.one_line(cells.as_text(cell)))
        return {self.former: match["former"]} if match and self.former else {}

    def doubt(self, cell, value):
        cut_off = value.endswith(("…", "..."))
        return Doubt(WARNING, f"“{value}”像是被截断了，请补全名称") if cut_off else None


class Code(Text):
    """A number or code that is text: certificate numbers, document numbers. Numbers that lost digits are refused."""

    hint = "按文本填写，不要少了前面的 0 或后面的几位"

    def of_text(self, text):
        text = super().of_text(text)
        if text and cells.lost_digits(text):
            raise CellError(f"“{text}”是被缩写的数字，后面几位已经丢失；请把这一列设为文本格式后重新填写")
        return text

    def is_plain(self, text):
        return super().is_plain(text) and not cells.lost_digits(text)


NUMBER = re.compile(
    rf"(?P<about>约|大约|近|共|计|≈)?\s*(?P<number>-?\d[\d,，]*(?:\.0+)?|[{cells.NUMERALS}]+)\s*"
    r"(?P<more>余|多)?\s*(?:人|名|个|户|家|所|次|届|年度?|期|元|位|件|项|平方米)?\s*(?P<around>左右|以上|以内)?"
)


class Integer(Column):
    """A whole number: 35, "35人", 三, "1,200"; "约5" is read as 5 with a note."""

    hint = "只填整数，如 35"
    lowest = None

    def of_text(self, text):
        match = NUMBER.fullmatch(text)
        if not match:
            raise CellError(f"“{text}”不是整数，请只填数字")
        number = match["number"]
        spoken = cells.spoken_number(number)
        value = int(number.replace(",", "").replace("，", "").split(".")[0]) if spoken is None else spoken
        if self.lowest is not None and value < self.lowest:
            raise CellError(f"“{text}”小于 {self.lowest}，请填 {self.lowest} 或更大的数")
        return value

    def doubt(self, cell, value):
        match = NUMBER.fullmatch(cells.as_text(cell))
        vague = match["about"] in ("约", "大约", "近", "≈") or match["more"] or match["around"]
        return Doubt(NOTE, f"“{cells.as_text(cell)}”按 {value} 记") if vague else None


class Count(Integer):
    """How many: never below nought."""

    lowest = 0


def each_of(read, parts):
    found = [value for value in (read(part.strip()) for part in parts if part.strip()) if value is not None]
    return tuple(dict.fromkeys(found)) or None
