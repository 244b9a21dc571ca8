"""Party organizations on screen: list, page, who sees the members, what is shown beside the rates."""

from datetime import date

import pytest

from branches.enums import Level, MemberCategory, MemberStatus, Mode, PostTitle

LIST = "/branches/"
ON = "?on=2019-12-31"


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(branch, query=ON):
    return f"{LIST}{branch.pk}/{query}"


def test_everybody_sees_the_party_organizations_within_reach(
    make, client_of, branch, elsewhere, abroad, department, township, secretary, officer
):
    far, foreign = make.branch(name="远处党支部", region=elsewhere), make.branch(name="外县党支部", region=abroad)
    for person, seen in ((department, {branch, far}), (township, {branch}), (secretary, {branch}), (officer, {branch, far})):
        page = text(client_of(person).get(LIST))
        assert {each for each in (branch, far, foreign) if each.name in page} == seen, person
        assert f"共 {len(seen)} 个" in page


def in_order(make, branch):
    make.post(branch=branch)
    make.term(branch=branch, due="2021-07-01")


def without_secretary(make, branch):
    make.coverage(branch=branch, organization=make.organization(region=branch.region))
    make.term(branch=branch, due="2021-07-01")


def overdue(make, branch):
    make.post(branch=branch)
    make.term(branch=branch, start="2016-07-01", due="2019-07-01")


def ending(make, branch):
    make.post(branch=branch)
    make.term(branch=branch, start="2017-03-01", due="2020-03-01")


@pytest.mark.parametrize(
    ("given", "words"),
    [(in_order, ["正常"]), (without_secretary, ["书记空缺"]), (overdue, ["换届逾期"]), (ending, ["临近换届"])],
)
def test_a_row_says_what_needs_doing(make, branch, client_of, department, given, words):
    given(make, branch)
    row = text(client_of(department).get(LIST + ON)).split("<tbody>")[1]
    assert [word for word in ("正常", "书记空缺", "换届逾期", "临近换届", "联合超限") if f"{word}</span>" in row] == words


def test_a_joint_branch_over_its_limit_is_marked(make, branch, home, client_of, department):
    joint = make.branch(name="大联合党支部", level=Level.JOINT, region=home)
    in_order(make, joint)
    for _ in range(6):
        make.coverage(branch=joint, mode=Mode.JOINT)
    row = text(client_of(department).get(f"{LIST}{ON}&q=大联合")).split("<tbody>")[1]
    assert "联合超限</span>" in row
    assert "正常</span>" not in row


def test_the_queries_of_the_list_do_not_grow_with_the_rows(make, client_of, department, same_queries):
    client = client_of(department)
    superior = make.branch(level=Level.COMMITTEE)

    def one_more():
        branch = make.branch(superior=superior)
        in_order(make, branch)
        make.coverage(branch=branch)

    assert same_queries(lambda: client.get(LIST + ON), one_more) <= 9


@pytest.mark.parametrize(
    ("start", "due", "extended", "said"),
    [
        ("2016-07-01", "2019-12-10", None, "已逾期 21 天"),
        ("2016-07-01", "2019-12-10", "2020-01-10", "还有 10 天"),
        ("2018-07-01", "2021-07", None, "还有 578 天"),
    ],
)
def test_the_term_is_counted_in_days(make, branch, client_of, department, start, due, extended, said):
    make.term(branch=branch, start=start, due=due, extended_until=extended)
    assert said in text(client_of(department).get(page_of(branch)))


def test_a_branch_without_a_term_says_so(branch, client_of, department):
    assert "还没有登记届次" in text(client_of(department).get(page_of(branch)))


def test_the_page_shows_whom_the_branch_covers_and_serves(make, branch, client_of, department):
    make.coverage(branch=branch, organization=make.organization(name="浙商商会"), mode=Mode.SOLE, start="2016-07")
    make.coverage(branch=branch, organization=make.organization(name="走了的协会"), start="2016-07", end="2018-01")
    for number in range(55):
        make.served_unit(branch=branch, name=f"第{number}商行")
    page = text(client_of(department).get(page_of(branch)))
    assert "现有 1 户" in page
    assert "浙商商会" in page
    assert "走了的协会" in page.split('class="past"')[1]
    assert "服务的其他单位（55 家）" in page
    assert "不计入覆盖率" in page


def test_posts_name_the_people_of_the_day(make, branch, client_of, department, officer):
    make.post(branch=branch, name="任桂花", title=PostTitle.SECRETARY, start="2018-07", phone="13935800001")
    make.post(branch=branch, name="后来人", title=PostTitle.SECRETARY, start="2021-07")
    page = text(client_of(department).get(page_of(branch)))
    assert "任桂花" in page
    assert "后来人" not in page
    for seen in (page, text(client_of(officer).get(page_of(branch)))):
        assert "139****0001" in seen
        assert "13935800001" not in seen


@pytest.fixture
def roster(make, branch):
    make.member(home_branch=branch, name="张海生", id_number="14118119700101001X", phone="13812345678")
    make.member(home_branch=branch, name="李桂兰", category=MemberCategory.PROBATIONARY)
    make.member(home_branch=branch, name="转走的人", status=MemberStatus.TRANSFERRED, left_on="2018-05-01")
    make.member(home_branch=branch, name="将要走的人", status=MemberStatus.TRANSFERRED, left_on="2020-05-01")
    make.member(name="别处的人")


def test_the_members_of_the_day_are_listed_with_masked_numbers(roster, branch, client_of, secretary):
    page = text(client_of(secretary).get(page_of(branch)))
    assert "党员（3 名，其中正式党员 2 名）" in page
    for shown in ("张海生", "李桂兰", "将要走的人", "1411**********001X", "138****5678"):
        assert shown in page
    for hidden in ("转走的人", "别处的人", "14118119700101001X", "13812345678"):
        assert hidden not in page


def test_who_may_not_see_personal_data_sees_no_members(roster, branch, client_of, officer):
    page = text(client_of(officer).get(page_of(branch)))
    assert "张海生" not in page
    assert "党员（" not in page


def test_superior_and_further_manager_are_links_within_reach(make, home, abroad, client_of, township):
    above, beside = make.branch(name="街道党工委", region=home), make.branch(name="外县畜牧党总支", region=abroad)
    branch = make.branch(region=home, superior=above, further_manager=beside)
    page = text(client_of(township).get(page_of(branch)))
    assert f'href="/branches/{above.pk}/?on=2019-12-31"' in page
    assert "外县畜牧党总支" in page
    assert f"/branches/{beside.pk}/" not in page
    assert branch.name in text(client_of(township).get(page_of(above))).split("下级党组织（1 个）")[1]


def test_a_branch_out_of_reach_does_not_exist(make, elsewhere, client_of, township):
    branch = make.branch(region=elsewhere)
    assert client_of(township).get(page_of(branch)).status_code == 404


def test_the_queries_of_a_page_do_not_grow_with_its_rows(make, branch, client_of, department, same_queries):
    client = client_of(department)

    def one_more():
        make.meeting(branch=branch, held_on=date(2019, 11, 5))
        make.coverage(branch=branch)
        make.member(home_branch=branch)
        make.post(branch=branch)
        make.served_unit(branch=branch)
        make.branch(superior=branch)

    assert same_queries(lambda: client.get(page_of(branch)), one_more) <= 25
