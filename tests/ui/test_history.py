"""The history of a row in words."""

import pytest

from orgs.judgements import Comparison
from tests.factories import saved
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.ui import history


def told(entry):
    return {difference.label: (difference.before, difference.after) for difference in entry.differences}


def test_a_change_names_who_why_and_from_what_to_what(make, department, home, elsewhere):
    organization = make.organization(name="孝义市焦炭协会", region=home)
    organization.name, organization.region, organization.type = "孝义市焦化协会", elsewhere, "service"
    organization.registered_on, organization.is_priority = PartialDate("2015-06"), True
    writing.save(organization, by=department, reason="按证书更正")
    newest, first = history.of(organization)
    assert (newest.by, newest.action, newest.reason) == ("李文", "更新", "按证书更正")
    assert told(newest) == {
        "社会组织名称": ("孝义市焦炭协会", "孝义市焦化协会"),
        "社会组织类型": ("社会团体", "民办非企业单位"),
        "所属区域": ("新义街道", "中阳楼街道"),
        "成立登记日期": ("2015-06-01", "2015年6月"),
        "实体性重点单位": ("否", "是"),
    }
    assert first.is_creation
    assert first.by == "系统"
    assert "登记证号" not in told(first), "an empty field is no news"


def test_sealed_text_stays_sealed(make, department):
    member = make.member(id_number="14118119700101001X", phone="13835801234")
    member.phone = "13900000000"
    writing.save(member, by=department)
    newest, first = history.of(member)
    assert told(newest) == {"联系电话": (history.SEALED, history.SEALED)}
    assert "13835801234" not in str(first)
    assert "身份号码索引" not in told(first)


def test_a_list_kept_in_one_column_is_shown_as_it_stands():
    assert history.words([(Comparison, "rows", [1, 2]), (Comparison, "day", None)]) == ["[1, 2]", ""]


@pytest.mark.parametrize("changes", [2, 9])
def test_the_number_of_queries_does_not_grow_with_the_changes(make, home, elsewhere, queries_of, changes):
    organization = make.organization(region=home)
    for number in range(changes):
        organization.region = (home, elsewhere)[number % 2]
        organization.name = f"改名{number}"
        saved(organization)
    assert queries_of(lambda: history.of(organization)) == 3
