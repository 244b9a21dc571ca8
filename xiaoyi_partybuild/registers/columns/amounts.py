"""Amounts of money, always kept in yuan: the unit stands in the cell, the header or the line above the table."""

import copy
import re
from decimal import Decimal

from .. import cells
from ..cells import CellError
from .base import NOTE, WARNING, Column, Doubt

TIMES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
UNIT = r"(?P<times>百万|千万|[百千万亿])?\s*(?P<yuan>元|圆)?"
AMOUNT = re.compile(
    rf"(?P<about>约|大约|近)?\s*(?:人民币|RMB|CNY|[¥￥])?\s*(?P<number>\d[\d,，]*(?:\.\d+)?|[{cells.NUMERALS}]+)\s*{UNIT}"
    r"(?P<round>整|正)?\s*(?:人民币|RMB)?\s*(?P<more>左右|以上)?",
    re.IGNORECASE,
)
UNDECIDED = re.compile(r"(?P<number>[\d,，.]+)\s*元\s*/\s*万元")
HEADED = re.compile(r"(?<![\u4e00-\u9fff/])(?:人民币)?(百|千|万|百万|千万|亿)?元(?![/\u4e00-\u9fff])")
TOO_SMALL = 1_000


class Money(Column):
    """An amount in yuan, as a Decimal: 250万元, 5,000万元, 30000.00, 3 under a header that says 万元.

    A figure without any unit counts as yuan; one too small for that is asked about.
    """

    hint = "写明单位，如 3万元 或 30000元"
    times = None

    def settled(self, raw, around=""):
        unit = HEADED.search(around)
        if not unit:
            return self
        reader = copy.copy(self)
        reader.times = TIMES[unit[1] or ""]
        return reader

    def of_text(self, text):
        text = cells.one_line(text)
        undecided = UNDECIDED.fullmatch(text)
        if undecided:
            number = undecided["number"]
            raise CellError(f"“{text}”分不清单位是元还是万元，请写成 {number}元 或 {number}万元", f"{number}万元")
        match = AMOUNT.fullmatch(text)
        if not match:
            raise CellError(f"“{text}”不是金额，请写成 30000元 或 3万元 这样的人民币金额")
        return (self._number(match["number"]) * self._times(match)).quantize(Decimal("0.01"))

    @staticmethod
    def _number(written):
        spoken = cells.spoken_number(written)
        return Decimal(written.replace(",", "").replace("，", "")) if spoken is None else Decimal(spoken)

    def _times(self, match):
        if match["times"] or match["yuan"]:
            return TIMES[match["times"] or ""]
        return self.times or 1

    def doubt(self, cell, value):
        match = AMOUNT.fullmatch(cells.one_line(cells.as_text(cell)))
        if not (match["times"] or match["yuan"] or self.times) and 0 < value < TOO_SMALL:
            number = match["number"]
            return Doubt(
                WARNING, f"“{number}”没有写单位，按 {number} 元记；如果是万元，请写成 {number}万元", f"{number}万元"
            )
        if match["about"] or match["more"]:
            return Doubt(NOTE, f"“{cells.as_text(cell)}”按 {self.write(value)} 记")
        return None

    def write(self, value):
        return "" if value is None else f"{value.normalize():f}元"

    def looks_right(self, cell):
        try:
            return self.read(cell) is not None
        except CellError:
            return False
