"""What several of these spreadsheets say about a Party organization: its columns, its term, its secretary."""

from branches.enums import Level, PostTitle, Special
from branches.models import Branch, Post, Term
from orgs import regions, vocabulary
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Finding, Part
from xiaoyi_partybuild.registers.rules import InOrder, Once

USUAL_TERM_YEARS = 3  # Branch Work Regulations 2018, art. 21
NAMES = ("党支部名称", "所在党组织", "所在党支部", "党组织全称", "联合支部名称", "联合党支部名称")
LEVELS = {
    "支部": Level.BRANCH,
    "联合支部": Level.JOINT,
    "总支": Level.GENERAL,
    "党总支部": Level.GENERAL,
    "党委": Level.COMMITTEE,
    "党工委": Level.COMMITTEE,
    "总支部": Level.GENERAL,
    "临时党支部": Level.BRANCH,
    "临时支部": Level.BRANCH,
    "流动党员党支部": Level.BRANCH,
    "功能型党支部": Level.BRANCH,
    "兼合式党支部": Level.BRANCH,
}
SPECIAL_LEVELS = {
    "临时党支部": Special.TEMPORARY,
    "临时支部": Special.TEMPORARY,
    "流动党员党支部": Special.FLOATING,
    "功能型党支部": Special.FUNCTIONAL,
    "兼合式党支部": Special.MIXED,
}
# What forms write under 党组织隶属关系: where the superior is found, not which it is
KINDS_OF_SUPERIOR = ("业务主管单位", "业务主管部门", "业务主管单位/部门", "挂靠单位", "属地", "属地管理", "行业", "其他")
SPECIALS = {
    "临时": Special.TEMPORARY,
    "流动": Special.FLOATING,
    "功能型": Special.FUNCTIONAL,
    "兼合式": Special.MIXED,
    "区域性": Special.REGIONAL,
}

BRANCH_KEYS = (("name",),)
TERM = Part("term", Term, keys=(("branch", "start"), ("branch", "number")))
SECRETARY = Part(
    "secretary",
    Post,
    keys=(("branch", "title", "name"),),
    given={"title": PostTitle.SECRETARY},
    supersedes=("branch", "title"),
)


RULES = (
    InOrder("branch.start", "term.start"),
    InOrder("secretary.start", "secretary.end"),
    Once(
        what=("secretary.name",),
        whose="branch.name",
        message="第 {first} 行“{other}”的书记也叫这个名字，请核对是不是同一个人兼任",
    ),
)


def branch_part(region):
    """region: the target that says where the Party organization is led from."""
    return Part("branch", Branch, keys=BRANCH_KEYS, given={"region": region})


def region_column(target, **options):
    """From where a Party organization is led."""
    return c.Lookup(
        target,
        "党建管理区域",
        also=vocabulary.REGIONS,
        by=("code", "name"),
        variants=regions.spellings,
        **options,
    )


def branch_columns():
    return (
        c.Text("branch.name", "党组织名称", also=NAMES),
        c.Choice(
            "branch.level",
            "党组织类别",
            also=("党组织建制", "党组织形式", "党组织设置形式", "党组织设置", "组织建制", "党组织类型"),
            choices=Level,
            aliases=LEVELS,
            implies={"branch.special": SPECIAL_LEVELS},
        ),
        c.Choice("branch.special", "特殊类型", also=("特殊形式",), choices=Special, aliases=SPECIALS),
        c.Date(
            "branch.start", "党组织成立时间", also=("党组织建立时间", "建立党组织时间", "组建时间", "成立时间", "批准时间")
        ),
        c.Lookup(
            "branch.superior",
            "上级党组织",
            also=("上级党组织名称", "隶属党组织", "党组织隶属关系"),
            no_names=KINDS_OF_SUPERIOR,
        ),
        c.Lookup("branch.further_manager", "另一管理党组织", also=("另一管理党组织（双重管理）", "双重管理党组织")),
        c.Text("branch.approved_by", "审批单位", also=("批准单位",)),
        c.Code("branch.approval_number", "审批文号", also=("批准文号",)),
        c.Text("branch.brand", "党建品牌", also=("品牌名称", "党建品牌名称")),
        c.YesNo("branch.is_pilot", "品牌建设试点", also=("是否品牌建设试点",)),
        c.YesNo("said.is_mixed", "是否兼合式党组织", stored=False),
    )


TERM_PERIOD = ("term.start", "term.due")
ASSIGNED = ("assignment.start", "assignment.end")


def term_columns():
    return (
        c.Integer("term.number", "届次"),
        c.Date(
            "term.start",
            "本届起始",
            also=("上次换届时间", "最近换届时间", "换届时间", "本届起始日期", "任期起", "本届起止", "任期起止"),
            period=TERM_PERIOD,
        ),
        c.Date("term.due", "届满日期", also=("到届时间", "届满时间", "应换届时间", "任期止"), period=TERM_PERIOD),
        c.Count("said.term_years", "任期年限", stored=False),
        c.Date("term.extended_until", "批准延期至", also=("延期至",)),
        c.Code("term.extension_number", "延期批准文号"),
    )


def secretary_columns():
    return (
        c.Text(
            "secretary.name",
            "党组织书记",
            also=("党组织书记/姓名", "书记/姓名", "书记姓名", "书记", "支部书记", "党组织负责人"),
        ),
        c.Date("secretary.start", "党组织书记/任职时间", also=("书记/任职时间", "任职时间"), changes=False),
        c.Date("secretary.end", "党组织书记/离任时间", also=("书记/离任时间", "离任时间")),
        c.Phone("secretary.phone", "党组织书记/联系电话", also=("书记/联系电话", "书记联系电话", "书记电话", "书记手机")),
    )


def fill_branch(values):
    return {"branch.special": Special.MIXED if values.get("said.is_mixed") else None}


def fill_term(values):
    """A term of which only one end is written lasts the years the row says, or else the usual ones."""
    start, due = values.get("term.start"), values.get("term.due")
    years = values.get("said.term_years") or USUAL_TERM_YEARS
    if due and not start:
        return {"term.start": _shifted(due, -years)}
    if start and not due:
        return {"term.due": _shifted(start, years)}
    return {}


def check_term(values):
    start, due = values.get("term.start"), values.get("term.due")
    if start and due and due <= start:
        yield Finding("term.due", "error", f"届满日期 {due.spoken} 不晚于本届起始 {start.spoken}，请改正")


def _shifted(day, years):
    year, *rest = day.parts
    try:
        return type(day).of(year + years, *rest)
    except ValueError:  # the 29th of February
        return type(day).of(year + years, rest[0], rest[1] - 1)
