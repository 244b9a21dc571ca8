"""What offices do to a register, one habit per function: each changes a draft and keeps its gold right."""

from itertools import groupby

from branches.enums import Mode
from orgs.enums import MassOrganizationType

from . import world
from .draft import (
    BLANK,
    CODE,
    DATA,
    GROUP,
    HEADER,
    INSTRUCTION,
    NOTE,
    NUMBERED,
    OTHER,
    REPEATED,
    SIGNATURE,
    TITLE,
    TOTAL,
    UNIT,
    Column,
    Line,
    data_line,
)  # fmt: skip

CODES = {
    "letters": lambda place: "甲" if place == 0 else chr(64 + place) if place < 27 else f"A{place}",
    "numbers": lambda place: place + 1,
    "from nought": lambda place: place,
    "texts": lambda place: str(place + 1),
    "names": lambda place: f"org_{'abcdefghij'[place % 10]}{place}",
    "brackets": lambda place: f"（{place + 1}）",
}
HINTS = {
    "name": "请填写全称", "credit_code": "18位，必填", "type": "下拉选择",
    "registered_on": "格式：2019-01-01", "region": "填写街道全称",
}  # fmt: skip


def insert(draft, place, line, *, merged=False):
    draft.lines.insert(place, line)
    if merged:
        draft.merged.append((line, 0, line, max(draft.width, len(draft.columns)) - 1))
    return line


def alone(kind, text, width, at=0):
    cells = [None] * width
    cells[at] = text
    return Line(kind, cells)


# --- above the header


def title(draft, text="孝义市社会组织登记名册", *, merged=True, at=0):
    insert(draft, 0, alone(TITLE, text, len(draft.columns), at), merged=merged)


def attachment(draft):
    insert(draft, 0, alone(TITLE, "附件1：", len(draft.columns)))


def dated_title(draft, day="2025-06-20", *, merged=True):
    year, month, date = day.split("-")
    draft.as_of = day
    title(draft, f"全市社会组织名单\n（截至{year}年{int(month)}月{int(date)}日）", merged=merged)


def unit_line(draft, *, day="2019-12-31", spread=True):
    """填报单位, 填报时间 and 单位 over the columns, or all in one cell."""
    cells = [None] * len(draft.columns)
    parts = ("填报单位：中共孝义市委社会工作部", f"填报时间：{day}", "单位：个、人")
    if spread:
        for place, text in zip((0, len(cells) // 2, len(cells) - 1), parts, strict=True):
            cells[place] = text
    else:
        cells[0] = "      ".join(parts)
    draft.as_of = day
    insert(draft, _top(draft), Line(UNIT, cells))


def split_date(draft, *, day="2020-06"):
    """日期 in one cell, the day in the next."""
    cells = [None] * len(draft.columns)
    cells[0], cells[1] = "日期：", day.replace("-", "年") + "月"
    draft.as_of = day
    insert(draft, _top(draft), Line(UNIT, cells))


def long_instruction(draft, *, merged=True):
    text = "填表说明：1.请各乡镇街道认真核对；\n2.统一社会信用代码为18位，没有的填“无”；\n3.于本月底前报送市委社会工作部。"
    insert(draft, _top(draft), alone(INSTRUCTION, text, len(draft.columns)), merged=merged)


def _top(draft):
    return draft.lines.index(draft.of(HEADER)[0])


def _bottom(draft):
    return draft.lines.index(draft.of(HEADER)[-1]) + 1


def code_row(draft, *, style="letters", above=False):
    line = Line(CODE, [CODES[style](place) for place in range(len(draft.columns))])
    draft.lines.insert(_top(draft) if above else _bottom(draft), line)


def hints(draft, *, above=False):
    cells = [HINTS.get(column.target.partition(".")[2], "选填") for column in draft.columns]
    draft.lines.insert(_top(draft) if above else _bottom(draft), Line(INSTRUCTION, cells))


def blank(draft, *places):
    """An empty row right below each of these kinds of rows."""
    for kind in places:
        draft.lines.insert(draft.lines.index(draft.of(kind)[-1]) + 1, Line(BLANK, []))


# --- among the data


def group_by(draft, key, label, *, announce=None, merged=True, at=0, wrong=False):
    """Group rows over the data in this order: `key(number of row)` decides, `label(key, count)` is what stands there."""
    rows = draft.of(DATA)
    draft.lines = [line for line in draft.lines if line.kind != DATA]
    start = _bottom(draft) if draft.of(HEADER) else 0
    codes = [line for line in draft.lines[start:] if line.kind in (CODE, INSTRUCTION)]
    start += len(codes)
    found = []
    ordered = sorted(range(len(rows)), key=lambda place: key(place))
    for which, places in groupby(ordered, key=key):
        below = [rows[place] for place in places]
        count = len(below) + (1 if wrong and not found else 0)
        told, said = label(which, count)
        line = alone(GROUP, told, len(draft.columns), at)
        line.label, line.announced = said, count if announce else None
        if announce and count != len(below):
            draft.problems.append(("group", line))
        found += [line, *below]
        if merged:
            draft.merged.append((line, 0, line, len(draft.columns) - 1))
    draft.lines[start:start] = found
    _renumber(draft)


def _renumber(draft):
    """序号 runs on through the groups."""
    for number, line in enumerate(draft.of(DATA), start=1):
        if draft.columns[0].content == "serial":
            line.cells[0] = number


def towns(draft, **options):
    group_by(
        draft,
        lambda place: place // 4,
        lambda which, count: (f"{world.TOWNS[which]}（{count}家）", world.TOWNS[which]),
        announce=True,
        **options,
    )


def provinces(draft, **options):
    names = ("北京市", "天津市", "河北省", "山西省", "海南省")
    group_by(
        draft,
        lambda place: place // 5,
        lambda which, count: (f"{names[which % 5]}（{count}所）", names[which % 5]),
        announce=True,
        **options,
    )


def numbered_types(draft, **options):
    words = ("一、社会团体", "二、民办非企业单位", "三、基金会", "四、其他")
    group_by(draft, lambda place: place // 5, lambda which, count: (words[which % 4], words[which % 4][2:]), **options)


def bracketed(draft, **options):
    words = ("（一）行业协会", "（二）学术团体", "（三）教育培训")
    group_by(draft, lambda place: place // 5, lambda which, count: (words[which % 3], words[which % 3][3:]), **options)


def grades(draft, **options):
    group_by(draft, lambda place: place // 4, lambda which, count: (f"{5 - which}A级", f"{5 - which}A级"), **options)


def sums(draft, rows):
    """What a total row says of these rows, in the columns that hold plain numbers."""
    found = {}
    for place, column in enumerate(draft.columns):
        values = [row.cells[place] for row in rows]
        if column.content is world.exact:
            found[place] = sum(values)
    return found


def total(draft, *, word="合计", first=False, wrong=False, at=None):
    """A row of sums, at the end or right below the header."""
    at = at if at is not None else min(1, len(draft.columns) - 1)
    line = _sum_line(draft, word, draft.of(DATA), wrong, at)
    if first:
        start = draft.lines.index(draft.of(DATA, GROUP)[0])
        draft.lines.insert(start, line)
    else:
        draft.lines.insert(draft.lines.index(draft.of(DATA, TOTAL)[-1]) + 1, line)


def subtotals(draft, *, word="小计", first=False, wrong=False):
    """A sum after (or before) the rows of each group."""
    for group in draft.of(GROUP):
        start = draft.lines.index(group) + 1
        end = start
        while end < len(draft.lines) and draft.lines[end].kind == DATA:
            end += 1
        line = _sum_line(draft, word, draft.lines[start:end], wrong, min(1, len(draft.columns) - 1))
        wrong = False
        draft.lines.insert(start if first else end, line)


def _sum_line(draft, word, rows, wrong, at):
    if draft.columns[at].content is world.exact:
        at = 0
    line = alone(TOTAL, word, len(draft.columns), at)
    for place, value in sums(draft, rows).items():
        line.cells[place] = value + 1 if wrong else value
        if wrong:
            draft.problems.append(("total", line, place))
            wrong = False
    return line


def bare_total(draft):
    """Sums without a word."""
    cells = [None] * len(draft.columns)
    for place, value in sums(draft, draft.of(DATA)).items():
        cells[place] = value
    draft.lines.insert(draft.lines.index(draft.of(DATA)[-1]) + 1, Line(TOTAL, cells))


def counted_total(draft, text="共计{}家"):
    """How many there are, in words, instead of sums."""
    draft.lines.insert(
        draft.lines.index(draft.of(DATA)[-1]) + 1, alone(TOTAL, text.format(len(draft.of(DATA))), len(draft.columns))
    )


def merge_down(draft, target):
    """One merged cell for neighbouring rows of the same value."""
    place = next(place for place, column in enumerate(draft.columns) if column.target == target)
    rows = [line for line in draft.lines if line.kind == DATA]
    for _, run in groupby(rows, key=lambda line: draft.lines.index(line) // 3):
        run = list(run)
        value, said = run[0].cells[place], run[0].read.get(place)
        for line in run[1:]:
            line.cells[place] = None
            line.read[place] = said
        if len(run) > 1 and value is not None:
            draft.merged.append((run[0], place, run[-1], place))


def numbered_rows(draft, count=15, *, text=False):
    """Rows numbered in advance that nobody filled in."""
    start = len(draft.of(DATA))
    at = draft.lines.index(draft.of(DATA)[-1]) + 1
    lines = [Line(NUMBERED, [str(start + 1 + place) if text else start + 1 + place]) for place in range(count)]
    draft.lines[at:at] = lines


def repeated_header(draft, *, every=6):
    """The header again where a new page begins."""
    head = draft.of(HEADER)
    rows = draft.of(DATA)
    for place in range(every, len(rows), every):
        at = draft.lines.index(rows[place])
        draft.lines[at:at] = [Line(REPEATED, list(line.cells)) for line in head]


def hide_rows(draft, chance, count=3):
    for line in chance.sample(draft.of(DATA), count):
        line.hidden = True


def example(draft, chance):
    """How it should be filled in, right below the header."""
    line = data_line(draft, chance, 99)
    line.cells[0] = chance.choice(("例", "示例", "（例）"))
    draft.lines.insert(_bottom(draft), Line(INSTRUCTION, line.cells))


def english(draft):
    words = ("No", "Name", "Credit Code", "Type", "Person", "Unit", "Date", "Town", "Address", "Remark", "Phone", "Grade")
    draft.lines.insert(_bottom(draft), Line(CODE, [words[place % len(words)] for place in range(len(draft.columns))]))


def nameless_numbers(draft):
    """序号 left out above the numbers; to be called before the header is drawn."""
    draft.columns[0].path = ()


def doubled(draft, *places):
    """Columns that are two merged ones in every row, as in forms that came from a text document."""
    for place in sorted(places, reverse=True):
        spacer(draft, place + 1)
        for line in draft.of(HEADER, DATA):
            if line.cells[place] is not None:
                draft.merged.append((line, place, line, place + 1))


def spoken_groups(draft):
    """一 | 社会团体 | and a count, beside the sums of the group."""
    words = ("社会团体", "民办非企业单位", "基金会", "其他")
    group_by(draft, lambda place: place // 5, lambda which, count: (words[which % 4], words[which % 4]), merged=False, at=1)
    for number, line in enumerate(draft.of(GROUP)):
        line.cells[0] = "一二三四五六"[number]


def announced(draft, **options):
    """Each group under its own header, the first one too."""
    words = ("一、年检合格的社会组织", "二、年检基本合格的社会组织", "三、未参加年检的社会组织")
    head = draft.of(HEADER)
    group_by(
        draft,
        lambda place: place // 5,
        lambda which, count: (f"{words[which % 3]}（{count}个）", words[which % 3][2:]),
        announce=True,
        **options,
    )
    first, *others = draft.of(GROUP)
    draft.lines.remove(first)
    draft.lines.insert(_top(draft), first)
    for group in others:
        at = draft.lines.index(group) + 1
        draft.lines[at:at] = [Line(REPEATED, list(line.cells)) for line in head]


def unshaped_groups(draft):
    """Nothing but a name, where every row of data has its number."""
    words = ("市直单位", "新义片区", "兑镇片区", "其他")
    group_by(draft, lambda place: place // 4, lambda which, count: (words[which % 4], words[which % 4]), merged=False, at=1)


def loosely_counted(draft):
    """新义街道 4家 and 新义街道：4 家, without brackets."""
    group_by(
        draft,
        lambda place: place // 4,
        lambda which, count: (f"{world.TOWNS[which]}{(' ', '：', ' 共')[which % 3]}{count} 家", world.TOWNS[which]),
        announce=True,
        merged=False,
    )


def of_which(draft):
    """其中 below the total: a part of it, no data."""
    total(draft)
    line = _sum_line(
        draft, "其中：民办非企业单位", draft.of(DATA)[:3], False, 1 if draft.columns[1].content is not world.exact else 0
    )
    draft.lines.insert(draft.lines.index(draft.of(TOTAL)[-1]) + 1, line)


# --- below the data


def closing(draft, *texts):
    for text in texts:
        insert(draft, len(draft.lines), alone(NOTE, text, len(draft.columns)))


def statistics(draft):
    """A few counts some rows below the list."""
    insert(draft, len(draft.lines), Line(BLANK, []))
    for word, number in (("社会团体", 8), ("民办非企业单位", 4)):
        insert(draft, len(draft.lines), Line(NOTE, [None, None, word, number]))


def stacked(draft, other):
    """Another register below, after a blank row."""
    insert(draft, len(draft.lines), Line(BLANK, []))
    draft.named.append(f"row {len(draft.lines) + 1}")
    for line in other.lines:
        insert(draft, len(draft.lines), Line(OTHER, line.cells))


def note(draft, text="注：以上数据截至年底，含在外登记单位。", *, merged=False):
    insert(draft, len(draft.lines), alone(NOTE, text, len(draft.columns)), merged=merged)


def notes(draft):
    for text in ("说明：", "1.专职人员指签订劳动合同的人员；", "2.党员数含预备党员。"):
        note(draft, text)


def signature(draft, *, spread=True):
    cells = [None] * len(draft.columns)
    parts = ("单位负责人（签章）：", "审核人：李建国", "制表人：王 芳", "联系电话：0358-7621234")
    if spread and len(cells) > 5:
        for place, text in zip((0, 2, 4, len(cells) - 1), parts, strict=True):
            cells[place] = text
    else:
        cells[0] = "    ".join(parts)
    insert(draft, len(draft.lines), Line(SIGNATURE, cells))


def stamp(draft):
    """The sender and the day at the end, to the right."""
    cells = [None] * len(draft.columns)
    cells[-2] = "孝义市民政局（盖章）"
    insert(draft, len(draft.lines), Line(SIGNATURE, cells))
    cells = [None] * len(draft.columns)
    cells[-2] = "2024年3月5日"
    insert(draft, len(draft.lines), Line(SIGNATURE, cells))


# --- the sheet as a whole


def shift(draft, columns=1):
    """Empty columns in front."""
    draft.left += columns
    for line in draft.lines:
        line.cells = [None] * columns + line.cells
        line.read = {place + columns: said for place, said in line.read.items()}
    draft.merged = [(first, left + columns, last, right + columns) for first, left, last, right in draft.merged]
    draft.problems = [(what, line, *(place + columns for place in places)) for what, line, *places in draft.problems]


def spacer(draft, after):
    """An empty column inside the table."""
    draft.columns.insert(after, Column((), "", world.empty))
    for line in draft.lines:
        if len(line.cells) > after:
            line.cells.insert(after, None)
        line.read = {place + (place >= after): said for place, said in line.read.items()}
    draft.merged = [
        (first, left + (left >= after), last, right + (right >= after)) for first, left, last, right in draft.merged
    ]


def larger(draft, *, rows=40, columns=3):
    """Formatted but empty cells beyond the data."""
    draft.further = rows
    draft.style["further columns"] = columns


def beside(draft, cells, *, gap=1, from_line=0, named=True):
    """Another table to the right, row by row from this line on."""
    width = draft.width
    for place, row in enumerate(cells):
        while len(draft.lines) <= from_line + place:
            draft.lines.append(Line(BLANK, []))
        line = draft.lines[from_line + place]
        line.cells = line.cells + [None] * (width + gap - len(line.cells)) + list(row)
    if named:
        draft.named.append((width + gap, width + gap + max(map(len, cells)) - 1))


def folded(draft, chance, *, gap=0):
    """The list printed in two halves side by side, each under the same headings."""
    head = [[*line.cells] for line in draft.of(HEADER)]
    rows = [data_line(draft, chance, 60 + number).cells for number in range(len(draft.of(DATA)) - 2)]
    beside(draft, [*head, *rows], gap=gap, from_line=_top(draft))


def pasted(draft):
    """A table copied from a web page: blanks that do not break, and everything as text."""
    for line in draft.of(DATA):
        line.cells = [
            f"\u00a0{value}\u00a0" if isinstance(value, str) else str(value) if isinstance(value, int) else value
            for value in line.cells
        ]


def modes(draft, *, band="组建方式（打√）", words=("单独组建", "联合组建", "行业组建", "挂靠组建")):
    _ticks(draft, band, words, "coverage.mode", [mode.value for mode in Mode])


def allies(draft, *, band="已建群团组织"):
    _ticks(
        draft,
        band,
        ("工会", "共青团", "妇联"),
        "mass_organization.type",
        [one.value for one in MassOrganizationType],
        several=True,
    )


def _ticks(draft, band, words, target, values, *, several=False):
    """Tick columns at the end; to be called before the header is drawn."""
    start = len(draft.columns)
    for word, value in zip(words, values, strict=True):
        draft.columns.append(Column((band, word), f"{target}={value}"))
    for number, line in enumerate(draft.of(DATA)):
        places = {number % len(words), (number + 1) % len(words)} if several and number % 3 == 0 else {number % len(words)}
        line.cells += ["√✓●是1"[number % 5] if place in places else None for place in range(len(words))]
        for place in places:
            line.read[start + place] = True
