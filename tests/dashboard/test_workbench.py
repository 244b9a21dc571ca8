"""The workbench: every figure is a link to a list with the same count; queries do not grow with the data."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from branches.enums import Level, Mode
from tests.factories import XIAOYI
from xiaoyi_partybuild.dashboard import page
from xiaoyi_partybuild.registers.models import Upload

ON = "2019-12-31"


@pytest.fixture
def county(make, regions, home, elsewhere):
    """A little of everything: covered, owing, reached by an instructor, dormant, inactive; in two townships and the city."""
    for number in range(18):
        organization = make.organization(
            region=(home, elsewhere, regions[XIAOYI])[number % 3],
            type=("group", "service")[number % 2],
            field=("", "education", "commerce")[number % 3],
        )
        make.headcount(organization=organization, on=date(2019, 6, 30), members_all=number % 5)
        if number % 4:
            make.coverage(organization=organization, mode=list(Mode)[number % 4], branch=make.branch(region=home))
        if number % 6 == 0:
            make.assignment(organization=organization, instructor=make.instructor())
        if number % 5 == 0:
            make.meeting(organizations=[organization], held_on=date(2019, 11, 1), branch=make.branch(region=home))
        if number == 7:
            make.status(organization=organization, status="dormant", start="2019-01-01")
    return regions[XIAOYI]


def links(html):
    """(address, number) of every link whose text begins with a number."""
    found = re.findall(r'<a[^>]* href="([^"]+)"[^>]*>\s*(?:还差 )?([\d,]+)', html)
    return [(unescape(address), int(number.replace(",", ""))) for address, number in found]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "trend/",
        "&by=type",
        "&by=industry",
        "&definition=operating",
        "&type=group",
        "&region=141181001",
        "&field=education",
    ],
)
def test_every_figure_is_a_link_to_a_list_of_the_same_length(county, client_of, department, asked):
    client = client_of(department)
    address = f"/{asked}?on={ON}&type=group" if asked == "trend/" else f"/?on={ON}{asked}"
    figures = links(client.get(address).content.decode())
    assert len(figures) >= 8
    for address, number in figures:
        listed = client.get(address)
        assert listed.status_code == 200, address
        assert f"共 {number:,} " in listed.content.decode(), (address, number)


def test_the_four_key_figures_say_numerator_denominator_definition_and_day(county, client_of, department):
    page = client_of(department).get(f"/?on={ON}").content.decode()
    assert page.count('class="tile-n"') == 4
    for words in ("组织覆盖率（全口径）", "工作覆盖率", "活动覆盖率", "应建未建", "K1：", ON, "2019-10-01 到当天"):
        assert words in page


COMPARED = [
    ("2019-12-31", "2019-11-30", "上月末"),
    ("2019-02-28", "2019-01-31", "上月末"),
    ("2019-12-16", "2019-11-16", "上月同日"),
    ("2019-03-30", "2019-02-28", "上月末"),
    ("2020-02-28", "2020-01-28", "上月同日"),
    ("2019-01-01", "2018-12-01", "上月同日"),
]


@pytest.mark.parametrize(("on", "before", "words"), COMPARED)
def test_as_much_of_a_month_is_compared_with_as_much_of_the_one_before(regions, client_of, department, on, before, words):
    assert page.month_before(date.fromisoformat(on)) == date.fromisoformat(before)
    shown = client_of(department).get(f"/?on={on}").content.decode()
    assert f"比{words} " in shown
    assert f"到 {before} 比）" in shown


def test_a_meeting_late_in_the_month_before_counts_only_from_its_day(make, home, client_of, department):
    organization = make.organization(region=home)
    make.meeting(organizations=[organization], held_on=date(2019, 11, 28), branch=make.branch(region=home))
    changes = {}
    for day in ("2019-12-27", "2019-12-28", "2019-12-31"):
        shown = client_of(department).get(f"/?on={day}").content.decode()
        changes[day] = re.search(r"活动覆盖率.*?比上月\S+ (不变|[+-]\d+)", shown, re.DOTALL)[1]
    assert changes == {"2019-12-27": "+1", "2019-12-28": "不变", "2019-12-31": "不变"}


def test_the_operating_definition_changes_the_first_figure_and_says_so(county, client_of, department):
    page = client_of(department).get(f"/?on={ON}&definition=operating").content.decode()
    assert "K2：" in page
    assert "口径：实体运营口径" in page
    assert "登记在册户数" not in re.sub("K2：.*", "", page)


def test_gaps_name_the_subject_who_acts_and_the_term(make, county, client_of, department):
    branch = make.branch(name="逾期党支部", region=county)
    make.term(branch=branch, start="2012-01-01", due="2019-12-01")
    make.post(branch=branch, name="钱进", start="2012-01-01")
    large = make.branch(name="大联合党支部", level=Level.JOINT, region=county)
    for _ in range(6):
        make.coverage(branch=large, mode=Mode.JOINT)
    page = client_of(department).get(f"/?on={ON}").content.decode()
    for words in ("应建未建", "正式党员", "逾期党支部", "逾期 30 天", "钱进", "大联合党支部", "覆盖 6 家", "书记空缺"):
        assert words in page, words


def test_a_township_sees_its_own_area_only(county, client_of, township, elsewhere):
    page = client_of(township).get(f"/?on={ON}").content.decode()
    assert "新义街道" in page
    assert elsewhere.name not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("person", ["officer", "secretary", "outsider"])
def test_everybody_signed_in_gets_a_page(county, client_of, request, person):
    assert client_of(request.getfixturevalue(person)).get("/").status_code == 200


def test_people_without_records_are_told_where_to_go(county, client_of, admin_user, outsider):
    assert client_of(admin_user).get("/").headers["Location"] == "/rights/"
    assert "请向安全管理员申请授权" in client_of(outsider).get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("on=昨天", "不是能识别的日期"),
        ("region=999", "选择一个有效的选项"),
        ("type=x", "选择一个有效的选项"),
        ("by=x", "按区域"),
    ],
)
def test_nonsense_in_the_address_gets_a_sentence_and_a_page(county, client_of, department, asked, words):
    answer = client_of(department).get(f"/?{asked}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_the_trend_has_twelve_months_and_ends_on_the_day(county, client_of, department):
    page = client_of(department).get(f"/trend/?on={ON}").content.decode()
    assert page.count('<th scope="row" class="date">') == 12
    assert "2019-01-31" in page
    assert ON in page


def test_the_workbench_fetches_only_the_middle_of_the_trend(county, client_of, department):
    page = client_of(department).get(f"/trend/?on={ON}", headers={"HX-Request": "true"}).content.decode()
    assert "<svg" in page
    assert "<html" not in page


def test_a_trend_over_nothing_is_still_a_page(regions, client_of, department):
    assert "无数据" in client_of(department).get("/trend/?on=1990-01-01").content.decode()


@pytest.mark.parametrize("address", [f"/?on={ON}", f"/?on={ON}&by=industry", f"/trend/?on={ON}"])
def test_queries_do_not_grow_with_the_data(make, regions, home, client_of, department, same_queries, address):
    client = client_of(department)

    def add_row():
        organization = make.organization(region=home)
        make.headcount(organization=organization, on=date(2019, 6, 30), members_all=4)
        branch = make.branch(region=home, start="2010-01-01")
        make.term(branch=branch, start="2012-01-01", due="2015-01-01")
        make.organization(region=home)

    for _ in range(4):
        add_row()  # past the number of rows that gaps show by name
    same_queries(lambda: client.get(address), add_row)


def test_a_secretary_sees_the_figures_of_the_own_branch(make, county, client_of, secretary, branch, home):
    make.coverage(organization=make.organization(region=home), branch=branch)
    page = client_of(secretary).get("/?by=total").content.decode()
    assert "您的角色不查看业务记录" not in page
    assert ("/organizations/?on=" in page, page.count('class="tile-n"')) == (True, 4)


def test_a_township_without_places_below_is_shown_by_type(county, client_of, township):
    assert "按类型" in client_of(township).get(f"/?on={ON}").content.decode()


def test_an_empty_level_of_its_own_takes_no_line(make, regions, client_of, department, home):
    make.organization(region=home)
    assert "孝义市本级" not in client_of(department).get("/").content.decode()


def test_the_own_latest_imports_are_at_hand(make, county, client_of, department, township):
    make.saved(Upload(by=department, name="名册2026.xlsx", size=1, sha256="0" * 64, register="organizations"))
    assert "名册2026.xlsx" in client_of(department).get("/").content.decode()
    assert "名册2026.xlsx" not in client_of(township).get("/").content.decode()


def test_today_is_the_default(county, client_of, department):
    assert f"{timezone.localdate()} 的两个覆盖" in client_of(department).get("/").content.decode()
