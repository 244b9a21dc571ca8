"""The header block of a sheet: where it is, and the path of bands and leaf above each column."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from . import cells

LOOK_INTO, DEEPEST = 30, 5
LONGEST_HEADING = 40
HIT, PRESENT, PER_ROW, DATA_LIKE = 2.0, 0.1, 0.05, 2.0
UNIT_LINE = re.compile(r"(?:填报|制表|编制|报送|统计)\S{0,4}[:：]|单位\s*[:：]|(?:日期|时间|截至|截止)[:：]?\s*\d{4}")
UNITS = "人|个|名|户|家|次|元|万元|%|岁|位|年|平方米"
HINTS = "√|勾|必填|选填|填写|单选|多选|下拉|格式|年月|可多|是/否|是或否"
ASIDE = re.compile(rf"[(（](?:[^()（）]*(?:{HINTS})[^()（）]*|{UNITS})[)）]")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)])")


@lru_cache(maxsize=20_000)
def heading(text):
    """A header cell for comparing: no blanks, no star, no unit, no numbering, half-width brackets, small letters."""
    text = re.sub(r"\s", "", cells.tidy(str(text))).replace("*", "").replace("★", "")
    text = NUMBERED.sub("", ASIDE.sub("", text)).rstrip(":：")
    return re.sub("^其中[:：、,，]?(?=.)", "", text).casefold().translate({0xFF08: "(", 0xFF09: ")"})


def bare(text):
    """A heading without anything in brackets."""
    return re.sub(r"\([^()]*\)", "", text)


@lru_cache(maxsize=20_000)
def path_of(text):
    """A declared name "band/leaf" for comparing."""
    return "/".join(heading(level) for level in text.split("/"))


def suffixes(path):
    """The path itself, then without its upper bands one by one."""
    levels = path.split("/")
    return ["/".join(levels[start:]) for start in range(len(levels))]


@dataclass(frozen=True)
class Header:
    """top, bottom: zero-based rows; paths: {column: path as written}; hits: how many columns bear a known name."""

    top: int
    bottom: int
    paths: dict
    hits: int
    score: float


class Grid:
    """The upper rows of a sheet with their merged areas."""

    def __init__(self, sheet):
        self.rows = dict(sheet.rows[:LOOK_INTO])
        self.width = max((len(cells) for cells in self.rows.values()), default=0)
        self.corner = {}
        self.edges = {}
        last = max(self.rows, default=0)
        for top, left, bottom, right in sheet.merged:
            if top <= last:
                self._note(top, left, min(bottom, last + 1), min(right, self.width - 1))

    def _note(self, top, left, bottom, right):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.corner[row, column] = (top, left)
                self.edges[row, column] = (top, bottom)

    def value(self, row, column):
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def source(self, row, column):
        """The cell a merged place takes its value from."""
        return self.corner.get((row, column), (row, column))


def find(sheet, vocabulary):
    """The header block that names the most known columns, or else looks most like one; None for a sheet without any."""
    grid = Grid(sheet)
    blocks = (_block(grid, top, bottom, vocabulary) for top in grid.rows for bottom in _bottoms(grid, top))
    found = [block for block in blocks if block]
    return max(found, key=lambda block: block.score, default=None)


def _bottoms(grid, top):
    for bottom in range(top, top + DEEPEST):
        if bottom not in grid.rows:
            return
        yield bottom


def _block(grid, top, bottom, vocabulary):
    rows = range(top, bottom + 1)
    if _cut_by_merge(grid, top, bottom) or any(_is_no_header_row(grid, row) for row in rows):
        return None
    paths = {column: path for column in range(grid.width) if (path := _path(grid, rows, column))}
    if len(paths) < 2 or not _has_rows_below(grid, bottom):
        return None
    hits = sum(is_known(path, vocabulary) for path in paths.values())
    data_like = sum(_is_data_like(grid.value(row, column)) for row in rows for column in range(grid.width))
    score = HIT * hits + PRESENT * len(paths) - PER_ROW * len(rows) - DATA_LIKE * data_like
    return Header(top, bottom, paths, hits, score)


def _has_rows_below(grid, bottom):
    return max(grid.rows) > bottom


def _cut_by_merge(grid, top, bottom):
    for row in (top, bottom):
        for column in range(grid.width):
            first, last = grid.edges.get((row, column), (row, row))
            if first < top or last > bottom:
                return True
    return False


def _is_no_header_row(grid, row):
    """A title stands alone in its row; a unit line says who reports and when."""
    sources = {grid.source(row, column) for column in range(grid.width)}
    texts = [value for value in (grid.value(*source) for source in sources) if value is not None]
    return len(texts) < 2 or any(UNIT_LINE.search(text) for text in texts if isinstance(text, str))


def _is_data_like(value):
    if value is None:
        return False
    if not isinstance(value, str):
        return isinstance(value, (int, float, date))
    return len(value) > LONGEST_HEADING or bool(re.fullmatch(r"[\dA-Z\-]{6,}|[√✓✔●×]", value.strip()))


def _path(grid, rows, column):
    levels, seen = [], None
    for row in rows:
        source = grid.source(row, column)
        value = grid.value(*source)
        if value is None and row < rows[-1]:
            source, value = _band_from_left(grid, row, column)
        if value is not None and source != seen:
            levels.append(cells.one_line(cells.tidy(str(value))).replace("/", "／"))
            seen = source
    return "/".join(level for level in levels if level)


def _band_from_left(grid, row, column):
    """Where merges were lost (csv), an empty place beside a band belongs to it, as long as both have cells below."""
    left = column
    while left > 0 and _is_bandless(grid, row, left):
        left -= 1
    has_below = grid.value(row + 1, left) is not None and grid.value(row + 1, column) is not None
    value = grid.value(row, left) if has_below and (row, left) not in grid.corner else None
    return (row, left), value


def _is_bandless(grid, row, column):
    """Nothing here, something below, and no merge that would say to whom it belongs."""
    return grid.value(row, column) is None and grid.value(row + 1, column) is not None and (row, column) not in grid.corner


def is_known(path, vocabulary):
    plain = path_of(path)
    return any(name in vocabulary or bare(name) in vocabulary for name in suffixes(plain))
