"""A sheet being drawn: its lines, its merged areas, and beside each what a careful clerk would make of it."""

from dataclasses import dataclass, field

from . import headings

DATA, HEADER, GROUP, TOTAL, NOTE, SIGNATURE = "data", "header", "group", "total", "note", "signature"
TITLE, UNIT, CODE, INSTRUCTION, REPEATED, NUMBERED, BLANK, OTHER = (
    "title", "unit", "code", "instruction", "repeated", "numbered", "blank", "below",
)  # fmt: skip


@dataclass(eq=False)
class Line:
    """One row; `read`: {column: what has to be read} for data; `also`: kinds it may be called as well."""

    kind: str
    cells: list
    read: dict = field(default_factory=dict)
    hidden: bool = False
    label: str = ""
    announced: int | None = None


@dataclass
class Column:
    """path: levels as written; target: what it means, "" for nothing, "target=option" for a tick column."""

    path: tuple
    target: str = ""
    content: object = None


@dataclass
class Draft:
    """lines from the top; merged: [(first line, left, last line, right)]; problems: counts and sums that are wrong."""

    name: str
    slug: str
    columns: list
    lines: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    sheet: str = "名册"
    others: list = field(default_factory=list)
    left: int = 0
    as_of: str | None = None
    headerless: bool = False
    problems: list = field(default_factory=list)
    named: list = field(default_factory=list)
    further: int = 0
    style: dict = field(default_factory=dict)

    # what stands where, once nothing moves any more

    def of(self, *kinds):
        return [line for line in self.lines if line.kind in kinds]

    def number(self, line):
        """As the spreadsheet counts, from 1."""
        return self.lines.index(line) + 1

    @property
    def width(self):
        return max((len(line.cells) for line in self.lines), default=0)

    def header_rows(self, *, lost=False):
        """lost: without merged areas, a row of the header that only they fill is an empty row."""
        lines = [line for line in self.of(HEADER) if not lost or any(value is not None for value in line.cells)]
        numbers = [self.number(line) for line in lines]
        return (min(numbers), max(numbers)) if numbers else ()

    def groups(self):
        """{row: the label of the group above it} and [(row, label, announced)]."""
        label, of_rows, found = "", {}, []
        for number, line in enumerate(self.lines, start=1):
            if line.kind == GROUP:
                label = line.label
                found.append((number, label, line.announced))
            elif line.kind == DATA:
                of_rows[number] = label
        return of_rows, found

    def filled(self):
        """{(row, column): value} that merged areas below their first row stand for, in data rows."""
        found = {}
        for first, left, last, _ in self.merged:
            top, bottom = self.lines.index(first), self.lines.index(last)
            if first.kind != DATA:
                continue
            for place in range(top + 1, bottom + 1):
                if self.lines[place].kind == DATA:
                    found[place + 1, left] = first.cells[left]
        return found


def make(name, slug, chance, targets, *, rows=12, unused=0, serial=True, renamed=None):
    """A plain register of these targets, in this order, with headings by chance."""
    columns = [Column(("序号",), "", headings.SERIAL)] if serial else []
    for target in targets:
        known = headings.REGISTERS[slug][target]
        path = (renamed or {}).get(target) or chance.choice(known.names)
        columns.append(Column(tuple(level.replace("⏎", "\n") for level in path), target, known.content))
    for known in chance.sample(headings.UNUSED, unused):
        columns.append(Column(chance.choice(known.names), known.target, known.content))
    draft = Draft(name, slug, columns)
    draft.lines = [data_line(draft, chance, number) for number in range(rows)]
    return draft


def data_line(draft, chance, number):
    cells, read = [], {}
    for place, column in enumerate(draft.columns):
        if column.content == headings.SERIAL:
            cells.append(number + 1)
            continue
        written, said = column.content(chance, number) if column.content else (None, None)
        cells.append(None if written == "" else written)
        if column.target not in ("", "?") and said is not None:
            read[place] = said
    return Line(DATA, cells, read)


def draw_header(draft, *, merge=True, down=True, deeper=0):
    """The header block above the data: bands across, short paths from the top down. `merge=False` leaves corners only.

    `deeper` adds levels that only vertical merges fill; `down=False` puts short paths at the bottom instead.
    """
    depth = max(len(column.path) for column in draft.columns) + deeper
    lines = [Line(HEADER, [None] * len(draft.columns)) for _ in range(depth)]
    for level in range(depth):
        _draw_level(draft, lines, level, merge)
    for place, column in enumerate(draft.columns):
        _draw_leaf(draft, lines, place, column.path, merge, down)
    draft.lines = lines + draft.lines
    return draft


def _draw_level(draft, lines, level, merge):
    """The bands of one level: neighbours that share their path so far."""
    place = 0
    while place < len(draft.columns):
        path = draft.columns[place].path
        if len(path) <= level + 1:
            place += 1
            continue
        last = place
        while last + 1 < len(draft.columns) and _same_band(draft.columns[last + 1].path, path, level):
            last += 1
        lines[level].cells[place] = path[level]
        if merge and last > place:
            draft.merged.append((lines[level], place, lines[level], last))
        place = last + 1


def _same_band(path, other, level):
    return len(path) > level + 1 and path[: level + 1] == other[: level + 1]


def _draw_leaf(draft, lines, place, path, merge, down):
    if not path:
        return
    first, last = lines[len(path) - 1], lines[-1]
    (first if down else last).cells[place] = path[-1]
    if merge and first is not last:
        if not down:
            first.cells[place], last.cells[place] = path[-1], None
        draft.merged.append((first, place, last, place))
