"""What stands in each column of the Party-building ledger: the bands above it and its value for one organization."""

from typing import NamedTuple

from ..story import dice, gaps
from ..story.records import Organization, Span
from . import spelling

BASICS, PARTY, WORKERS, PEOPLE = "社会组织基本情况", "党组织设置情况", "党务工作者队伍建设", "党员队伍建设情况"
SECRETARY, INSTRUCTOR = (WORKERS, "党组织书记"), (WORKERS, "党建指导员")
MODES = ("单独组建", "联合组建", "行业组建", "挂靠组建")
REASONS = ("没有党员", "有党员但不足3名", "应建未建", "其他")
MASS_TYPES = ("工会", "共青团", "妇联")
SUMMED = {("从业人员", "总数"), ("从业人员", "专职"), ("从业人员", "兼职"), ("正式党员", "从业人员中的正式党员")}
FULL_TIME = {"社会团体": 0.5, "民办非企业单位": 0.9}
WRITES_THE_UNIT = 0.1


class Line(NamedTuple):
    """One organization on the day of the ledger. `link` may have ended; then it is not covered."""

    organization: Organization
    link: Span | None
    is_covered: bool
    day: str
    tick: str

    @property
    def party(self):
        return self.link.what if self.link else None

    @property
    def term(self):
        return [term for term in self.party.terms if term.start <= self.day][-1]

    @property
    def secretary(self):
        return [span for span in self.party.secretaries if span.start <= self.day][-1]

    @property
    def sent(self):
        """The last instructor sent, gone or not."""
        return next((span for span in reversed(self.organization.instructors) if span.start <= self.day), None)

    def ticked(self, condition):
        return self.tick if condition else ""


def columns_of(world, year):
    """[(bands, function of a Line)] for the columns after the serial number and the region."""
    return [*basics(year), *party_organization(world), *workers(), *people(), *the_rest()]


def basics(year):
    return [
        ((BASICS, "社会组织\n名称"), lambda line: line.organization.name_on(line.day)),
        ((BASICS, "统一社会\n信用代码"), lambda line: line.organization.credit_code or "无"),
        ((BASICS, "登记证号"), lambda line: line.organization.certificate),
        ((BASICS, "年检情况", "年度"), lambda line: year if year in line.organization.conclusions else ""),
        ((BASICS, "年检情况", "年检结果"), lambda line: line.organization.conclusions.get(year, "")),
        ((BASICS, "等级评估", "评估等级"), lambda line: _grade(line).what),
        ((BASICS, "等级评估", "有效期起"), lambda line: spelling.slashed(_grade(line).start)),
        ((BASICS, "等级评估", "有效期止"), lambda line: spelling.slashed(_grade(line).end)),
        ((BASICS, "从业人员", "总数"), _staff),
        ((BASICS, "从业人员", "专职"), lambda line: _full_time(line.organization)),
        ((BASICS, "从业人员", "兼职"), lambda line: _part_time(line.organization)),
    ]


def party_organization(world):
    def named(key):
        return world.parties[key].name if key else ""

    return [
        ((PARTY, "是否建立党组织", "是"), lambda line: line.ticked(line.is_covered)),
        ((PARTY, "是否建立党组织", "否"), lambda line: line.ticked(not line.is_covered)),
        *_ticks((PARTY, "未建立党组织原因"), REASONS, _reason),
        *_ticks((PARTY, "组建方式"), MODES, lambda line: line.party.mode if line.link else ""),
        ((PARTY, "党组织名称"), _linked(lambda line: line.party.name)),
        ((PARTY, "党组织\n类别"), _linked(lambda line: line.party.level)),
        ((PARTY, "特殊类型"), _linked(lambda line: line.party.special)),
        ((PARTY, "党组织\n成立时间"), _linked(lambda line: spelling.spoken(line.party.founded))),
        ((PARTY, "本单位\n纳入时间"), _linked(lambda line: spelling.as_cell(line.link.start))),
        ((PARTY, "本单位\n脱离时间"), _linked(lambda line: _past(line, line.link.end, spelling.as_cell))),
        ((PARTY, "上级党组织"), _linked(lambda line: named(line.party.superior))),
        ((PARTY, "另一管理党组织\n（双重管理）"), _linked(lambda line: named(line.party.further_manager))),
        ((PARTY, "换届情况", "届次"), _linked(lambda line: line.term.what)),
        ((PARTY, "换届情况", "本届起始"), _linked(lambda line: spelling.dotted(line.term.start))),
        ((PARTY, "换届情况", "届满日期"), _linked(lambda line: spelling.dotted(line.term.end))),
        ((PARTY, "换届情况", "批准延期至"), _linked(_extended)),
    ]


def workers():
    return [
        ((*SECRETARY, "姓名"), _linked(lambda line: line.secretary.what.name)),
        ((*SECRETARY, "任职时间"), _linked(lambda line: spelling.slashed(line.secretary.start))),
        ((*SECRETARY, "离任时间"), _linked(lambda line: _past(line, line.secretary.end, spelling.slashed))),
        ((*SECRETARY, "联系电话"), _linked(lambda line: int(line.secretary.what.phone))),
        ((*INSTRUCTOR, "姓名"), _sent(lambda sent: sent.what.name)),
        ((*INSTRUCTOR, "工作单位"), _sent(lambda sent: sent.what.unit)),
        ((*INSTRUCTOR, "职务"), _sent(lambda sent: sent.what.title)),
        ((*INSTRUCTOR, "联系电话"), _sent(lambda sent: spelling.grouped_phone(sent.what.phone))),
        ((*INSTRUCTOR, "派驻时间"), _sent(lambda sent: spelling.padded(sent.start))),
        ((*INSTRUCTOR, "期满时间"), _sent(lambda sent: spelling.padded(sent.end))),
    ]


def people():
    return [
        ((PEOPLE, "正式党员", "从业人员中的正式党员"), lambda line: _full_members(line)),
        ((PEOPLE, "正式党员", "其中：专职人员"), lambda line: _full_members(line, employment="专职")),
        ((PEOPLE, "正式党员", "其中：组织关系在本单位"), lambda line: _full_members(line, file_at="社会组织党组织")),
        ((PEOPLE, "预备党员"), lambda line: sum(member.is_probationary(line.day) for member in line.organization.members)),
    ]


def the_rest():
    mass = [
        (("群团组织", type_), lambda line, type_=type_: line.ticked(type_ in line.organization.mass)) for type_ in MASS_TYPES
    ]
    return [
        *mass,
        (("党建品牌创建", "品牌名称"), _linked(lambda line: line.party.brand)),
        (("党建品牌创建", "是否品牌建设试点"), _linked(lambda line: line.ticked(line.party.is_pilot))),
        (("备注",), _remark),
    ]


def _linked(value):
    return lambda line: value(line) if line.link else ""


def _sent(value):
    return lambda line: value(line.sent) if line.sent else ""


def _ticks(band, options, value):
    """One tick column for each option."""
    return [((*band, option), lambda line, option=option: line.ticked(value(line) == option)) for option in options]


def _past(line, day, written):
    """A day of leaving, once it has come."""
    return written(day) if day and day <= line.day else ""


def _extended(line):
    return spelling.dotted(line.party.extended_until) if line.day >= gaps.REPORTED_2026 else ""


def _grade(line):
    grade = line.organization.grade
    return grade if grade and grade.holds(line.day) else Span("", "")


def _staff(line):
    """Some write the unit along."""
    staff = _full_time(line.organization) + _part_time(line.organization)
    return f"{staff}人" if dice.of("staff", line.organization.name, line.day).random() < WRITES_THE_UNIT else staff


def _full_time(organization):
    """Never fewer than the Party members among them."""
    return max(round(organization.staff * FULL_TIME[organization.type]), _working(organization, "专职"))


def _part_time(organization):
    usual = organization.staff - round(organization.staff * FULL_TIME[organization.type])
    return max(usual, _working(organization, "兼职"))


def _working(organization, employment):
    return sum(member.employment == employment for member in organization.members)


def _full_members(line, **wanted):
    members = line.organization.full_members(line.day)
    return sum(all(getattr(member, name) == value for name, value in wanted.items()) for member in members)


def _reason(line):
    if line.is_covered:
        return ""
    members = _full_members(line)
    return "没有党员" if not members else "有党员但不足3名" if members < 3 else "应建未建"


def _remark(line):
    state = line.organization.state
    if state and state.holds(line.day):
        return f"{state.what}（{spelling.spoken(state.start)}起）"
    return "已脱离原党组织，待重新明确" if line.link and not line.is_covered else ""
