"""The kinds of columns a register can have: how a cell is read, how a value is written. Law: read(write(value)) == value."""

import copy
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models

from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.access.dates import PartialDate

from . import cells
from .cells import CellError

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
    required  a row without it is held back, and a workbook without it is asked about
    changes   False: it helps to find an object, and fills new ones, but never changes a known one
    personal  left out of pages for people who need not see it
    """

    several = False
    options = ()

    def __init__(self, target="", label="", *, also=(), required=False, changes=True, personal=False):
        self.target, self.label, self.also = target, label, tuple(also)
        self.part, _, self.field = target.partition(".")
        self.required, self.changes, self.personal = required, changes, personal

    def __repr__(self):
        return f"{type(self).__name__}({self.target!r}, {self.label!r})"

    @property
    def names(self):
        return (self.label, *self.also)

    def bind(self, model_field):
        """Told once which model field it fills."""

    def settled(self, raw):
        """The reader for one file, which may judge by all cells of the column."""
        return self

    def read(self, cell):
        """The value, None for an empty cell. Raise CellError with a Chinese sentence."""
        text = cells.as_text(cell)
        return None if cells.is_nothing(text) else self.of_text(text)

    def of_text(self, text):
        raise NotImplementedError

    def write(self, value):
        """What an exported workbook shows in the cell."""
        return "" if value is None else str(value)

    def spoken(self, value):
        """The value as a page shows it."""
        return self.write(value) or "空"

    def doubt(self, cell, value):
        """A Doubt about a cell that could be read, or None."""

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


class Code(Text):
    """A number or code that is text: certificate numbers, document numbers. Numbers that lost digits are refused."""

    def of_text(self, text):
        text = super().of_text(text)
        if text and cells.lost_digits(text):
            raise CellError(f"“{text}”是被缩写的数字，后面几位已经丢失；请把这一列设为文本格式后重新填写")
        return text


class CheckedCode(Code):
    """An identifier in capital letters and digits whose last character follows from the others. A wrong one only warns.

    check: the function that gives the last character for the ones before it; ValueError for characters it does not know.
    """

    length = 18
    called = "号码"
    shape = re.compile("[0-9A-Z]{18}")

    def __init__(self, *args, check=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.check = check

    def of_text(self, text):
        return super().of_text(re.sub(r"[\s'’‘`]", "", text).upper())

    def doubt(self, cell, value):
        if not self.shape.fullmatch(value):
            return Doubt(WARNING, f"{self.called}“{value}”不是 {self.length} 位字母和数字，请核对")
        expected = self._expected(value)
        if expected is None:
            return Doubt(WARNING, f"{self.called}“{value}”里有不会出现的字母，请核对")
        if expected != value[-1]:
            right = value[:-1] + expected
            return Doubt(WARNING, f"{self.called}末位校验不符：写的是 {value[-1]}，按前 17 位应为 {expected}，请核对", right)
        return None

    def _expected(self, value):
        try:
            return self.check(value[:-1]) if self.check else value[-1]
        except ValueError:
            return None

    def looks_right(self, cell):
        text = re.sub(r"\s", "", str(cell)).upper()
        return bool(self.shape.fullmatch(text)) and self._fits(text)

    def _fits(self, text):
        return not looks_like_id_number(text)


class CreditCode(CheckedCode):
    """统一社会信用代码."""

    called = "统一社会信用代码"


ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def id_number_check(digits):
    """The last character of a citizen's ID number (GB 11643) for its first 17 digits."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=False)) % 11]


def looks_like_id_number(text):
    """Digits with a possible day of birth inside, which tells ID numbers from credit codes made of digits."""
    match = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]", text)
    try:
        return bool(match) and bool(PartialDate.of(*(int(part) for part in match.groups())))
    except ValueError:
        return False


class IdNumber(CheckedCode):
    """公民身份号码."""

    called = "身份号码"
    shape = re.compile(r"\d{17}[\dX]")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, check=id_number_check, **({"personal": True} | kwargs))

    def _fits(self, text):
        return looks_like_id_number(text)


PHONE = re.compile(r"(?:\+?86)?1\d{10}|0\d{2,3}\d{7,8}|\d{7,8}|400\d{7}")


class Phone(Text):
    """One or several phone numbers, blanks and dashes taken out of mobile numbers."""

    SPLIT = re.compile(r"[、,，;；/\n]+")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"personal": True} | kwargs))

    def of_text(self, text):
        if cells.lost_digits(text):
            text = str(int(float(text)))
        numbers = [self._number(part) for part in self.SPLIT.split(text) if part.strip()]
        return "、".join(numbers) or None

    @staticmethod
    def _number(part):
        bare = re.sub(r"[\s\-—()（）]", "", part)
        return bare if re.fullmatch(r"\+?\d+", bare) and len(bare) == 11 and bare[0] == "1" else cells.one_line(part)

    def doubt(self, cell, value):
        wrong = [part for part in value.split("、") if not PHONE.fullmatch(re.sub(r"[\s\-—()（）]", "", part))]
        return Doubt(WARNING, f"“{wrong[0]}”不像电话号码，请核对") if wrong else None

    def looks_right(self, cell):
        text = re.sub(r"[\s\-]|\.0$", "", str(cell))
        return bool(re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}", text))


NUMBER = re.compile(
    r"(?P<about>约|大约|近|共|计)?\s*(?P<number>-?\d[\d,，]*(?:\.0+)?|[零〇一二两三四五六七八九十百千]+)\s*"
    r"(?P<more>余|多)?\s*(?:人|名|个|户|家|所|次|届|年|期|元|位|件|项|平方米)?\s*(?P<around>左右|以上|以内)?"
)


class Integer(Column):
    """A whole number: 35, "35人", 三, "1,200"; "约5" is read as 5 with a note."""

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
        vague = match["about"] in ("约", "大约", "近") or match["more"] or match["around"]
        return Doubt(NOTE, f"“{cells.as_text(cell)}”按 {value} 记") if vague else None


class Count(Integer):
    """How many: never below nought."""

    lowest = 0


EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(18_264, 73_051)  # 1950-01-01 to 2099-12-31
NO_END = frozenset({"长期", "永久", "至今", "今", "未定"})
CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
TURNED = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
MONTH_FIRST, DAY_FIRST = "month first", "day first"


class Date(Column):
    """A date with the precision it was written in; 3/15/2019 is judged by the whole column.

    A field that needs a full day (models.DateField) refuses 2019年3月 and says so.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.whole_day, self.order = False, None

    def bind(self, model_field):
        self.whole_day = isinstance(model_field, models.DateField)

    def settled(self, raw):
        turned = [
            match for match in map(TURNED.fullmatch, (str(cell).strip() for cell in raw if isinstance(cell, str))) if match
        ]
        if not turned:
            return self
        reader = copy.copy(self)
        reader.order = self._order(turned)
        return reader

    @staticmethod
    def _order(turned):
        days_first = any(int(match[1]) > 12 for match in turned)
        months_first = any(int(match[2]) > 12 for match in turned)
        if days_first and months_first:
            return None
        return DAY_FIRST if days_first else MONTH_FIRST

    def read(self, cell):
        value = self._read(cell)
        if value and self.whole_day and len(value.parts) < 3:
            raise CellError(f"“{value.spoken}”没有写到日，请写成 {value}-{'01-' * (2 - len(value.parts))}01 这样的完整日期")
        return value

    def _read(self, cell):
        if isinstance(cell, (date, datetime)):
            return self._checked(cell.year, cell.month, cell.day)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._of_number(cell)
        return super().read(cell)

    def _of_number(self, number):
        if number in SERIALS or (number > 3000 and int(number) in SERIALS):
            return PartialDate.of(*(EXCEL_EPOCH + timedelta(days=int(number))).timetuple()[:3])
        if abs(number) >= 10**11:
            return self._of_milliseconds(number)
        text = cells.as_text(number)
        if re.fullmatch(r"\d{4}\.1", text):
            year = text[:4]
            raise CellError(f"“{text}”可能是 1 月，也可能是 10 月；请写成 {year}-01 或 {year}-10")
        return self.of_text(text)

    def _of_milliseconds(self, number):
        try:
            return self._checked(*(date(1970, 1, 1) + timedelta(milliseconds=int(number), hours=8)).timetuple()[:3])
        except OverflowError:
            raise CellError(f"“{number:.0f}”不是能识别的日期，请写成 2019-03-15 或 2019年3月") from None

    def of_text(self, text):
        text = CLOCK.sub("", cells.one_line(text)).strip()
        if text in NO_END:
            return None
        match = TURNED.fullmatch(text)
        if match:
            return self._turned(text, *(int(part) for part in match.groups()))
        try:
            return dates.read(re.sub(r"(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", text))
        except ValueError as error:
            raise CellError(str(error)) from error

    def _turned(self, text, first, second, year):
        if self.order is None and first <= 12 and second <= 12 and first != second:
            raise CellError(
                f"“{text}”分不清月和日，请写成 {year}-{first:02d}-{second:02d} 或 {year}-{second:02d}-{first:02d}"
            )
        day_first = self.order == DAY_FIRST or (self.order is None and first > 12)
        return self._checked(year, *((second, first) if day_first else (first, second)))

    @staticmethod
    def _checked(year, month, day):
        try:
            return PartialDate.of(year, month, day)
        except ValueError:
            raise CellError(f"“{year}-{month:02d}-{day:02d}”不是有效的日期，请改成存在的日期") from None

    def write(self, value):
        return "" if value is None else PartialDate(value).spoken

    def looks_right(self, cell):
        if isinstance(cell, date):
            return True
        try:
            return len(self.read(cell).parts) > 1
        except (CellError, AttributeError):
            return False


class Choice(Column):
    """One of a value list, by label, value or alias; also as several tick columns "label/option".

    choices: a models.Choices class; aliases: {what registers also write: value}; each tick column's other names likewise.
    """

    def __init__(self, *args, choices, aliases=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = tuple((value, label) for value, label in choices.choices)
        self.labels = dict(self.options)
        self.words = {fold(label): value for value, label in self.options}
        self.words |= {fold(value): value for value, _ in self.options}
        self.words |= {fold(alias): value for alias, value in (aliases or {}).items()}

    def of_text(self, text):
        word = fold(text)
        if word in self.words:
            return self.words[word]
        numbered = re.fullmatch(r"[0-9a-z]{1,2}[-.、:：)）](.+)", word)
        if numbered and numbered[1] in self.words:
            return self.words[numbered[1]]
        raise CellError(f"“{text}”不在可选内容里，请填：{'、'.join(self.labels.values())}", self._nearest(word))

    def _nearest(self, word):
        """The one option whose words contain the text or are contained in it."""
        near = {value for known, value in self.words.items() if len(word) > 1 and (word in known or known in word)}
        return self.labels[near.pop()] if len(near) == 1 else None

    def tick(self, path):
        """The option a tick column's last level names; None for none."""
        return self.words.get(fold(path))

    def write(self, value):
        return "" if value is None else self.labels[value]

    def looks_right(self, cell):
        try:
            return self.read(cell) is not None
        except CellError:
            return False


class Ticks(Choice):
    """A value list that the official form writes as tick columns under one band. `several`: more than one may be ticked."""

    SPLIT = re.compile(r"[、,，;；/\n\s]+")

    def __init__(self, *args, several=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.several = several

    def of_text(self, text):
        if not self.several:
            return super().of_text(text)
        return _each(super().of_text, self.SPLIT.split(text))

    def write(self, value):
        if not self.several or value is None:
            return super().write(value)
        return "、".join(super(Ticks, self).write(one) for one in value)


YES = frozenset("是有√✓✔☑●★1yv∨对已勾") | {"yes", "true", "已建", "已建立", "已成立"}
NO = frozenset("否无×✗✘☒○□0nx未") | {"no", "false", "没有", "未建", "未建立", "未成立", "不是"}


def fold(text):
    """Text for comparing words: no blanks, small letters, half-width brackets."""
    return re.sub(r"\s", "", cells.tidy(str(text))).casefold().translate({0xFF08: "(", 0xFF09: ")"})


def ticked(cell):
    """True or False for a tick or a cross in any of their spellings, None for an empty cell. Raise CellError otherwise."""
    word = fold(cells.as_text(cell))
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
        return {"是": True, "否": False, "有": True, "无": False}.get(fold(path))

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


class Lookup(Column):
    """A row of another table, found by what people write: its code, its name, a former name.

    by        lookups on the other model, best first: ("credit_code", "name", "former_names__name")
    variants  text → further spellings to try, such as a region without its city in front
    """

    def __init__(self, *args, by=("name",), variants=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.variants = tuple(by), variants
        self.model = None

    def bind(self, model_field):
        self.model = model_field.related_model

    def of_text(self, text):
        text = cells.one_line(text)
        return None if cells.is_nothing(text) else text

    def candidates(self, text):
        """The spellings to look for, as written first."""
        found = [text, *bracket_spellings(text), *(self.variants(text) if self.variants else ())]
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

    def of_text(self, text):
        return _each(self.of.read, self.SPLIT.split(text))

    def write(self, value):
        return "" if value is None else "、".join(self.of.write(one) for one in value)


def _each(read, parts):
    found = [value for value in (read(part.strip()) for part in parts if part.strip()) if value is not None]
    return tuple(dict.fromkeys(found)) or None
