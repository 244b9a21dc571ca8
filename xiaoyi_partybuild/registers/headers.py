"""The header block of a table: where it is, the path of bands and leaf above each column, and what speaks for it."""

import re
from dataclasses import dataclass, field

from . import cells, contents
from .grid import DEEPEST, Grid
from .headings import known_levels

HIT, PRESENT, PER_ROW, CONTENT, BANDS, DEEPER = 2.0, 0.1, 0.05, 2.0, 0.3, 0.06
LONGEST_BAND, CUT_BY = 20, 0.15
UNIT_LINE = re.compile(
    r"(?:填报|填表|制表|编制|报送|统计)(?!说明)\S{0,10}[:：]|单位\s*[:：]|(?:日期|时间|截至|截止)[:：]?\s*\d{4}|^(?:日期|时间)[:：]$"
)
TITLE = re.compile(r"(?:名册|台账|名单|花名册|一览表|汇总表?|统计表|情况表|登记表|记录|摸底表|\d年|表)$|^(?:附件|附表)")
HINT = re.compile(
    "填写|必填|选填|格式|例如|如[:：]|请|下拉|不填|示例|样例|全称|简称|单选|多选|文本|无要求|^\\d+位|年[-/]?月|[yY]{4}"
)


@dataclass(frozen=True)
class Header:
    """top, bottom: zero-based rows, of which there are none where bottom < top; left, right: the table's columns.

    paths: {column: path as written, "" for a column with content and no heading}; hits: how many columns bear a known name.
    """

    top: int
    bottom: int
    left: int
    right: int
    paths: dict
    hits: int = 0
    score: float = 0.0
    reasons: dict = field(default_factory=dict)

    @property
    def is_there(self):
        return self.bottom >= self.top

    @property
    def region(self):
        return cells.letter(self.left), cells.letter(self.right)


def find(sheet, vocabulary, left=0, right=None):
    """The header block that names the most known columns, or else looks most like one; None for a sheet without any.

    A table whose first row is content already has a Header without rows.
    """
    grid = Grid(sheet, left, right)
    blocks = (_block(grid, top, bottom, vocabulary) for top in grid.upper for bottom in _bottoms(grid, top))
    best = max((block for block in blocks if block), key=lambda block: block.score, default=None)
    return _without(grid) if best is None or _is_content(grid, best) else best


def chosen(sheet, rows, vocabulary, left=0, right=None):
    """The header a person pointed out: rows (top, bottom) from 1, () for none. None where nothing is named."""
    grid = Grid(sheet, left, right)
    if not rows:
        found = _without(grid, least=1)
        return found and _told(found, "您指定的：没有表头")
    top, bottom = rows[0] - 1, rows[1] - 1
    paths = _paths(grid, range(top, bottom + 1))
    return _header(grid, top, bottom, paths, vocabulary, "您指定的") if paths else None


def _bottoms(grid, top):
    for bottom in range(top, top + DEEPEST):
        if bottom not in grid.upper:
            return
        yield bottom


def _block(grid, top, bottom, vocabulary):
    rows = range(top, bottom + 1)
    if _is_cut(grid, top, bottom) or any(_is_no_header_row(grid, row, 2 if row == top else 1) for row in rows):
        return None
    paths = _paths(grid, rows)
    if len(paths) < (1 if grid.is_single else 2) or max(grid.rows) <= bottom:
        return None
    header = _header(grid, top, bottom, paths, vocabulary)
    return header if header.hits or not grid.is_single else None


def _header(grid, top, bottom, paths, vocabulary, why=""):
    rows = range(top, bottom + 1)
    known = [known_levels(path, vocabulary) for path in paths.values()]
    hits = sum(levels > 0 for levels in known)
    content = sum(_content(grid, row, vocabulary) for row in rows)
    score = HIT * hits + PRESENT * len(paths) - PER_ROW * len(rows) - CONTENT * content
    score += BANDS * sum(_is_band_row(grid, row, bottom) for row in rows[:-1]) + DEEPER * sum(known)
    left, right = min(paths), max(paths)
    left, right = _edges(grid, bottom, left, right)
    paths = _with_nameless(grid, bottom, left, right, paths)
    return _told(Header(top, bottom, left, right, paths, hits, score), why or _why(top, bottom, hits))


def _told(found, why):
    found.reasons["header"] = why
    return found


def _why(top, bottom, hits):
    rows = f"第 {top + 1} 行" if top == bottom else f"第 {top + 1}—{bottom + 1} 行"
    return f"{rows}有 {hits} 个认得的列名" if hits else f"{rows}是文字，下面是内容，像表头，但没有认得的列名"


def _paths(grid, rows):
    spoken = (column for column in grid.columns if not _is_rest(grid, rows[-1], column))
    return {column: path for column in spoken if (path := _path(grid, rows, column))}


def _is_rest(grid, bottom, column):
    """The empty rest of a heading that is merged over several columns, as its cells below are."""
    left, right = grid.spans.get((bottom, column), (column, column))
    return left < column <= right and all(value is None for value in grid.below(bottom, column))


def _edges(grid, bottom, left, right):
    """Columns beside the headings that are filled like the table belong to it: numbers without 序号 above them."""
    while left > grid.left and _is_filled_along(grid, bottom, left - 1):
        left -= 1
    while right < grid.right and _is_filled_along(grid, bottom, right + 1):
        right += 1
    return left, right


def _is_filled_along(grid, bottom, column):
    filled = sum(value is not None for value in grid.below(bottom, column))
    return filled > 1 and filled * 2 >= len([number for number in grid.rows if number > bottom])


def _with_nameless(grid, bottom, left, right, paths):
    """Columns inside the table that hold something under no heading are columns too."""
    nameless = {
        column: ""
        for column in range(left, right + 1)
        if column not in paths and any(value is not None for value in grid.below(bottom, column))
    }
    return dict(sorted((paths | nameless).items()))


def _is_cut(grid, top, bottom):
    """Whether merged areas reach out of the block; those of a few columns, such as 序号 over the codes below, may."""
    begun = sum(grid.edges.get((top, column), (top, top))[0] < top for column in grid.columns)
    open_ones = sum(grid.edges.get((bottom, column), (bottom, bottom))[1] > bottom for column in grid.columns)
    return bool(begun) or open_ones > CUT_BY * len(grid.columns)


def _is_no_header_row(grid, row, least=2):
    """A title stands alone in its row; a unit line says who reports and when."""
    texts = grid.texts(row)
    return len(texts) < (1 if grid.is_single else least) or any(
        UNIT_LINE.search(text.strip()) for text in texts if isinstance(text, str)
    )


def _content(grid, row, vocabulary):
    """How many cells of a row speak against its being part of a header."""
    if row not in grid.content:
        grid.content[row] = sum(_counts_against(grid.value(row, column), vocabulary) for column in grid.columns)
    return grid.content[row]


def _counts_against(value, vocabulary):
    """Content speaks against a header; so does the name of a body, unless it is a known heading."""
    if contents.is_content(value):
        return True
    return isinstance(value, str) and contents.kind(value) == contents.BODY and not known_levels(value, vocabulary)


def _is_band_row(grid, row, bottom):
    """Whether a row names bands over several columns rather than single columns, codes or hints."""
    texts = grid.texts(row)
    if any(
        not isinstance(text, str) or len(text) > LONGEST_BAND or HINT.search(text) or TITLE.search(text.strip())
        for text in texts
    ):
        return False
    return any(_bears_several(grid, row, column, bottom) for column in grid.columns)


def _bears_several(grid, row, column, bottom):
    left, right = grid.spans.get((row, column), (column, column))
    if right > left:
        return left == column
    if grid.value(row, column) is None or not _has_below(grid, row, column, bottom) or column == grid.right:
        return False
    return _is_bandless(grid, row, column + 1, bottom)


def _path(grid, rows, column):
    levels, seen = [], None
    for row in rows:
        source = grid.source(row, column)
        value = grid.value(*source)
        if value is None and row < rows[-1]:
            source, value = _band_from_left(grid, row, column, rows[-1])
        if value is not None and source != seen:
            levels.append(cells.one_line(cells.tidy(str(value))).replace("/", "／"))
            seen = source
    return "/".join(level for level in levels if level)


def _band_from_left(grid, row, column, bottom):
    """Where merges were lost (csv), an empty place beside a band belongs to it, as long as both have cells below."""
    left = column
    while left > grid.left and _is_bandless(grid, row, left, bottom):
        left -= 1
    has_below = _has_below(grid, row, left, bottom) and _has_below(grid, row, column, bottom)
    value = grid.value(row, left) if has_below and (row, left) not in grid.corner else None
    return (row, left), value


def _is_bandless(grid, row, column, bottom):
    """Nothing here, something below, and no merge that would say to whom it belongs."""
    return grid.value(row, column) is None and _has_below(grid, row, column, bottom) and (row, column) not in grid.corner


def _has_below(grid, row, column, bottom):
    return any(grid.value(below, column) is not None for below in range(row + 1, bottom + 1))


# --- tables without a header


def _is_content(grid, best):
    """Whether what looks most like a header is the first row of content."""
    if best.hits and best.score > 0:
        return False
    alike = told = 0
    for column in best.paths:
        here = contents.kind(grid.value(best.bottom, column))
        below, share = contents.mostly(grid.below(best.bottom, column))
        if here is None or share < contents.MOSTLY or not below:
            continue
        alike, told = alike + (here == below), told + (here != below)
    return alike > told + best.hits


def _without(grid, least=2):
    """The Header of a table that begins with content; None where no two rows hold several cells."""
    rows = [row for row in grid.upper if len(grid.filled(row)) >= least and not _is_no_header_row(grid, row)]
    kinds = {column: contents.mostly(grid.below(rows[0] - 1, column)) for column in grid.columns} if rows else {}
    used = [column for column, (name, _) in kinds.items() if name is not None]
    told = {column: name for column, (name, share) in kinds.items() if name and share >= contents.MOSTLY}
    if len(rows) < 2 or not told:
        return None
    first = rows[0]
    seen = "、".join(f"{cells.letter(column)} 列是{name}" for column, name in told.items())
    header = Header(first, first - 1, used[0], used[-1], dict.fromkeys(used, ""))
    return _told(header, f"第 {first + 1} 行已经是内容（{seen}），没有表头")
