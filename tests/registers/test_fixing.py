"""What is wrong is put right on the review page: per cell, for all that are wrong alike, per word; and taken back."""

import pytest

from orgs.models import Organization
from tests.registers import books
from tests.registers.test_plan import row
from tests.registers.wizard import bring, page, societies, text
from xiaoyi_partybuild.registers import fixing, steps, store
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.models import Source, Upload

TYPE = "organization.type"


def post(client, name, **data):
    return client.post(page(name), data, follow=True)


def chosen():
    return Choices.of(Upload.objects.get().choices)


def test_each_wrong_cell_offers_the_proposal_and_a_field(desk):
    bring(desk, societies(row(kind="社会"), row("乙协会", 2)))
    html = desk.get(page("review")).content.decode()
    assert "采用“社会团体”" in html
    assert 'aria-label="C3 改为"' in html
    assert "同样的还有" not in html


def test_one_click_takes_a_proposal_and_the_row_goes_in(desk):
    bring(desk, societies(row(kind="社会")))
    shown = text(post(desk, "fix", cell="C3", adopt=1))
    assert chosen().cells == {"C3": "社会团体"}
    for words in ("您改过的：1 处", "C3 社会组织类型：“社会” → “社会团体”", "导入 1 行"):
        assert words in shown
    assert "社会组织类型：社会团体 C3（导入时改过）" in text(desk.post(page("commit"), follow=True))
    assert Organization.objects.get().get_type_display() == "社会团体"
    assert Source.objects.get(model="orgs.organization").fixed == ["type"]


def test_any_text_can_be_put_into_a_cell_also_one_that_is_wrong_again(desk):
    bring(desk, societies(row(kind="政府")))
    assert "“企业”不在可选内容里" in text(post(desk, "fix", cell="C3", text="企业"))
    assert "导入 1 行" in text(post(desk, "fix", cell="C3", text=" 社会团体 "))
    assert chosen().cells == {"C3": "社会团体"}


def test_a_missing_value_is_filled_in_where_it_belongs(desk):
    bring(desk, societies(row(kind=None), row("乙协会", 2, kind=None)))
    assert "同样的还有 1 格" in text(desk.get(page("review")))
    assert "导入 2 行" in text(post(desk, "fix", cell="C3", text="社会团体", everywhere=1))
    assert chosen().cells == {"C3": "社会团体", "C4": "社会团体"}


def test_the_same_word_is_put_right_wherever_it_stands(desk):
    bring(desk, societies(*(row(f"第{n}协会", n, kind="社会") for n in range(7))))
    assert "同样的还有 6 格" in text(desk.get(page("review")))
    shown = text(post(desk, "fix", cell="C5", adopt=1, everywhere=1))
    assert chosen().values == {TYPE: {"社会": "社会团体"}}
    assert chosen().cells == {}
    assert "社会组织类型“社会”（7 格）→ “社会团体”" in shown
    assert "导入 7 行" in shown


def test_what_is_wrong_alike_only_in_some_cells_of_a_word_is_put_right_cell_by_cell(desk):
    rows = [row(), row(number=2), row("乙协会", 3)]
    bring(desk, societies(*([*one[:3], "甲协会", *one[4:]] for one in rows)))
    assert "同样的还有 1 格" in text(desk.get(page("review")))
    post(desk, "fix", cell="D3", text="张三", everywhere=1)
    assert (chosen().values, chosen().cells) == ({}, {"D3": "张三", "D4": "张三"})


QUESTION = "请您定一下：1 个词不在可选内容里"


def test_an_unknown_word_is_asked_about_once(desk):
    bring(desk, societies(*(row(f"第{n}协会", n, kind="政府") for n in range(3))))
    shown = text(desk.get(page("review")))
    assert QUESTION in shown
    assert "社会组织类型“政府” （C3 等 3 格）" in shown
    shown = text(post(desk, "answer", target=TYPE, word="政府", label="社会团体"))
    assert chosen().values == {TYPE: {"政府": "社会团体"}}
    assert "导入 3 行" in shown
    assert QUESTION not in shown


def test_an_asked_word_can_be_left_out_or_left_open(desk):
    bring(desk, societies(row(kind="政府")))
    post(desk, "answer", target=TYPE, word="政府", label="")
    assert chosen().values == {}
    assert "缺少“社会组织类型”" in text(post(desk, "answer", target=TYPE, word="政府", label=fixing.LEAVE_OUT))
    assert chosen().values == {TYPE: {"政府": ""}}


@pytest.mark.parametrize("answer", [("nonsense", "政府", "社会团体"), (TYPE, "别的", "社会团体"), (TYPE, "政府", "别的")])
def test_only_asked_words_take_offered_answers(desk, answer):
    bring(desk, societies(row(kind="政府")))
    post(desk, "answer", **dict(zip(("target", "word", "label"), answer, strict=True)))
    assert chosen().values == {}


def test_corrections_are_taken_back_one_by_one(desk):
    bring(desk, societies(row(kind="社会"), row("乙协会", 2, kind="政府"), row("丙协会", 3, kind="政府")))
    post(desk, "fix", cell="C3", adopt=1)
    post(desk, "fix", cell="C4", text="社会团体", everywhere=1)
    assert (chosen().cells, chosen().values) == ({"C3": "社会团体"}, {TYPE: {"政府": "社会团体"}})
    post(desk, "take_back", place="C3")
    assert (chosen().cells, chosen().values) == ({}, {TYPE: {"政府": "社会团体"}})
    post(desk, "take_back", target=TYPE, word="政府")
    assert (chosen().cells, chosen().values) == ({}, {})


def test_corrections_stay_when_left_and_found_again(desk, client_of, department):
    bring(desk, societies(row(kind="社会")))
    post(desk, "fix", cell="C3", adopt=1)
    assert "您改过的：1 处" in text(client_of(department).get(page("review")))


NOWHERE = ["", "C99", "Z3", "C3'", "A" * 400, "C0", "C3 "]


@pytest.mark.parametrize("cell", NOWHERE)
def test_a_cell_nothing_is_wrong_with_is_not_touched(desk, cell):
    bring(desk, societies(row(kind="政府")))
    shown = text(post(desk, "fix", cell=cell, text="社会团体"))
    assert "请看最新的结果" in shown
    assert chosen().cells == {}


def test_without_a_proposal_there_is_nothing_to_adopt(desk):
    bring(desk, societies(row(kind="政府")))
    assert "没有现成的建议" in text(post(desk, "fix", cell="C3", adopt=1))


def test_a_second_click_plans_nothing_again(desk, monkeypatch):
    bring(desk, societies(row(kind="社会"), row("乙协会", 2, kind="社会")))
    post(desk, "fix", cell="C3", adopt=1)
    planned = []
    monkeypatch.setattr(steps.tasks, "start", lambda *arguments, **options: planned.append(arguments))
    before = chosen()
    post(desk, "fix", cell="C3", adopt=1)
    post(desk, "policy", policy="update")
    post(desk, "take_back", place="C99")
    assert (planned, chosen()) == ([], before)


def test_too_many_cells_are_sent_to_the_workbook(desk, monkeypatch):
    monkeypatch.setattr(fixing, "MOST_CELLS", 1)
    bring(desk, societies(row(kind=None), row("乙协会", 2, kind=None)))
    assert "最多改 1 格" in text(post(desk, "fix", cell="C3", text="社会团体", everywhere=1))
    assert chosen().cells == {}


def test_nothing_is_corrected_once_the_import_has_begun(desk):
    bring(desk, societies(row(kind="社会"), row("乙协会", 2)))
    desk.post(page("commit"))
    response = post(desk, "fix", cell="C3", adopt=1)
    assert response.redirect_chain[-1][0] == page("done")
    assert chosen().cells == {}


def test_nothing_is_corrected_where_no_plan_could_be_made(desk):
    bring(desk, books.xlsx([["谁", "社会组织类型", "所属区域"], ["甲协会", "社会团体", "新义街道"]]))
    assert "里没有“社会组织名称”" in text(post(desk, "fix", cell="B2", text="基金会"))
    assert chosen().cells == {}


def test_large_files_are_planned_again_by_the_worker(desk, large):
    bring(desk, societies(row(kind="社会")))
    assert "导入 1 行" in text(post(desk, "fix", cell="C3", adopt=1))


def test_a_browser_that_swaps_parts_is_sent_to_the_progress_as_a_whole(desk, idle, monkeypatch):
    monkeypatch.setattr(steps.tasks, "AT_ONCE", 10**6)
    bring(desk, societies(row(kind="社会")))
    monkeypatch.setattr(steps.tasks, "AT_ONCE", 0)
    response = desk.post(page("fix"), {"cell": "C3", "adopt": 1}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == page("progress")


def test_a_correction_leads_back_to_the_rows_with_the_next_one_in_focus(desk):
    bring(desk, societies(*(row(f"第{n}协会", n, kind="政府") for n in range(3))))
    response = desk.post(page("fix"), {"cell": "C4", "text": "社会团体", "show": "reject", "page": "1"})
    assert response.url == page("review") + "?show=reject&page=1&after=4#rows"
    assert desk.get(response.url).context["next_row"] == 5


def test_the_policy_decides_about_known_rows_and_plans_again(desk, make, home):
    make.organization(name="甲协会", credit_code=row()[1], region=home, legal_representative="李四")
    bring(desk, societies(row(), row("乙协会", 2)))
    assert "导入 2 行" in text(desk.get(page("review")))
    shown = text(post(desk, "policy", policy="create"))
    assert "导入 1 行" in shown
    assert "规则：只新增，名册里有的不动" in shown
    assert "没有这种导入规则" in text(post(desk, "policy", policy="nonsense"))
    assert chosen().policy == "create"


@pytest.mark.parametrize("name", ["fix", "answer", "take_back", "policy"])
def test_a_foreign_upload_takes_no_corrections(desk, client_of, township, name):
    bring(desk, societies(row(kind="社会")))
    data = {"cell": "C3", "adopt": 1, "policy": "create", "target": TYPE, "word": "社会", "label": "社会团体"}
    assert client_of(township).post(page(name), data).status_code == 404
    assert Upload.objects.get().choices == {}


def test_the_review_asks_equally_often_however_much_is_wrong(desk, same_queries):
    numbers = iter(range(100))
    wrong = []

    def another():
        wrong.append(row(f"第{next(numbers)}协会", len(wrong), kind="政府"))
        Upload.objects.all()._raw_delete("default")
        bring(desk, societies(*wrong))

    same_queries(lambda: desk.get(page("review")), another)


def test_a_row_is_found_by_its_number_wherever_it_stands(desk):
    bring(desk, societies(*(row(f"第{n}协会", n, kind="政府") for n in range(20))))
    kept = store.Review(Upload.objects.get())
    for number in range(3, 23):
        assert fixing._row(kept, number)["row"] == number
    assert fixing._row(kept, 2) is fixing._row(kept, 23) is None
