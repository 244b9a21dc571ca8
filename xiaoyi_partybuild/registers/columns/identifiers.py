"""Identifiers with a check character, and telephone numbers."""

import re

from xiaoyi_partybuild.access.dates import PartialDate

from .. import cells
from .base import WARNING, Code, Doubt, Text


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

    def is_plain(self, text):
        return self.shape.fullmatch(text) is not None and self._expected(text) == text[-1]

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

    def replaces(self, stored, value):
        """A code with a doubt about it does not push out one without."""
        return super().replaces(stored, value) and not (self.doubt(None, value) and not self.doubt(None, stored))

    def _expected(self, value):
        try:
            return self.check(value[:-1]) if self.check else value[-1]
        except ValueError:
            return None

    def looks_right(self, cell):
        text = re.sub(r"\s", "", cells.tidy(str(cell))).upper()
        return bool(self.shape.fullmatch(text)) and self._fits(text)

    def _fits(self, text):
        return not looks_like_id_number(text)


class CreditCode(CheckedCode):
    """统一社会信用代码."""

    hint = "18 位，按文本填写"
    called = "统一社会信用代码"


ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def id_number_check(digits):
    """The last character of a citizen's ID number (GB 11643) for its first 17 digits."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=False)) % 11]


def born_on(text):
    """The day of birth inside an ID number; None where there is no such day."""
    match = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]", text)
    try:
        return PartialDate.of(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def looks_like_id_number(text):
    """Digits with a possible day of birth inside, which tells ID numbers from credit codes made of digits."""
    return born_on(text) is not None


class IdNumber(CheckedCode):
    """公民身份号码."""

    hint = "18 位，按文本填写"
    called = "身份号码"
    shape = re.compile(r"\d{17}[\dX]")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, check=id_number_check, **({"personal": True} | kwargs))

    def _fits(self, text):
        return looks_like_id_number(text)


PHONE = re.compile(r"(?:\+?86)?1\d{10}|0\d{2,3}\d{7,8}|\d{7,8}|400\d{7}")


def bare(number):
    """A number without what is written to make it readable."""
    return re.sub(r"[\s\-—()（）]", "", number)


class Phone(Text):
    """One or several phone numbers, blanks and dashes taken out of mobile numbers."""

    hint = "几个号码用顿号分开"
    SPLIT = re.compile(r"[、,，;；/\n]+")
    WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
    TWO_MOBILES = re.compile(r"(1[3-9]\d{9})\s*(1[3-9]\d{9})")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"personal": True} | kwargs))

    def is_plain(self, text):
        return False

    def of_text(self, text):
        if cells.lost_digits(text):
            text = str(int(float(text)))
        numbers = [self._number(part) for some in self.SPLIT.split(text) for part in self._apart(some.strip()) if part]
        return "、".join(numbers) or None

    def _apart(self, text):
        """Numbers with only a blank between them, or nothing: 13800000000 0358-7621234."""
        glued = self.TWO_MOBILES.fullmatch(text)
        if glued:
            return glued.groups()
        parts = text.split(" ")
        return parts if len(parts) > 1 and all(PHONE.fullmatch(bare(part)) for part in parts) else [text]

    def _number(self, part):
        part = self.WHOLE_NUMBER.sub(r"\1", part)
        digits = bare(part)
        return digits if re.fullmatch(r"1\d{10}", digits) else cells.one_line(part)

    def doubt(self, cell, value):
        text = cells.as_text(cell)
        if cells.lost_digits(text) and not cells.is_exact(text):
            return Doubt(WARNING, f"“{text}”是被缩写的数字，按 {value} 记，后面几位可能已经丢失，请核对")
        wrong = [part for part in value.split("、") if not PHONE.fullmatch(bare(part))]
        return Doubt(WARNING, f"“{wrong[0]}”不像电话号码，请核对") if wrong else None

    def looks_right(self, cell):
        text = re.sub(r"[\s\-]|\.0$", "", str(cell))
        return bool(re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}", text))
