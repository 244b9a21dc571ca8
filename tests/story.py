"""A small town for whole-site tests: organizations in each state the pages speak of, with long names and empty corners."""

from datetime import date, timedelta

from django.utils import timezone

from branches.enums import Level, MemberCategory, Mode, Special
from inspections.enums import Conclusion
from orgs import merging
from orgs.enums import Field, Status
from orgs.models import Organization
from orgs.views import sayings
from tests import factories as make
from tests.registers import books
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import apply, memory, register

JOINT_UNITS = 7


def tell(*, home, elsewhere, branch, today):
    """Rows of every model, hanging on the regions and the branch of the cast."""
    sheep = make.organization(name="孝义市绵羊养殖协会", region=home, field=Field.AGRICULTURE, address="新义街道府前街 1 号")
    make.coverage(organization=sheep, branch=branch)
    for make_about in (make.former_name, make.mass_organization, make.inspection, make.grading):
        make_about(organization=sheep)
    make.headcount(organization=sheep, on=today - timedelta(days=90), staff=30, members_all=12, members_full_time=5)
    member = _people(branch, today)
    _life(branch, member, today)
    _joint(elsewhere, today)
    _gaps(home, today)
    _twins(home)


def bring_in(*, by, today):
    """Imports of one person: one done, one waiting, one with a column to decide; one memory; a ledger compared."""
    header = ["社会组织名称", "社会组织类型", "成立登记日期", "所属乡镇（街道）"]
    rows = [
        header,
        ["孝义市茶文化协会", "社会团体", "2015年6月", "新义街道"],
        ["孝义市风筝协会", "政府", "不详", "新义街道"],
    ]
    done = _bring("社会组织名册.xlsx", rows, by, today)
    apply.commit(done, by=by, on=today)
    rows[1][0] = "孝义市茶文化研究会"
    _bring("社会组织名册（更正）.xlsx", rows, by, today)
    _bring("社会组织名册（两列名称）.xlsx", [[*row, row[0]] for row in rows], by, today)
    told = memory.Told(memory.COLUMN, "全名", "全名", "organization.name")
    memory.remember([told], register.get("organizations"), by=by, at=timezone.now())
    _hold_against_the_register(by, today)


def _hold_against_the_register(by, today):
    """A ledger that agrees with the register, differs from it, and names one nobody knows, held against it."""
    sheep = Organization.objects.get(name="孝义市绵羊养殖协会")
    rows = [
        ["社会组织名称", "统一社会信用代码", "法定代表人", "从业人员总数"],
        [sheep.name, sheep.credit_code, "赵新民", 30],
        ["孝义市诗词学会", None, None, 6],
        ["孝义市民间剪纸协会", None, "钱进", 5],
    ]
    ledger = apply.take_in(books.xlsx(rows), "党建工作台账.xlsx", by=by, on=today, register="ledger")
    sayings.note(ledger, by=by, on=today)


def _bring(name, rows, by, today):
    return apply.take_in(books.xlsx(rows), name, by=by, on=today, register="organizations")


def _people(branch, today):
    make.term(branch=branch, start=str(today.year - 4), due=str(today.year - 1))
    make.post(branch=branch, phone="13800001234")
    member = make.member(home_branch=branch, name="赵新民", id_number="14118119800101001X", phone="13800001234")
    make.further_branch(member=member, branch=make.branch(region=branch.region, special=Special.FUNCTIONAL))
    make.served_unit(branch=branch, location="孝义市国际交易会市场二楼东区")
    sheep = branch.coverages.get().organization
    make.meeting(branch=branch, held_on=today - timedelta(days=10), organizations=[sheep], due_count=12, present_count=11)
    return member


def _life(branch, member, today):
    """Something for every act: one on probation and away, one on the way out, an activist, a venue, a quota, a proposal."""
    away = make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=str(today - timedelta(days=400)))
    make.absence(member=away, start=str(today - timedelta(days=40)))
    make.arrears(member=away, month=f"{today.year - 1}-10")
    make.transfer(member=member, from_branch=branch, sent_on=today - timedelta(days=5))
    activist = make.candidate(branch=branch, talked_on="2018-03-20", activist_on="2018-09-01", trainers="王一、李二")
    make.review(candidate=activist)
    for make_of in (make.party_group, make.fund, make.dues_check, make.brand):
        make_of(branch=branch)
    make.venue(branch=branch)
    make.quota(year=today.year)
    make.procedure(region=branch.region, proposed_on=today - timedelta(days=3))


def _joint(region, today):
    """A joint branch above the number of units it may cover, below a superior."""
    committee = make.branch(name="中共孝义市社会组织综合委员会", level=Level.COMMITTEE, region=region)
    joint = make.branch(
        name="中共孝义市中阳楼街道教育培训类社会组织联合支部委员会", level=Level.JOINT, region=region, superior=committee
    )
    for _ in range(JOINT_UNITS):
        make.coverage(organization=make.organization(region=region), branch=joint, mode=Mode.JOINT)


def _gaps(region, today):
    """One that owes a branch, one that nothing reaches, one helped by an instructor, one that left the register."""
    owing = make.organization(name="孝义市餐饮与饭店行业商会（新义街道分会）", region=region)
    make.headcount(organization=owing, on=today - timedelta(days=30), staff=20, members_all=4, members_on_file=1)
    make.organization(name="孝义市诗词学会", region=region, credit_code=None)
    helped = make.organization(region=region)
    make.assignment(organization=helped, instructor=make.instructor(region=region, phone="13900004321"))
    gone = make.organization(name="孝义市旧货商会", region=region)
    make.status(organization=gone, status=Status.DEREGISTERED, start=str(date(2018, 5, 1)), document="孝民社〔2018〕3 号")
    make.parameter(key="joint_units", value="5")


def _twins(region):
    """One organization in two rows, with what differs and what only one of them can hold; and two merged already."""
    names = ("孝义市民间剪纸艺术协会", "民间剪纸艺术协会", "孝义市皮影戏研究会", "皮影戏研究会")
    one, twin, other, merged = (make.organization(name=name, region=region) for name in names)
    make.inspection(organization=one, conclusion=Conclusion.QUALIFIED)
    make.inspection(organization=twin, conclusion=Conclusion.BASIC)
    for each in (one, twin):
        make.coverage(organization=each, mode=Mode.JOINT)
    merging.merge(other, merged, by=SYSTEM, fields={}, clashes={}, reason="同一单位重复登记")
