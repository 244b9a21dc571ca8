"""The corpus: each workbook by the habits that made it. `made(seed)` gives them all, the same for the same seed."""

import random
from dataclasses import replace
from itertools import cycle

from branches.enums import Level

from . import headings, quirks, world
from .draft import Column, draw_header, make

N, C, T = "organization.name", "organization.credit_code", "organization.type"
LEGAL, FOUNDED, REGION = "organization.legal_representative", "organization.registered_on", "organization.region"
UNIT, ADDRESS, REMARK = "organization.supervising_unit", "organization.address", "organization.remark"
CERTIFICATE, PRIORITY = "organization.certificate_number", "organization.is_priority"
USUAL = (N, C, T, LEGAL, UNIT, FOUNDED, REGION, ADDRESS, REMARK)
SHORT = (N, C, T, LEGAL, REGION)
LEDGER = (
    N, C, REGION, "headcount.staff", "headcount.staff_full_time", "headcount.staff_part_time", "headcount.members_all",
    "branch.name", "branch.level", "branch.start", "secretary.name", "secretary.phone", "instructor.name", "instructor.unit",
)  # fmt: skip
PEOPLE = (
    "member.name", "member.sex", "member.born", "member.id_number", "member.education", "member.joined_on",
    "member.category", "member.home_branch", "member.phone",
)  # fmt: skip
CELLS = (
    "branch.name", "branch.level", "branch.region", "branch.start", "branch.superior", "secretary.name", "secretary.phone",
)  # fmt: skip
SITTINGS = (
    "meeting.type", "meeting.branch", "meeting.held_on", "meeting.place", "meeting.chair", "meeting.due_count",
    "meeting.present_count", "participation.organization", "meeting.topic",
)  # fmt: skip
STAFF = {
    "headcount.staff": ("从业人员", "总数"),
    "headcount.staff_full_time": ("从业人员", "专职"),
    "headcount.staff_part_time": ("从业人员", "兼职"),
}
BOOKS = []


def book(name, *formats):
    """Registers a workbook under this name, once for each format."""

    def note(draw):
        BOOKS.extend((f"{name}, {kind}", kind, draw) for kind in formats)
        return draw

    return note


def organizations(chance, targets=USUAL, **options):
    return make("", "organizations", chance, targets, **options)


def headless(draft):
    """Without a header only what cells can prove is asked for; the rest is for a person to say."""
    draft.headerless = True
    for column in draft.columns:
        if column.target not in (N, C, "member.name", "member.sex", "member.id_number", "member.phone"):
            column.target = "?"
    return draft


def ledger(chance, targets=LEDGER, *, ticks=True, **options):
    options.setdefault("renamed", STAFF)
    draft = make("", "ledger", chance, targets, **options)
    if ticks:
        quirks.modes(draft)
        quirks.allies(draft)
    return draft


def members(chance, targets=PEOPLE, **options):
    return make("", "members", chance, targets, **options)


# --- titles, headers


@book("nothing but a table", "xlsx", "csv", "csv bom", "csv semicolon")
def _(chance):
    return draw_header(organizations(chance))


@book("attachment, dated title", "xls", "ods")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.dated_title(draft)
    quirks.attachment(draft)
    return draft


@book("title, unit line, two-row header, ticks, total, note, signatures", "xlsx", "xlsb", "xls", "csv gb18030", "ods")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.unit_line(draft)
    quirks.title(draft, "社会组织党建工作台账")
    quirks.total(draft)
    quirks.note(draft)
    quirks.signature(draft)
    return draft


@book("bands whose merges are lost", "csv", "csv tab")
def _(chance):
    draft = draw_header(ledger(chance), merge=False)
    quirks.title(draft, "摸底表", merged=False)
    return draft


@book("short paths at the bottom, merges lost", "csv")
def _(chance):
    draft = draw_header(
        ledger(chance, (N, C, "headcount.staff", "headcount.staff_full_time", "branch.name")), merge=False, down=False
    )
    return draft


@book("every heading merged over two rows, no bands", "xlsx", "xls", "ods")
def _(chance):
    draft = draw_header(organizations(chance), deeper=1)
    quirks.title(draft)
    return draft


@book("every heading merged over three rows below a unit line", "xls")
def _(chance):
    draft = draw_header(organizations(chance, SHORT), deeper=2)
    quirks.unit_line(draft, spread=False)
    quirks.title(draft, merged=False, at=3)
    return draft


@book("three levels", "xlsx", "csv", "xlsb")
def _(chance):
    deep = {
        N: ("社会组织基本情况", "单位名称"),
        C: ("社会组织基本情况", "统一社会信用代码"),
        "headcount.staff": ("社会组织基本情况", "从业人员", "总数"),
        "headcount.staff_full_time": ("社会组织基本情况", "从业人员", "专职"),
        "headcount.staff_part_time": ("社会组织基本情况", "从业人员", "兼职"),
        "branch.name": ("党组织设置情况", "党组织名称"),
        "branch.level": ("党组织设置情况", "党组织类别"),
        "secretary.name": ("党组织设置情况", "党组织书记", "姓名"),
        "secretary.phone": ("党组织设置情况", "党组织书记", "联系电话"),
        "instructor.name": ("党务工作者", "党建指导员", "姓名"),
        "instructor.unit": ("党务工作者", "党建指导员", "工作单位"),
    }
    draft = draw_header(ledger(chance, tuple(deep), ticks=False, renamed=deep))
    quirks.unit_line(draft)
    quirks.title(draft, "孝义市社会组织党建工作摸底表")
    quirks.signature(draft)
    return draft


HISTORICAL = (  # the import form of a civil-affairs system: five levels, ticks, codes below
    (("单位名称",), N, world.name),
    (("地址",), "", world.address),
    (("登记证号",), CERTIFICATE, world.certificate),
    (("业务主管⏎单位",), "", world.unit),
    (("联系⏎电话",), "", world.landline),
    (("从业人员", "合计"), "headcount.staff", world.exact),
    (("从业人员", "领导成员", "专职"), "?", world.exact),
    (("从业人员", "领导成员", "兼职"), "?", world.exact),
    (("从业人员", "工作人员", "专职"), "?", world.exact),
    (("从业人员", "工作人员", "兼职"), "?", world.exact),
    (("法定代表人", "姓名"), "", world.person),
    (("法定代表人", "政治面貌"), "", lambda chance, number: ("群众", None)),
    (("党建指导员", "姓名"), "instructor.name", world.other_person),
    (("党建指导员", "联系电话"), "instructor.phone", world.phone),
    (("党组织情况", "组织建制", "党委"), f"branch.level={Level.COMMITTEE.value}", None),
    (("党组织情况", "组织建制", "党总支"), f"branch.level={Level.GENERAL.value}", None),
    (("党组织情况", "组织建制", "党支部"), f"branch.level={Level.BRANCH.value}", None),
    (("党组织情况", "建立党组织时间"), "branch.start", world.month),
    (("党组织情况", "审批⏎单位"), "branch.approved_by", world.unit),
    (("党组织情况", "党员情况", "领导成员党员", "专职", "已转"), "?", world.exact),
    (("党组织情况", "党员情况", "领导成员党员", "专职", "未转"), "?", world.exact),
    (("党组织情况", "党员情况", "领导成员党员", "兼职"), "?", world.exact),
    (("党组织情况", "党员情况", "工作人员党员", "专职", "已转"), "?", world.exact),
    (("党组织情况", "党员情况", "工作人员党员", "专职", "未转"), "?", world.exact),
    (("党组织情况", "党员情况", "工作人员党员", "兼职"), "?", world.exact),
    (("申请入党⏎人数",), "?", world.exact),
    (("入党积极⏎分子人数",), "?", world.exact),
    (("群团组织", "工会"), "mass_organization.type=union", None),
    (("群团组织", "共青团"), "mass_organization.type=youth_league", None),
    (("群团组织", "妇联"), "mass_organization.type=women", None),
    (("备注",), "", world.remark),
)


@book("the five-level form with 31 columns and codes", "xlsx", "xls", "ods", "csv gb18030")
def _(chance):
    draft = make("", "ledger", chance, (), rows=10)
    ticked = [place for place, (_, target, content) in enumerate(HISTORICAL, start=1) if content is None]
    for path, target, content in HISTORICAL:
        path = tuple(level.replace("⏎", "\n") for level in path)
        draft.columns.append(Column(path, target, content or world.empty))
    from .draft import data_line

    draft.lines = [data_line(draft, chance, number) for number in range(10)]
    for number, line in enumerate(draft.lines):
        for place in (ticked[number % 3], ticked[3 + number % 3]):
            line.cells[place], line.read[place] = "√", True
        line.read = {place: said for place, said in line.read.items() if draft.columns[place].target not in ("", "?")}
    draft.columns[0] = replace(draft.columns[0], path=("序\n\n号",))
    draw_header(draft)
    quirks.code_row(draft)
    quirks.title(draft, "社会组织党建工作情况登记表", merged=True)
    quirks.numbered_rows(draft, 40, text=True)
    quirks.note(draft, "填表说明：1.本表由各登记管理机关填报。", merged=True)
    return draft


@book("code row of letters", "xlsx", "csv")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.code_row(draft)
    quirks.title(draft, "党建统计台账")
    return draft


@book("code row of names below", "csv gb18030")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.code_row(draft, style="names")
    return draft


@book("code row of numbers above the header", "xlsx", "xls")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.code_row(draft, style="numbers", above=True)
    quirks.title(draft)
    return draft


@book("code row of letters above the header", "csv")
def _(chance):
    draft = draw_header(organizations(chance, SHORT))
    quirks.code_row(draft, above=True)
    return draft


@book("code row of names above a two-row header", "xlsx")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.code_row(draft, style="names", above=True)
    return draft


@book("codes in brackets, counted from nought, as texts", "xlsx")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.code_row(draft, style=chance.choice(("brackets", "from nought", "texts")))
    return draft


@book("hints below the header", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.hints(draft)
    return draft


@book("hints above the header", "xls")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.hints(draft, above=True)
    quirks.title(draft)
    return draft


@book("long instruction above the header", "xlsx", "csv bom")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.long_instruction(draft)
    return draft


@book("stars for what is required, a column no register knows", "xlsm")
def _(chance):
    draft = organizations(chance, SHORT, unused=3)
    draft.columns = [replace(one, path=(*one.path[:-1], one.path[-1] + "*")) for one in draft.columns]
    return draw_header(draft)


@book("blank rows between title, header and data", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.title(draft)
    quirks.blank(draft, "title", "header")
    return draft


@book("date in a cell of its own", "xls")
def _(chance):
    draft = draw_header(organizations(chance, SHORT))
    quirks.split_date(draft)
    quirks.title(draft)
    return draft


# --- groups


@book("towns with their counts", "xlsx", "xls", "csv", "ods")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, FOUNDED, ADDRESS)))
    quirks.towns(draft, wrong=chance.random() < 0.5)
    quirks.dated_title(draft)
    return draft


@book("provinces, not merged, one count wrong", "xls")
def _(chance):
    draft = draw_header(organizations(chance, (N, CERTIFICATE, UNIT, ADDRESS, REMARK), rows=20))
    quirks.provinces(draft, merged=False, wrong=True)
    return draft


@book("numbered types", "xlsx", "csv gb18030")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, REGION)))
    quirks.numbered_types(draft)
    return draft


@book("grades alone, then names", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C), serial=False))
    quirks.grades(draft, merged=False)
    return draft


@book("bracketed groups with subtotals and a total first", "xlsx", "csv")
def _(chance):
    draft = draw_header(ledger(chance, rows=15))
    quirks.bracketed(draft)
    quirks.subtotals(draft)
    quirks.total(draft, word="总计", first=True)
    quirks.title(draft, "台账")
    return draft


@book("subtotal before the rows of each town, wrong once", "xls", "xlsx")
def _(chance):
    draft = draw_header(ledger(chance, rows=12))
    quirks.towns(draft)
    quirks.subtotals(draft, first=True, wrong=True)
    return draft


# --- totals, notes


@book("total first", "xlsx", "csv")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.code_row(draft)
    quirks.total(draft, word="总 计", first=True, at=0)
    return draft


@book("total last, wrong by one", "xls", "csv")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.total(draft, word=chance.choice(("合计", "合 计", "总计：")), wrong=True)
    return draft


@book("sums without a word", "xlsx", "csv")
def _(chance):
    draft = draw_header(ledger(chance, ticks=False))
    quirks.bare_total(draft)
    quirks.signature(draft)
    return draft


@book("counted in words, notes of several lines, stamp", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.counted_total(draft, chance.choice(("共计{}家", "合计：{}家", "总计 {} 个")))
    quirks.notes(draft)
    quirks.stamp(draft)
    return draft


@book("notes and signatures without merges", "csv gb18030", "csv tab")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.note(draft, "备注：信用代码以登记证书为准。")
    quirks.note(draft, "※ 标注单位为在外登记。")
    quirks.signature(draft, spread=False)
    return draft


# --- the data area


@book("towns merged over their rows", "xlsx", "xls", "ods", "xlsb")
def _(chance):
    draft = draw_header(organizations(chance, (REGION, N, C, T, LEGAL)))
    quirks.merge_down(draft, REGION)
    quirks.title(draft)
    return draft


@book("leading body merged over its branches", "xlsx")
def _(chance):
    draft = draw_header(make("", "branches", chance, CELLS))
    quirks.merge_down(draft, "branch.superior")
    return draft


@book("numbered in advance", "xlsx", "csv", "xls")
def _(chance):
    draft = draw_header(organizations(chance, SHORT))
    quirks.numbered_rows(draft, 30)
    return draft


@book("formatted far beyond the data", "xlsx", "xls")
def _(chance):
    draft = draw_header(organizations(chance, SHORT))
    quirks.larger(draft)
    quirks.note(draft)
    return draft


@book("hidden rows", "xlsx", "xls")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.hide_rows(draft, chance)
    return draft


@book("empty columns in front and inside", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.spacer(draft, 3)
    quirks.title(draft)
    quirks.shift(draft, chance.choice((1, 2)))
    return draft


@book("the header again on every page", "xls", "csv")
def _(chance):
    draft = draw_header(ledger(chance, rows=20))
    quirks.repeated_header(draft)
    return draft


@book("codes as numbers and as text", "xls", "xlsx")
def _(chance):
    draft = organizations(chance, (N, CERTIFICATE, LEGAL))
    draft.columns[2].content = world.old_code
    from .draft import data_line

    draft.lines = [data_line(draft, chance, number) for number in range(14)]
    draw_header(draft)
    return draft


@book("dates month first", "csv", "xlsx")
def _(chance):
    draft = organizations(chance, (N, C, FOUNDED))
    draft.columns[3].content = world.american
    from .draft import data_line

    draft.lines = [data_line(draft, chance, number) for number in range(14)]
    draw_header(draft)
    return draft


@book("pasted from a web page", "xlsx")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.pasted(draft)
    quirks.title(draft)
    quirks.unit_line(draft)
    quirks.merge_down(draft, REGION)
    return draft


# --- two tables, no header


@book("the list in two halves side by side", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL)))
    quirks.title(draft)
    quirks.folded(draft, chance, gap=chance.choice((0, 1)))
    return draft


@book("members in two halves", "xls")
def _(chance):
    draft = draw_header(members(chance, ("member.name", "member.sex", "member.born", "member.id_number")))
    quirks.folded(draft, chance)
    return draft


@book("a comparison beside the register", "xlsx", "xls")
def _(chance):
    draft = draw_header(organizations(chance, SHORT))
    rows = [["项目", "人数"], ["2018年党员数", 231], ["2019年党员数", 251], ["增加", 20]]
    quirks.beside(draft, rows, gap=1)
    return draft


@book("a longer list of codes beside the register, below a title", "xlsx")
def _(chance):
    draft = draw_header(organizations(chance, SHORT, rows=6))
    quirks.title(draft, merged=False)
    rows = [["类型代码", "含义"], *([str(number), f"第{number}类"] for number in range(14))]
    quirks.beside(draft, rows, gap=2, from_line=1)
    return draft


@book("no header: number, name, code", "csv", "xlsx")
def _(chance):
    draft = organizations(chance, (N, C, LEGAL, FOUNDED))
    return headless(draft)


@book("no header: names alone beside codes", "csv gb18030")
def _(chance):
    draft = organizations(chance, (C, N, REGION), serial=False)
    return headless(draft)


@book("no header below a title", "xls")
def _(chance):
    draft = organizations(chance, (N, C, FOUNDED))
    headless(draft)
    quirks.title(draft, "社会组织名单")
    return draft


@book("no header: people", "xlsx")
def _(chance):
    return headless(members(chance, ("member.name", "member.sex", "member.id_number", "member.phone")))


# --- sheets


@book("dictionaries, an empty and a hidden sheet around it", "xlsx", "xlsb", "xls", "ods")
def _(chance):
    draft = draw_header(organizations(chance))
    draft.sheet = "Sheet2"
    known = headings.ORGANIZATIONS
    draft.others = [
        ("front", "字典", [["类型"], ["社会团体"], ["民办非企业单位"], ["基金会"]], "hidden"),
        ("front", "填表注意事项", [["1.请勿改动表头"], ["2.带*为必填"]], "visible"),
        ("front", "Sheet1", [], "visible"),
        ("behind", "type", [["代码", "名称"], ["1", "社会团体"], ["2", "基金会"]], "hidden"),
        ("behind", "Sheet3", [[known[T].names[0][0], "代码"], ["社会团体", 1], ["基金会", 3]], "visible"),
    ]
    return draft


@book("a chart of figures before the register", "xlsx")
def _(chance):
    draft = draw_header(ledger(chance))
    rows = [["单位：个"], ["类型", "总数", "已建党组织"], ["社会团体", 60, 50], ["民办非企业单位", 38, 30], ["合计", 98, 80]]
    draft.others = [("front", "汇总", rows, "visible")]
    draft.sheet = "明细"
    return draft


@book("two registers in one file", "xlsx", "xls")
def _(chance):
    draft = draw_header(organizations(chance))
    draft.sheet = "社会组织"
    second = draw_header(members(chance, ("member.name", "member.sex", "member.phone"), rows=5))
    draft.others = [("behind", "党员", [line.cells for line in second.lines], "visible")]
    draft.named = ["党员"]
    return draft


# --- the other registers


@book("members", "xlsx", "xls", "csv")
def _(chance):
    draft = draw_header(members(chance, unused=1))
    quirks.title(draft, "党员花名册")
    quirks.unit_line(draft, day="2023年6月")
    draft.as_of = "2023-06"
    return draft


@book("members by branch", "xlsx", "csv")
def _(chance):
    draft = draw_header(members(chance, PEOPLE[:7]))
    quirks.group_by(
        draft,
        lambda place: place // 4,
        lambda which, count: (f"{world.branch(None, which)[1]}（{count}人）", world.branch(None, which)[1]),
        announce=True,
    )
    return draft


@book("Party organizations", "xls", "ods")
def _(chance):
    draft = draw_header(make("", "branches", chance, (*CELLS, "branch.approved_by", "branch.approval_number")))
    quirks.title(draft, "党组织基本情况表")
    quirks.note(draft, "注：书记联系电话请填手机号。")
    return draft


@book("meetings", "xlsx", "csv gb18030")
def _(chance):
    draft = draw_header(make("", "meetings", chance, (*SITTINGS, "meeting.content")))
    quirks.title(draft, "2024年“三会一课”记录")
    return draft


@book("meetings merged by branch", "xls")
def _(chance):
    draft = draw_header(
        make("", "meetings", chance, ("meeting.branch", *(one for one in SITTINGS if one != "meeting.branch")))
    )
    quirks.merge_down(draft, "meeting.branch")
    quirks.signature(draft)
    return draft


# --- and what else offices do


@book("an example in the first row", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.example(draft, chance)
    return draft


@book("headings in English below", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.english(draft)
    quirks.title(draft)
    return draft


@book("numbers without a heading, total in their column", "xlsx", "csv", "xls")
def _(chance):
    draft = ledger(chance, ticks=False)
    quirks.nameless_numbers(draft)
    draw_header(draft)
    quirks.total(draft, at=0)
    return draft


@book("columns that are two merged ones", "xlsx", "xls", "ods")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.doubled(draft, 1, 4, 6)
    quirks.title(draft)
    return draft


@book("groups with spoken numbers", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, FOUNDED, ADDRESS, REMARK)))
    quirks.spoken_groups(draft)
    return draft


@book("an announcement, each group under its own header", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL)))
    quirks.announced(draft)
    quirks.title(draft, "孝义市社会组织年检结果公告")
    return draft


@book("groups that only a missing number gives away", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, FOUNDED, ADDRESS)))
    quirks.unshaped_groups(draft)
    return draft


@book("groups counted without brackets", "xls", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, FOUNDED)))
    quirks.loosely_counted(draft)
    return draft


@book("total and what part of it is", "xlsx", "csv")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.of_which(draft)
    return draft


@book("words that close a list", "xlsx", "csv gb18030")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.closing(draft, "（以下空白）", "第 1 页，共 1 页")
    quirks.signature(draft)
    return draft


@book("counts some rows below", "xls", "csv")
def _(chance):
    draft = draw_header(organizations(chance, (N, C, LEGAL, FOUNDED, REGION, ADDRESS)))
    quirks.statistics(draft)
    return draft


@book("another register below", "xlsx", "csv")
def _(chance):
    draft = draw_header(organizations(chance))
    second = draw_header(
        members(chance, ("member.name", "member.sex", "member.born", "member.id_number", "member.phone"), rows=6)
    )
    quirks.title(draft)
    quirks.stacked(draft, second)
    return draft


@book("the month in the title, the form's number beside", "xlsx", "xls")
def _(chance):
    draft = draw_header(ledger(chance))
    quirks.title(draft, "2019年12月全市社会组织党建工作台账", merged=False)
    draft.lines[0].cells[-1] = "表号：民统1表"
    draft.as_of = "2019-12"
    return draft


@book("序号 merged over header and codes", "xlsx")
def _(chance):
    draft = draw_header(organizations(chance))
    quirks.code_row(draft)
    head, codes = draft.of("header")[-1], draft.of("code")[0]
    codes.cells[0] = None
    draft.merged.append((head, 0, codes, 0))
    return draft


@book("names and nothing else", "xlsx", "csv")
def _(chance):
    return draw_header(organizations(chance, (N,), serial=False, renamed={N: ("社会组织名称",)}))


# --- everything at once, by chance


def everything(chance):
    """A register with as many habits as one office can have."""
    slug = chance.choice(("organizations", "organizations", "ledger", "members", "branches", "meetings"))
    targets = {"organizations": USUAL, "ledger": LEDGER, "members": PEOPLE, "branches": CELLS, "meetings": SITTINGS}[slug]
    keep = [one for one in targets if one in (targets[0], targets[1]) or chance.random() < 0.8]
    if slug == "members":
        keep = list(dict.fromkeys([*keep, "member.id_number"]))
    if slug == "meetings":
        keep = list(dict.fromkeys(["meeting.type", "meeting.held_on", "meeting.topic", *keep]))
    chance.shuffle(keep)
    if slug == "ledger":
        draft = ledger(chance, tuple(keep), ticks=chance.random() < 0.6, rows=chance.randrange(4, 25))
    else:
        unused = chance.choice((0, 0, 1, 2))
        draft = make("", slug, chance, keep, rows=chance.randrange(4, 25), unused=unused, serial=chance.random() < 0.8)
    draw_header(draft, deeper=chance.choice((0, 0, 0, 1)))
    for quirk, odds in _habits(chance):
        if chance.random() < odds:
            quirk(draft)
    return draft


def _habits(chance):
    groups = chance.choice((quirks.towns, quirks.numbered_types, quirks.bracketed, quirks.loosely_counted))
    above = chance.choice((True, False, False))
    words = chance.choice(("合计", "总计", "合 计", "总计："))
    return (
        (lambda draft: quirks.hints(draft, above=above), 0.1),
        (lambda draft: quirks.code_row(draft, style=chance.choice(tuple(quirks.CODES)), above=above), 0.2),
        (groups, 0.25),
        (lambda draft: quirks.subtotals(draft), 0.3),
        (lambda draft: quirks.total(draft, word=words, first=chance.random() < 0.3, wrong=chance.random() < 0.2), 0.3),
        (lambda draft: quirks.example(draft, chance) if draft.columns[0].content == "serial" else None, 0.1),
        (quirks.english, 0.05),
        (lambda draft: quirks.numbered_rows(draft, 6) if draft.columns[0].content == "serial" else None, 0.15),
        (lambda draft: quirks.larger(draft), 0.2),
        (lambda draft: quirks.note(draft), 0.3),
        (lambda draft: quirks.closing(draft, chance.choice(("以下空白", "（以下无正文）", "第1页 共1页"))), 0.15),
        (lambda draft: quirks.signature(draft, spread=chance.random() < 0.5), 0.3),
        (lambda draft: quirks.long_instruction(draft, merged=chance.random() < 0.7), 0.15),
        (lambda draft: quirks.unit_line(draft, spread=chance.random() < 0.7), 0.4),
        (lambda draft: quirks.title(draft, merged=chance.random() < 0.7), 0.7),
        (lambda draft: quirks.attachment(draft), 0.15),
        (lambda draft: quirks.shift(draft), 0.1),
    )


@book("many habits at once", *(("xlsx", "xls", "csv gb18030", "ods", "csv", "xlsx", "xlsm", "csv tab") * 2))
def _(chance):
    return everything(chance)


def made(seed=1):
    """(name, format, draft) for the whole corpus."""
    for number, (name, kind, draw) in enumerate(BOOKS):
        draft = draw(random.Random(f"{seed} {number}"))
        draft.name = name
        yield name, kind, draft


def more(count, seed):
    """As many others, each of every habit."""
    kinds = cycle(("xlsx", "xls", "csv gb18030", "ods", "csv", "xlsm", "csv tab"))
    for number, kind in zip(range(count), kinds, strict=False):
        draft = everything(random.Random(f"more {seed} {number}"))
        draft.name = f"by chance {number}"
        yield draft.name, kind, draft
