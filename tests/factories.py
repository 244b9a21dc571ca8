"""Makes rows for tests, through the door in, with what a test does not care about filled in.

from tests import factories as make
make.coverage(organization=make.organization(name="绵羊协会"), branch=make.branch(), mode=Mode.JOINT)
"""

from datetime import UTC, date, datetime
from itertools import count

from branches.enums import (
    AbsenceKind,
    FundSource,
    MeetingType,
    MemberCategory,
    Mode,
    PostTitle,
    ProcedureKind,
    VenueType,
)
from branches.models import (
    Absence,
    Arrears,
    Assignment,
    Attendance,
    Branch,
    Brand,
    Candidate,
    Coverage,
    DuesCheck,
    Fund,
    FurtherBranch,
    Instructor,
    JointBranch,
    Meeting,
    Member,
    Participation,
    PartyGroup,
    Post,
    Procedure,
    Quota,
    Review,
    ServedUnit,
    Term,
    Transfer,
    Venue,
    Vote,
)
from inspections.enums import Conclusion, Grade
from inspections.models import AnnualInspection, Grading
from orgs import credit_code
from orgs.enums import MassOrganizationType, OrganizationType, Status
from orgs.models import FormerName, Headcount, MassOrganization, Organization, Parameter, Region, StatusPeriod
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.models import Grant, User

PASSWORD = "correct horse battery"
XIAOYI, WENSHUI = "141181", "141121"
NAMES = {
    "14": "山西省",
    "1411": "吕梁市",
    XIAOYI: "孝义市",
    XIAOYI + "001": "新义街道",
    XIAOYI + "002": "中阳楼街道",
    WENSHUI: "文水县",
    WENSHUI + "100": "凤城镇",
}
CODE_LENGTHS = (2, 4, 6, 9)

_numbers = count(1)


def saved(instance):
    return writing.save(instance, by=SYSTEM)


def region(code=XIAOYI):
    """The region of that code; it and the regions above it are made when missing."""
    known = Region.objects.filter(code=code).first()
    if known:
        return known
    above = [length for length in CODE_LENGTHS if length < len(code)]
    parent = region(code[: above[-1]]) if above else None
    return saved(Region(code=code, name=NAMES.get(code, f"区域{code}"), parent=parent))


def user(role=None, *, region=None, branch=None, **given):
    """An account; with a role also its grant, for the region or the branch."""
    number = next(_numbers)
    person = User(**{"username": f"user{number}", "name": f"用户{number}"} | given)
    person.set_password(PASSWORD)
    saved(person)
    if role:
        grant(user=person, role=role, region=region, branch=branch)
    return person


def valid_credit_code(number, *, prefix="51", division=XIAOYI):
    """A credit code with its right check character."""
    body = f"{prefix}{division}{number:09d}"
    return body + credit_code.check_character(body)


def _maker(model, **defaults):
    """A function that saves one row of the model. A default that can be called is called when the field is not given."""

    def make(**given):
        for name, default in defaults.items():
            if name not in given:
                given[name] = default() if callable(default) else default
        return saved(model(**given))

    return make


def _numbered(text):
    return lambda: text.format(next(_numbers))


def organization(**given):
    type_ = given.setdefault("type", OrganizationType.GROUP)
    prefix = next(prefix for prefix, kind in credit_code.TYPES.items() if kind == type_)
    given.setdefault("credit_code", valid_credit_code(next(_numbers), prefix=prefix))
    return _organization(**given)


_organization = _maker(
    Organization, name=_numbered("孝义市第{}协会"), registered_on=PartialDate("2015-06-01"), region=region
)
headcount = _maker(Headcount, organization=organization, on=date(2019, 12, 31))
status = _maker(StatusPeriod, organization=organization, status=Status.DEREGISTERED)
former_name = _maker(FormerName, organization=organization, name=_numbered("第{}旧名协会"))
mass_organization = _maker(MassOrganization, organization=organization, type=MassOrganizationType.UNION)
parameter = _maker(Parameter, since=date(2000, 1, 1), source="测试")

branch = _maker(Branch, name=_numbered("第{}党支部"), region=region, start=PartialDate("2016-07-01"))
coverage = _maker(Coverage, organization=organization, branch=branch, mode=Mode.SOLE, start=PartialDate("2016-07-01"))
term = _maker(Term, branch=branch, start=PartialDate("2018-07-01"), due=PartialDate("2021-07-01"))
post = _maker(Post, branch=branch, title=PostTitle.SECRETARY, name="赵新民", start=PartialDate("2018-07-01"))
member = _maker(
    Member,
    name=_numbered("党员{}"),
    category=MemberCategory.FULL,
    joined_on=PartialDate("2010-07-01"),
    home_branch=branch,
)
further_branch = _maker(FurtherBranch, member=member, branch=branch, start=PartialDate("2018-07-01"))
party_group = _maker(PartyGroup, branch=branch, name=_numbered("第{}党小组"))
venue = _maker(Venue, branch=branch, type=VenueType.OWN, address="府前街 1 号")
fund = _maker(Fund, branch=branch, year=2019, source=FundSource.FEES, amount=1000)
absence = _maker(Absence, member=member, kind=AbsenceKind.FLOATING, start=PartialDate("2019-01-01"))
arrears = _maker(Arrears, member=member, month=PartialDate("2019-10"))
brand = _maker(Brand, branch=branch, name=_numbered("品牌{}"), start=PartialDate("2019-01-01"))
dues_check = _maker(DuesCheck, branch=branch, month=PartialDate("2019-10"))
candidate = _maker(
    Candidate, branch=branch, name=_numbered("申请人{}"), born="1990-05", applied_on=PartialDate("2018-03-01")
)
review = _maker(Review, candidate=candidate, on=date(2019, 6, 1), finding="表现良好")
quota = _maker(Quota, region=region, year=2019, planned=5)
transfer = _maker(Transfer, sent_on=date(2019, 11, 1), to_name="太原市某支部")
STATEMENTS = {
    "good_for_activity": "成员都在一条街上",
    "good_for_members": "每月能到会",
    "good_for_lead": "街道党工委就近管理",
}
procedure = _maker(
    Procedure,
    kind=ProcedureKind.ESTABLISH,
    name=_numbered("第{}新支部"),
    region=region,
    proposed_on=date(2019, 3, 1),
    **STATEMENTS,
)
served_unit = _maker(ServedUnit, branch=branch, name=_numbered("第{}商户"))
instructor = _maker(Instructor, name=_numbered("指导员{}"), unit="市委组织部", region=region)
assignment = _maker(Assignment, instructor=instructor, organization=organization, start=PartialDate("2018-01-01"))
participation = _maker(Participation, organization=organization)
grant = _maker(Grant, start=date(2019, 1, 1), confirmed_at=datetime(2019, 1, 1, tzinfo=UTC))
inspection = _maker(AnnualInspection, organization=organization, year=2019, conclusion=Conclusion.QUALIFIED)
grading = _maker(Grading, organization=organization, grade=Grade.A3, start=PartialDate("2018-01-01"))


def meeting(*, organizations=(), **given):
    """A meeting of a branch (or of an instructor), with the organizations that took part."""
    if "branch" not in given and "instructor" not in given:
        given["branch"] = branch()
    held = _meeting(**given)
    for each in organizations:
        participation(meeting=held, organization=each)
    return held


_meeting = _maker(Meeting, type=MeetingType.GENERAL, held_on=date(2019, 12, 10), topic="学习贯彻全会精神")
attendance = _maker(Attendance, meeting=meeting, name=_numbered("到会人{}"))
vote = _maker(Vote, meeting=meeting, matter="通过年度计划", place=1)
joint_branch = _maker(JointBranch, meeting=meeting, branch=branch)
