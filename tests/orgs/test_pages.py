"""The register of organizations on screen: who sees what, filters, pages, the dossier as of a day, the form."""

from datetime import date

import pytest

from branches.enums import Mode
from inspections.enums import Conclusion
from orgs.enums import Status
from orgs.models import Organization
from xiaoyi_partybuild.access.models import Change

LIST = "/organizations/"
HTMX = {"HX-Request": "true"}


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def dossier(organization, query=""):
    return f"{LIST}{organization.pk}/{query}"


# The list


def test_everybody_sees_the_organizations_within_reach(
    make, client_of, home, elsewhere, abroad, branch, department, township, secretary, officer
):
    near, far, foreign = (make.organization(name=name, region=region) for name, region in
                          (("近处协会", home), ("远处协会", elsewhere), ("外县协会", abroad)))  # fmt: skip
    make.coverage(organization=far, branch=branch)
    for person, seen in ((department, (near, far)), (township, (near,)), (secretary, (far,)), (officer, (near, far))):
        page = text(client_of(person).get(LIST))
        assert {each for each in (near, far, foreign) if each.name in page} == set(seen), person
        assert f"共 {len(seen)} 户" in page


@pytest.mark.parametrize(
    ("query", "shown", "said"),
    [
        ("", "", "还没有社会组织的记录"),
        ("?q=没有这个名称", "名称、曾用名、代码：没有这个名称", "没有符合条件的社会组织"),
    ],
)
def test_an_empty_list_says_why(client_of, department, query, shown, said):
    page = text(client_of(department).get(LIST + query))
    assert said in page
    assert shown in page


def test_a_person_without_rights_is_told_whom_to_ask(make, client_of, outsider):
    make.organization(name="看不见的协会")
    answer = client_of(outsider).get(LIST)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "请联系安全管理员调整授权" in page
    assert "看不见的协会" not in page


def test_each_filter_in_force_can_be_taken_away_alone(make, client_of, department):
    make.organization(name="绵羊协会")
    page = text(client_of(department).get(f"{LIST}?q=绵羊&type=group&page=1"))
    assert "类型：社会团体" in page
    assert 'href="/organizations/?type=group"' in page
    assert 'href="/organizations/?q=%E7%BB%B5%E7%BE%8A"' in page


def test_further_filters_unfold_when_one_is_in_force(make, client_of, department):
    client = client_of(department)
    assert '<details class="more">' in text(client.get(f"{LIST}?q=协会"))
    assert '<details class="more" open>' in text(client.get(f"{LIST}?type=group"))


@pytest.mark.parametrize(("asked", "got"), [("1", 1), ("2", 2), ("9", 1), ("-1", 1), ("x", 1), ("", 1)])
def test_a_page_that_does_not_exist_means_the_first(make, client_of, department, asked, got):
    for _ in range(51):
        make.organization()
    page = text(client_of(department).get(f"{LIST}?page={asked}"))
    assert f"<title>社会组织（第 {got} 页，共 2 页）" in page
    assert page.count('<th scope="row"') == (50 if got == 1 else 1)


def test_htmx_gets_the_middle_of_the_page_with_its_title(make, client_of, department):
    make.organization(name="绵羊协会")
    client = client_of(department)
    whole, middle = text(client.get(LIST)), client.get(LIST, headers=HTMX)
    assert text(middle).split("</title>")[1].strip() in whole
    assert text(middle).startswith("<title>社会组织")
    assert "<html" not in text(middle)
    assert "HX-Request" in middle.headers["Vary"]
    assert client.get(f"{LIST}?q=&type=group", headers=HTMX).headers["HX-Push-Url"] == f"{LIST}?type=group"
    assert "<html" in text(client.get(LIST, headers=HTMX | {"HX-History-Restore-Request": "true"}))


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"members": 3, "mode": Mode.SOLE}, "组织覆盖"),
        ({"members": 3}, "应建未建"),
        ({"members": 1, "instructor": True}, "工作覆盖"),
        ({"members": 0}, "没有覆盖"),
    ],
)
def test_a_row_says_how_the_organization_is_covered(make, client_of, department, facts, word):
    organization = make.organization()
    make.headcount(organization=organization, members_all=facts["members"])
    if "mode" in facts:
        make.coverage(organization=organization, mode=facts["mode"])
    if "instructor" in facts:
        make.assignment(organization=organization)
    row = text(client_of(department).get(LIST)).split("<tbody>")[1]
    assert f"</svg>{word}</span>" in row


def test_the_list_shows_a_past_day_and_carries_it_on(make, client_of, department):
    organization = make.organization(registered_on="2015-06-01")
    make.coverage(organization=organization, start="2018-01", end="2020-01")
    make.organization(name="后来的协会", registered_on="2021-05-01")
    client = client_of(department)
    then, now = text(client.get(f"{LIST}?on=2019年")), text(client.get(LIST))
    assert "截至 2019-12-31" in then
    assert "共 1 户" in then
    assert "组织覆盖</span>" in then
    assert f'href="{dossier(organization)}?on=2019-12-31"' in then
    assert "共 2 户" in now
    assert "组织覆盖</span>" not in now


def test_a_day_that_cannot_be_read_is_named_and_today_is_shown(make, client_of, department):
    make.organization()
    page = text(client_of(department).get(f"{LIST}?on=去年"))
    assert "“去年”不是能识别的日期" in page
    assert "共 1 户" in page


def test_an_organization_that_left_the_register_is_marked(make, client_of, department):
    make.status(organization=make.organization(), status=Status.DEREGISTERED, start="2020-01-01")
    client = client_of(department)
    assert "共 0 户" in text(client.get(LIST))
    assert "不在册</span>" in text(client.get(f"{LIST}?register=out"))


def test_the_queries_of_the_list_do_not_grow_with_the_rows(make, client_of, department, same_queries):
    client = client_of(department)

    def one_more():
        organization = make.organization()
        make.headcount(organization=organization, members_all=3)
        make.coverage(organization=organization)

    assert same_queries(lambda: client.get(LIST), one_more) <= 8


# The dossier


@pytest.fixture
def story(make, home, branch):
    """An organization with a life: renamed, suspended once, covered jointly and then alone, inspected, graded."""
    organization = make.organization(name="孝义市浙商商会", region=home, registered_on="2010-03-08")
    make.former_name(organization=organization, name="孝义市浙江商会", until="2014-05")
    make.status(organization=organization, status=Status.ABNORMAL, start="2012-01-10", end="2012-06-20")
    joint = make.branch(name="城区联合党支部", region=home)
    make.coverage(organization=organization, branch=joint, mode=Mode.JOINT, start="2014-07", end="2016-07")
    make.coverage(organization=organization, branch=branch, start="2016-07")
    make.assignment(
        organization=organization, instructor=make.instructor(name="王建国", phone="13835801234"), start="2013-01-01"
    )
    make.inspection(organization=organization, year=2018, conclusion=Conclusion.BASIC)
    make.grading(organization=organization, start="2018-12-01")
    make.headcount(organization=organization, on=date(2018, 12, 31), members_all=9, staff=1234)
    return organization


def test_the_dossier_tells_one_life_on_one_line(story, client_of, department):
    page = text(client_of(department).get(dossier(story, "?on=2019-12-31")))
    line = page.split('<ol class="timeline">')[1].split("</ol>")[0]
    told = ["成立登记", "活动异常名录", "“活动异常名录”解除", "派驻党建指导员王建国", "更名，原名“孝义市浙江商会”",
            "联合组建：城区联合党支部", "不再由城区联合党支部覆盖", "单独组建：绵羊协会党支部", "等级评估：3A",
            "年度检查：基本合格"]  # fmt: skip
    places = [line.index(words) for words in told]
    assert places == sorted(places)
    for shown in ("1,234", "2014年7月", "基本合格</span>", "组织覆盖</span>", "138****1234"):
        assert shown in page


def test_the_dossier_of_an_earlier_day_knows_nothing_later(story, client_of, department):
    page = text(client_of(department).get(dossier(story, "?on=2015-01-01")))
    assert "城区联合党支部" in page
    for later in ("绵羊协会党支部", "年度检查：", "1,234", "等级评估：3A"):
        assert later not in page


def test_meetings_of_the_last_year_are_counted_by_type_and_folded(make, story, branch, client_of, department):
    for number in range(10):
        make.meeting(branch=branch, organizations=[story], held_on=date(2019, 1 + number, 5), topic=f"第{number}次学习")
    make.meeting(branch=branch, organizations=[story], held_on=date(2018, 12, 31), topic="一年以前")
    make.meeting(branch=branch, held_on=date(2019, 12, 1), topic="没有参加")
    page = text(client_of(department).get(dossier(story, "?on=2019-12-31")))
    assert "共 10 次：党员大会 10。" in page
    assert "其余 2 次" in page
    assert "一年以前" not in page
    assert "没有参加" not in page


def test_the_reviewer_sees_masked_phones(story, client_of, officer):
    page = text(client_of(officer).get(dossier(story)))
    assert "138****1234" in page
    assert "13835801234" not in page


def test_a_party_organization_out_of_reach_is_named_without_a_link(make, story, abroad, client_of, township):
    beyond = make.branch(name="外县党支部", region=abroad)
    make.coverage(organization=story, branch=beyond, start="2019-01")
    page = text(client_of(township).get(dossier(story)))
    assert "外县党支部" in page
    assert f"/branches/{beyond.pk}/" not in page


def test_a_dossier_out_of_reach_does_not_exist(make, elsewhere, client_of, township):
    organization = make.organization(region=elsewhere)
    for address in (dossier(organization), dossier(organization, "?tab=history"), dossier(organization, "edit/")):
        assert client_of(township).get(address).status_code == 404


def test_the_queries_of_a_dossier_do_not_grow_with_its_rows(make, story, branch, client_of, department, same_queries):
    client = client_of(department)

    def one_more():
        make.meeting(branch=make.branch(), organizations=[story], held_on=date(2019, 11, 5))
        make.coverage(organization=story)
        make.assignment(organization=story, instructor=make.instructor())
        make.grading(organization=story)

    assert same_queries(lambda: client.get(dossier(story, "?on=2019-12-31")), one_more) <= 25


# The form


def facts(organization, **changed):
    given = {
        "name": organization.name,
        "credit_code": organization.credit_code,
        "type": organization.type,
        "region": organization.region_id,
        "registered_on": organization.registered_on,
    }
    return given | changed


def test_a_change_is_saved_with_its_reason_and_told_in_the_history(story, client_of, department):
    client = client_of(department)
    answer = client.post(dossier(story, "edit/"), facts(story, name="孝义市浙江总商会", reason="换发证书"), follow=True)
    page = text(answer)
    assert answer.redirect_chain == [(dossier(story), 302)]
    assert "已保存“孝义市浙江总商会”的修改。" in page
    history = text(client.get(dossier(story, "?tab=history")))
    for shown in ("李文更新", "原因：换发证书", "孝义市浙商商会", "孝义市浙江总商会"):
        assert shown in history


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "社会组织名称：没有填写，请补上"),
        ({"credit_code": "5114118100000000"}, "现在是 16 位"),
        ({"credit_code": "511411810000000010"}, "前 17 位对应的应是"),
        ({"registered_on": "2019-02-30"}, "“2019-02-30”不是有效的日期"),
        ({"region": "999999"}, "所属区域："),
    ],
)
def test_a_wrong_form_comes_back_with_its_errors(story, client_of, department, changed, said):
    before = Change.objects.count()
    answer = client_of(department).post(dossier(story, "edit/"), facts(story, **changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page.split("errsum")[1].split("</ul>")[0]
    assert "<title>错误：" in page
    assert Change.objects.count() == before


def test_two_organizations_never_share_a_code(make, story, client_of, department):
    other = make.organization()
    answer = client_of(department).post(dossier(story, "edit/"), facts(story, credit_code=other.credit_code))
    assert "这个统一社会信用代码已登记在另一个社会组织名下" in answer.content.decode()


def test_the_form_offers_only_regions_within_reach(story, elsewhere, client_of, township):
    client = client_of(township)
    assert elsewhere.name not in text(client.get(dossier(story, "edit/"))).split('<form class="panel"')[1]
    assert client.post(dossier(story, "edit/"), facts(story, region=elsewhere.pk)).status_code == 422
    assert Organization.objects.get(pk=story.pk).region == story.region


def test_who_may_not_edit_is_not_offered_the_form(story, client_of, department, officer):
    assert "修改资料" in text(client_of(department).get(dossier(story)))
    assert "修改资料" not in text(client_of(officer).get(dossier(story)))
    assert client_of(officer).get(dossier(story, "edit/")).status_code == 403
