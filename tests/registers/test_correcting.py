"""列对应: how a file was recognized is shown with its reasons and corrected on one page; corrections are remembered."""

import re
from datetime import date

import pytest
from django.urls import reverse

from orgs.models import Organization
from tests import factories
from tests.registers import books
from tests.registers.test_memory import confirm
from tests.registers.test_plan import HEADER, row
from tests.registers.wizard import bring, page, societies, text
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.registers import apply, store
from xiaoyi_partybuild.registers.models import Confirmation, Upload

NAME, REMARK = "organization.name", "organization.remark"
WHO = ["谁", *HEADER[1:]]
PLACE = {"register": "test-societies", "sheet": "名册"}
REMEMBERED = reverse("registers:remembered")


@pytest.fixture(autouse=True)
def room(uploads, registers, settings):
    """Work that goes to the worker is done on the spot."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def desk(client_of, department):
    return client_of(department)


@pytest.fixture
def colleague(client_of, regions):
    person = factories.user(Role.DEPARTMENT, region=regions[factories.XIAOYI], username="second", name="钱甲")
    return client_of(person)


def say(client, **fields):
    return client.post(page("columns"), PLACE | fields, follow=True)


def unclear():
    return societies(row(), row("乙协会", 2), header=WHO)


def field_of(html, letter):
    """The options of a column's field: [(value, words)], [] for a column without one."""
    found = re.search(rf'<select name="column_{letter}".*?</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', found[0]) if found else []


# --- the page


def test_what_is_unsure_comes_first_with_its_field_and_the_rest_can_be_opened(desk):
    html = bring(desk, books.xlsx([["名称", *HEADER], ["简", *row()]])).content.decode()
    assert "请您看一看的列（2）" in html
    assert field_of(html, "A")[:2] == [("?", "请选择"), ("", "不导入")]
    assert field_of(html, "C") == []
    assert 'name="open" value="C"' in html
    assert html.index("column-A") < html.index("column-C")


def test_a_field_offers_the_columns_by_part_options_included_and_marks_those_in_use(desk):
    bring(desk, societies(row()))
    html = desk.get(page("columns"), {"change": "D"}).content.decode()
    assert '<optgroup label="社会组织">' in html
    options = dict(field_of(html, "D"))
    assert options[NAME] == "社会组织名称（已用 A 列）"
    assert options["organization.legal_representative"] == "法定代表人"
    assert options["organization.is_priority=True"] == "重点单位：是（打勾列）"


def test_opening_one_more_column_keeps_what_was_filled_in_and_judges_nothing(desk):
    bring(desk, books.xlsx([["名称", *HEADER], ["简", *row()]]))
    filled = PLACE | {"open": "E", "column_A": "?", "column_B": NAME, "as_of": "去年", "header_shown": "1"}
    response = desk.post(page("columns"), filled)
    html = response.content.decode()
    assert response.status_code == 200
    assert "还没有选" not in html
    assert f'<option value="{NAME}" selected>' in html
    assert 'value="去年"' in html
    assert re.search(r'<select name="column_E"[^>]* autofocus', html)
    assert 'name="header" value="1" checked' not in html
    assert not Upload.objects.get().choices


def test_each_column_says_how_sure_it_is_and_why(desk):
    bring(desk, societies(row()))
    shown = text(desk.get(page("columns")))
    assert "已对上的列（6）" in shown
    assert "A 社会组织名称 甲协会 社会组织名称 表头一致 确定" in shown


def test_personal_particulars_are_named_and_never_shown(desk):
    header = [*HEADER, "联系电话", "身份证号", "民族"]
    bring(desk, books.xlsx([header, [*row(), "13812345678", "14232219600101001X", "汉族"]]))
    html = desk.get(page("columns")).content.decode()
    assert html.count("个人信息，这张登记表用不到，没有读取") == 3
    for secret in ("13812345678", "14232219600101001X", "汉族"):
        assert secret not in html


def test_the_first_rows_are_shown_with_what_they_were_taken_for(desk):
    bring(desk, societies(row()))
    shown = text(desk.get(page("columns")))
    assert "第 1 行 标题 名册（截至2019年12月31日）" in shown
    assert f"第 2 行 表头 {HEADER[0]}" in shown
    assert "第 4 行 合计行" in shown


def test_a_header_far_below_is_shown_with_the_rows_around_it(desk):
    below = [
        ["社会组织名称", "党组织名称", "党组织成立时间"],
        ["甲协会", "甲支部", "2019年3月"],
        ["乙协会", "乙支部", "2019年4月"],
    ]
    bring(desk, books.xlsx([HEADER, *(row(f"第{n}协会", n) for n in range(40)), [], *below]))
    say(desk, header_shown="1", header=[])
    upload = Upload.objects.get()
    upload.choices = {"header": [43, 43]}
    writing.keep_state(upload, "choices")
    apply.check(upload, by=upload.by, on=date(2026, 11, 22))
    numbers = [one["number"] for one in store.Review(upload)["preview"]["rows"]]
    assert numbers == [*range(1, 13), 41, 43, 44, 45]


def test_sixty_columns_stay_light(desk, queries_of):
    def size(width):
        header = [*HEADER, *(f"第{n}列" for n in range(width))]
        bring(desk, books.xlsx([header, [*row(), *range(width)]]))
        address = page("columns")
        return queries_of(lambda: desk.get(address)), len(desk.get(address).content)

    (few, _), (many, weight) = size(4), size(54)
    assert few == many
    assert weight < 120_000


# --- decisions


def test_an_undecided_column_is_asked_again(desk):
    bring(desk, books.xlsx([["名称", *HEADER], ["简", *row()]]))
    response = say(desk, column_A="?", column_B="?")
    assert response.status_code == 422
    assert "还没有选；不要这一列就选“不导入”" in text(response)


def test_of_several_columns_for_one_thing_choosing_one_is_enough_also_the_next_time(desk):
    data = books.xlsx([["名称", *HEADER], ["简", *row()]])
    bring(desk, data)
    assert "导入 1 行" in text(say(desk, column_A="?", column_B=NAME))
    assert Upload.objects.get().choices["columns"] == {"A": "", "B": NAME}
    assert bring(desk, data, name="下一份.xlsx").redirect_chain[-1][0] == page("review")


def test_two_columns_cannot_be_the_same(desk):
    bring(desk, books.xlsx([["名称", *HEADER], ["简", *row()]]))
    response = say(desk, column_A=NAME, column_B=NAME)
    assert response.status_code == 422
    assert "A 列也选了这一项，一项只能选一列" in text(response)
    assert not Confirmation.objects.exists()


def test_the_header_is_chosen_among_the_first_rows(desk):
    data = books.xlsx([["单位名称", "负责人"], ["单位名称", "法定代表人"], ["甲协会", "张三"], ["乙协会", "李四"]])
    bring(desk, data, register="test-societies")
    say(desk, header_shown="1", header=["2"])
    upload = Upload.objects.get()
    assert upload.choices["header"] == [2, 2]
    assert "表头第 2 行" in text(desk.get(page("columns")))


def test_a_table_may_have_no_header(desk):
    bring(desk, societies(row()))
    say(desk, header_shown="1")
    assert Upload.objects.get().choices["header"] == []


def test_header_rows_must_be_together(desk):
    bring(desk, societies(row()))
    response = say(desk, header_shown="1", header=["1", "3"])
    assert response.status_code == 422
    assert "表头要是连着的几行" in text(response)


def test_the_region_can_be_narrowed(desk):
    bring(desk, societies(row()))
    say(desk, left="A", right="E")
    assert Upload.objects.get().choices["region"] == ["A", "E"]
    assert "A—E 列" in text(desk.get(page("columns")))
    assert "这一列在开头的列前面" in text(say(desk, left="E", right="A"))


def test_what_was_recognized_right_is_no_decision(desk):
    bring(desk, societies(row()))
    say(desk, header_shown="1", header=["2"], left="A", right="F", column_D="organization.legal_representative")
    choices = Upload.objects.get().choices
    assert not [name for name in ("header", "region", "columns", "group") if choices.get(name)]
    assert not Confirmation.objects.exists()


def test_another_sheet_starts_without_the_decisions_about_the_first(desk):
    bring(desk, books.xlsx([HEADER, row()], before=[("另册", [HEADER, row("丙协会", 3), row("丁协会", 4)])]))
    first = Upload.objects.get()
    other = "另册" if '"名册"' in text(desk.get(page("columns"))) else "名册"
    desk.post(page("columns"), PLACE | {"sheet": other, "column_D": ""})
    second = Upload.objects.get(pk=first.pk)
    assert (second.choices["sheet"], second.choices.get("columns", {})) == (other, {})


def test_a_sheet_that_was_passed_over_is_taken_with_one_click(desk):
    bring(desk, books.xlsx([HEADER, row()], before=[("空", []), ("藏", [HEADER, row("丙协会", 3)])], hidden=["藏"]))
    html = desk.get(page("columns")).content.decode()
    assert "跳过工作表“空”：空表" in html
    hidden = re.search(r'跳过工作表“藏”[^<]*<button[^>]*name="use" value="(\d+)"', html)[1]
    response = desk.post(page("columns"), PLACE | {"use": hidden, "column_A": "?"}, follow=True)
    assert response.redirect_chain[-1][0] == page("review")
    assert "丙协会" in text(response)
    assert Upload.objects.get().choices["sheet"] == "藏"


def test_a_table_that_is_not_offered_is_not_taken(desk):
    bring(desk, societies(row()))
    for place in ("7", "-1", "x"):
        desk.post(page("columns"), PLACE | {"use": place})
    assert not Upload.objects.get().choices.get("sheet")


def test_a_table_beside_it_is_taken_with_one_click(desk):
    left, right = [HEADER, row(), row("乙协会", 2)], [HEADER, row("丙协会", 3), row("丁协会", 4)]
    bring(desk, books.xlsx([[*one, None, *other] for one, other in zip(left, right, strict=True)]))
    shown = text(desk.post(page("columns"), PLACE | {"use": "0"}, follow=True))
    assert "丙协会" in shown
    assert Upload.objects.get().choices["region"] == ["H", "M"]


def grouped(*labels):
    header = ["单位名称", "统一社会信用代码", "类型", "负责人", "属地"]
    lines = []
    for number, label in enumerate(labels):
        name, code, kind, *_ = row(f"第{number}协会", number + 1)
        lines += [[label], [name, code, kind, "张三", None]]
    return books.xlsx([header, *lines])


def test_group_rows_tell_by_their_texts_what_they_speak_about(desk, home):
    bring(desk, grouped("新义街道（1家）", "新义街道（1家）"))
    html = desk.get(page("columns")).content.decode()
    assert re.search(r'<option value="organization.region" selected>', html)
    desk.post(page("commit"))
    assert {one.region_id for one in Organization.objects.all()} == {home.pk}


def test_what_group_rows_mean_is_corrected_and_remembered(desk):
    data = grouped("一、民政局（1家）", "二、教育局（1家）")
    bring(desk, data)
    assert say(desk, group=REMARK).status_code == 200
    assert Upload.objects.get().choices["group"] == REMARK
    bring(desk, data, name="再来.xlsx")
    assert re.search(rf'<option value="{REMARK}" selected>', desk.get(page("columns")).content.decode())
    assert "民政局、教育局" in text(desk.get(REMEMBERED))


# --- remembered


def test_a_correction_is_asked_once_and_the_next_file_goes_straight_through(desk):
    bring(desk, unclear(), register="test-societies")
    say(desk, column_A=NAME)
    assert "导入 2 行" in text(desk.get(page("review")))
    moved = [[*reversed(WHO)], [*reversed(row("丙协会", 3))]]
    response = bring(desk, books.xlsx(moved), register="test-societies", name="下一份.xlsx")
    assert response.redirect_chain[-1][0] == page("review")
    assert "这样确认过" in text(desk.get(page("columns")))


def test_a_colleague_is_asked_to_look_at_it(desk, colleague):
    bring(desk, unclear(), register="test-societies")
    say(desk, column_A=NAME)
    response = bring(colleague, unclear(), register="test-societies", name="同事的.xlsx")
    assert response.redirect_chain[-1][0] == page("columns")
    assert re.search(r"李文 [\d-]+ 这样确认过，请核对", text(response))
    say(colleague, column_A=NAME)
    assert Confirmation.objects.filter(key="谁", revoked_at=None).count() == 2


def test_what_is_remembered_is_listed_and_can_be_revoked(desk, department):
    bring(desk, unclear(), register="test-societies")
    say(desk, column_A=NAME)
    shown = text(desk.get(REMEMBERED))
    assert "谁 列 社会组织名称 测试名册 李文" in shown
    one = Confirmation.objects.get()
    shown = text(desk.post(reverse("registers:forget", args=[one.pk]), follow=True))
    assert "已撤销记忆“谁”" in shown
    assert "谁 列" not in shown
    assert desk.post(reverse("registers:forget", args=[one.pk])).status_code == 302
    past = text(desk.get(REMEMBERED, {"show": "revoked"}))
    assert re.search(r"谁 列 社会组织名称 测试名册 李文 [\d: -]+ 李文 [\d: -]+ 撤销", past)


def test_the_list_is_for_those_who_may_import(client_of, officer, outsider, desk, township):
    bring(desk, unclear(), register="test-societies")
    say(desk, column_A=NAME)
    one = reverse("registers:forget", args=[Confirmation.objects.get().pk])
    for person in (officer, outsider):
        assert client_of(person).get(REMEMBERED).status_code == 403
        assert client_of(person).post(one).status_code == 403
    assert "撤销记忆" not in client_of(township).get(REMEMBERED).content.decode()
    assert client_of(township).post(one).status_code == 403
    assert Confirmation.objects.get().revoked_at is None


def test_the_list_asks_equally_often_however_much_is_remembered(desk, department, same_queries):
    numbers = iter(range(100))

    same_queries(lambda: desk.get(REMEMBERED), lambda: confirm(department, f"第{next(numbers)}列", NAME))


def test_the_own_imports_lead_to_what_is_remembered(desk):
    assert REMEMBERED in desk.get(reverse("registers:mine")).content.decode()


# --- words

TYPE = "organization.type"


def decide(client, name, **fields):
    return client.post(page(name), fields, follow=True)


def test_a_word_that_was_explained_is_read_by_itself_the_next_time(desk):
    bring(desk, societies(row(kind="协会类")))
    decide(desk, "answer", target=TYPE, word="协会类", label="社会团体")
    response = bring(desk, societies(row("乙协会", 2, kind="协会类")), name="下一份.xlsx")
    assert "导入 1 行" in text(response)
    assert "协会类 词 社会组织类型：社会团体" in text(desk.get(REMEMBERED))


def test_a_word_taken_back_is_forgotten(desk):
    bring(desk, societies(row(kind="协会类")))
    decide(desk, "answer", target=TYPE, word="协会类", label="社会团体")
    decide(desk, "take_back", target=TYPE, word="协会类")
    assert Confirmation.objects.get().revoked_at
    assert Upload.objects.get().counts["reject"] == 1


def test_only_words_of_lists_are_remembered_not_names(desk):
    bring(desk, societies(row("甲协会…"), row("甲协会…", 2)))
    decide(desk, "fix", cell="A3", text="甲协会", everywhere=1)
    assert not Confirmation.objects.exists()
