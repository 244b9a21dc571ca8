"""One cell as people write it: stray blanks, full-width signs, words that mean "nothing", numbers that lost their digits."""

import re
from datetime import date, datetime, time
from functools import lru_cache

EXACT_BELOW = 10**15  # a spreadsheet keeps 15 significant digits
NOTHING = frozenset({"", "无", "空", "暂无", "none", "nan", "null", "n/a", "na"})
STROKES = re.compile(r"[-—–―─/\\_\s]+")

# Five signs and more that are nothing but words: nothing to tidy, no word for "nothing", no blanks
PLAIN = re.compile("[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff、，。；：·《》“”（）()-]{4,}")

WIDE = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９－．／％＋"}
WIDE |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufe0e\ufe0f\ufeff\ud800-\udfff]"
)
LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
APOSTROPHE = re.compile("['＇]+(?=[^'＇]*$)")  # in front: how a spreadsheet marks a number kept as text
UNTIDY = re.compile(f"[^\\S ]|  |^[ '＇]| $|[{''.join(map(chr, WIDE))}]|{UNSEEN.pattern}")
BLANKS = re.compile(r"[^\S\n]+")
AROUND_BREAK = re.compile(r"\s*\n\s*")
HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff"
INSIDE_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
BROKEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\s*\n\s*(?=[A-Za-z0-9])")
EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2}")

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERALS = "".join((*DIGITS, *UNITS))
SPOKEN_NUMBER = re.compile(f"[{NUMERALS}]+")


class CellError(ValueError):
    """A cell that cannot be read.

    proposal  what would be right, when that is plain
    question  the word that a value list does not know, for asking once what it means wherever it stands
    """

    def __init__(self, message, proposal=None, question=""):
        super().__init__(message)
        self.proposal, self.question = proposal, question


class Fault(str):
    """What a spreadsheet shows when a formula failed, such as #N/A. Never to be taken for an empty cell."""

    __slots__ = ()

    def __repr__(self):
        return f"Fault({super().__repr__()})"


def as_text(value):
    """The cell as clean text; "" for nothing. Raise CellError for failed formulas and for numbers that lost digits."""
    if value is None:
        return ""
    if isinstance(value, Fault):
        raise CellError(f"单元格里是公式错误 {value}，请改成真实的内容")
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number_text(value)
    return _moment_text(value)


def shown(value):
    """The cell as a page shows it, whatever is in it."""
    try:
        return one_line(as_text(value))
    except CellError:
        return str(value)


def _number_text(value):
    if abs(value) >= EXACT_BELOW:
        raise CellError("这个号码被当作数字保存，只留下前 15 位，后面几位已经丢失；请把这一列设为文本格式后重新填写")
    return str(int(value)) if value == int(value) else repr(value)


def _moment_text(value):
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def tidy(text):
    """Half-width letters and digits, plain single blanks, no unseen characters; line breaks stay."""
    if not UNTIDY.search(text):
        return text
    text = UNSEEN.sub("", LINE_END.sub("\n", text)).translate(WIDE)
    text = AROUND_BREAK.sub("\n", BLANKS.sub(" ", text)).strip()
    apostrophe = APOSTROPHE.match(text)
    return tidy(text[apostrophe.end() :]) if apostrophe else text


def one_line(text):
    """Line breaks and the blanks between Chinese characters are layout, not content."""
    if "\n" not in text and " " not in text:
        return text
    text = BLANKS.sub(" ", BROKEN_LATIN.sub(" ", text).replace("\n", ""))
    return INSIDE_HAN.sub("", text).strip()


@lru_cache(maxsize=10_000)
def fold(text):
    """Text for comparing words: no blanks, small letters, half-width brackets."""
    return "".join(tidy(str(text)).split()).casefold().replace("（", "(").replace("）", ")")


def is_nothing(text):
    """Words and strokes that fill a cell which has nothing to say."""
    return text.casefold() in NOTHING or bool(STROKES.fullmatch(text))


def lost_digits(text):
    """A long number that a spreadsheet has already written as 1.41181E+17."""
    return bool(EXPONENT.fullmatch(text))


def is_exact(text):
    """Whether an abbreviated number still shows all its digits: 1.3800000001E+10 does, 1.38E+10 does not."""
    mantissa, _, exponent = text.upper().partition("E")
    return len(mantissa.partition(".")[2]) >= int(exponent)


def spoken_number(text):
    """三 → 3, 二十一 → 21, 一百零五 → 105; None for anything else."""
    if not SPOKEN_NUMBER.fullmatch(text):
        return None
    total = digit = 0
    for sign in text:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit


def letter(index):
    """The column letter of a zero-based index: 0 → A, 26 → AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters, index = chr(65 + rest) + letters, index - 1
    return letters


def index_of(letters):
    """The zero-based index of a column letter."""
    index = 0
    for sign in letters.upper():
        index = index * 26 + ord(sign) - 64
    return index - 1
