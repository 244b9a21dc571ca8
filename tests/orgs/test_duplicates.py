"""Likely duplicates on screen: who is asked about which pairs, merging, telling apart, and taking both back."""

import re

import pytest

from inspections.enums import Conclusion
from orgs.models import Distinct, Organization
from xiaoyi_partybuild.access import writing

LIST = "/organizations/duplicates/"


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def address(first, second, tail=""):
    return f"{LIST}{first.pk}/{second.pk}/{tail}"


@pytest.fixture
def pair(make, home):
    """Alike: only the place in front differs."""
    stays = make.organization(name="孝义市绵羊养殖协会", region=home, address="府前街 1 号")
    goes = make.organization(name="绵羊养殖协会", region=home, credit_code=None, legal_representative="赵新")
    make.headcount(organization=goes)
    return stays, goes


@pytest.fixture
def edit(department):
    """Write some fields of a row as it is stored now."""

    def write(row, **fields):
        row = type(row).objects.get(pk=row.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        writing.save(row, by=department)

    return write


@pytest.fixture
def client(client_of, department):
    return client_of(department)


# The list


def test_a_pair_is_listed_with_the_reason(pair, client):
    page = text(client.get(LIST))
    assert "只差地名前缀" in page
    assert address(*pair) in page
    assert "待核对 1" in page


def test_weak_likenesses_are_shown_when_asked_for(make, home, client):
    for name in ("孝义市养老协会", "孝义市养老服务协会"):
        make.organization(name=name, region=home, credit_code=None)
    assert "没有需要核对的" in text(client.get(LIST))
    assert "名称里多出“服务”" in text(client.get(f"{LIST}?level=weak"))


def test_only_pairs_within_the_reach_are_asked_about(make, pair, elsewhere, abroad, client_of, township, department):
    far = make.organization(name="兑镇教育促进会", region=elsewhere, credit_code=None)
    foreign = make.organization(name="孝义市绵羊养殖协会", region=abroad, credit_code=None)
    make.organization(name="教育促进会（兑镇）", region=elsewhere, credit_code=None)
    assert "绵羊养殖协会" in text(client_of(township).get(LIST))
    for client in (client_of(township), client_of(department)):
        assert client.get(address(foreign, pair[0])).status_code == 404
        assert client.post(address(foreign, pair[0])).status_code == 404
        assert client.post(address(foreign, pair[0], "distinct/")).status_code == 404
    assert client_of(township).get(address(far, pair[0])).status_code == 404


def test_those_who_edit_nothing_are_refused(pair, client_of, officer, outsider):
    for person in (officer, outsider):
        assert client_of(person).get(LIST).status_code == 403
        assert client_of(person).get(address(*pair)).status_code == 403
        assert client_of(person).post(address(*pair, "distinct/")).status_code == 403
        assert "查重" not in client_of(person).get("/organizations/").content.decode()


def test_the_list_asks_the_same_queries_however_many_there_are(make, home, client, same_queries):
    def add():
        name = f"{'甲乙丙丁戊己庚辛壬癸'[Organization.objects.count() % 10]}{Organization.objects.count()}艺术协会"
        make.organization(name=name, region=home, credit_code=None)
        make.organization(name=f"孝义市{name}", region=home, credit_code=None)

    assert same_queries(lambda: text(client.get(LIST)), add) <= 16


# Side by side


def test_each_difference_shows_both_values_and_what_is_alike_is_counted(pair, client):
    page = text(client.get(address(*pair)))
    for shown in ("府前街 1 号", "赵新", "法定代表人", "留下：孝义市绵羊养殖协会", "移过来 1 条"):
        assert shown in page
    assert "registered_on" not in page


def test_the_other_row_can_stay(pair, client):
    page = text(client.get(f"{address(*pair)}?stays={pair[1].pk}"))
    assert "留下：绵羊养殖协会" in page


def test_comparing_asks_the_same_queries_however_much_hangs_on_the_rows(make, pair, client, same_queries):
    def add():
        make.coverage(organization=pair[1], end="2017")
        make.participation(organization=pair[0], meeting=make.meeting())
        make.assignment(organization=pair[1])
        make.former_name(organization=pair[0])

    assert same_queries(lambda: text(client.get(address(*pair))), add) <= 32


def test_merging_moves_the_links_and_the_old_address_says_where(pair, client):
    stays, goes = pair
    answer = client.post(address(*pair), {"stays": stays.pk, "field-legal_representative": "goes", "reason": "按证书核对"})
    assert answer["Location"] == f"/organizations/{stays.pk}/"
    stays.refresh_from_db()
    assert (stays.legal_representative, stays.address, stays.headcounts.count()) == ("赵新", "府前街 1 号", 1)
    page = text(client.get(f"/organizations/{goes.pk}/"))
    assert "已并入" in page
    assert "李文" in page
    assert "按证书核对" in page
    assert "并入的单位" in text(client.get(f"/organizations/{stays.pk}/"))
    assert "共 1 户" in text(client.get("/organizations/?register=all"))
    assert "共 1 户" in text(client.get("/organizations/?q=绵羊养殖协会"))
    assert client.get(f"/organizations/{goes.pk}/edit/").status_code == 404
    assert client.get(address(*pair)).status_code == 404
    assert "已合并 1" in text(client.get(f"{LIST}?tab=merged"))


def test_what_only_one_can_hold_is_asked(make, pair, client):
    stays, goes = pair
    make.inspection(organization=stays, conclusion=Conclusion.QUALIFIED)
    clash = make.inspection(organization=goes, conclusion=Conclusion.UNQUALIFIED)
    assert "只能留一条" in text(client.get(address(*pair)))
    assert "没有合并：刚才有人改动了" in text(client.post(address(*pair), {"stays": stays.pk}), 409)
    client.post(address(*pair), {"stays": stays.pk, f"clash-annualinspection-{clash.pk}": "goes"})
    assert stays.inspections.get().conclusion == Conclusion.UNQUALIFIED


def test_a_merge_is_taken_apart_on_the_old_address(pair, client, client_of, secretary):
    stays, goes = pair
    client.post(address(*pair), {"stays": stays.pk})
    assert client_of(secretary).post(f"/organizations/{goes.pk}/take-apart/").status_code == 404
    assert "撤销合并" in text(client.get(f"/organizations/{goes.pk}/"))
    client.post(f"/organizations/{goes.pk}/take-apart/")
    assert "已并入" not in text(client.get(f"/organizations/{goes.pk}/"))
    assert goes.headcounts.count() == 1
    assert not stays.former_names.exists()


def test_what_was_changed_after_the_merge_is_asked_about_before_it_is_taken_apart(pair, client, edit):
    stays, goes = pair
    client.post(address(*pair), {"stays": stays.pk})
    edit(stays, legal_representative="后改")
    count = goes.headcounts.model.objects.get()
    edit(count, members_all=7)
    page = text(client.post(f"/organizations/{goes.pk}/take-apart/"), 409)
    assert "还没有撤销合并" in page
    assert "恢复合并前" in page
    assert "members_all" not in page, "the merge did not write it"
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    (key,) = re.findall(r'name="(answer:[^"]+)" value="restore"', page)
    client.post(f"/organizations/{goes.pk}/take-apart/", {"seen": seen, key: "restore"})
    stays.refresh_from_db()
    assert (stays.legal_representative, goes.headcounts.get().members_all) == ("", 7)


# Not the same


def test_not_the_same_is_remembered_with_who_and_when_and_can_be_taken_back(pair, client):
    client.post(address(*reversed(pair), "distinct/"))
    assert "没有需要核对的" in text(client.get(LIST))
    remembered = Distinct.objects.get()
    assert (remembered.first, remembered.second, remembered.by.name) == (*pair, "李文")
    page = text(client.get(f"{LIST}?tab=apart"))
    assert "李文" in page
    assert "判定不是同一个" in text(client.get(address(*pair)))
    client.post(address(*pair, "distinct/"), {"take_back": "1"})
    assert "只差地名前缀" in text(client.get(LIST))
    client.post(address(*pair, "distinct/"))
    assert Distinct.objects.count() == 1
