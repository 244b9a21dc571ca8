"""What the story tells beyond workbooks: quotas, a relationship on its way, dues, a proposal; each told once."""

from datetime import date

from branches import dues, transfers
from branches.enums import ProcedureKind
from branches.models import Branch, DuesCheck, Member, PartyGroup, Procedure, Quota, Transfer, Venue
from orgs.models import Region
from orgs.regions import CITY_CODE
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate

CHAMBER, SHEEP = "孝义市浙商商会党支部", "孝义市绵羊协会党支部"
QUOTAS = ((2025, 6), (2026, 3))
SENT_ON = date(2026, 10, 12)
CHECKED = ("2026-09", "2026-10")
PROPOSED_ON = date(2026, 11, 6)


def tell(*, by, on):
    """Everything that is not there yet, written as that person."""
    branches = {branch.name: branch for branch in Branch.objects.visible_to(by).filter(name__in=(CHAMBER, SHEEP))}
    if len(branches) == 2 and not Quota.objects.exists():
        _quotas(by)
        _belongings(branches[CHAMBER], by)
        _on_its_way(branches[SHEEP], branches[CHAMBER], by, on)
        _dues(branches[CHAMBER], by, on)
        _proposal(branches[CHAMBER], by)


def _quotas(by):
    city = Region.objects.get(code=CITY_CODE)
    rows = [Quota(year=year, region=city, planned=planned, document=f"孝组发〔{year}〕8号") for year, planned in QUOTAS]
    writing.save_all(rows, by=by, title="下达发展党员计划")


def _belongings(branch, by):
    venue = Venue(
        branch=branch, type="own", address="义乌商品交易博览城三层党建活动中心", area=180, start=PartialDate("2013-05")
    )
    groups = [PartyGroup(branch=branch, name=f"第{number}党小组", start=PartialDate("2019-01")) for number in "一二"]
    writing.save_all([venue, *groups], by=by, title="登记场所和党小组")


def _on_its_way(source, target, by, on):
    member = Member.objects.visible_to(by).filter(home_branch=source, left_on=None, category="full").order_by("pk").last()
    if member and not Transfer.objects.exists():
        transfers.send(member, target.name, letter="孝转 2026036", sent_on=SENT_ON, by=by, on=on)


def _dues(branch, by, on):
    for month in CHECKED:
        if not DuesCheck.objects.filter(branch=branch, month=month).exists():
            found = dues.payers(branch, PartialDate(month), by=by)[:1] if month == CHECKED[-1] else []
            dues.check(branch, PartialDate(month), found, by=by, on=on)


def _proposal(like, by):
    procedure = Procedure(
        kind=ProcedureKind.ESTABLISH,
        name="孝义市数字经济促进会党支部",
        region=like.region,
        superior=like.superior,
        applicant="孝义市数字经济促进会",
        good_for_activity="会员企业集中在胜溪湖街道，有共用的活动室",
        good_for_members="正式党员三名，都在本单位上班，每月能到会",
        good_for_lead="由综合党委直接管理，指导员已到岗",
        proposed_on=PROPOSED_ON,
        proposal_number="孝数促〔2026〕3号",
    )
    writing.save(procedure, by=by)
