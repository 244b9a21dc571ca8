"""The wizard in the browser, without a browser: bring a file, look it over, done, undo; nobody else's imports exist."""

import time

import pytest
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from orgs.models import Organization
from tests.registers import books
from tests.registers.test_plan import BAND, HEADER, MERGED, row
from tests.registers.wizard import URL, bring, page, societies, text
from xiaoyi_partybuild.access import worker, writing
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.registers import apply, forms, steps, store, tasks
from xiaoyi_partybuild.registers.models import Upload


@pytest.fixture(autouse=True)
def room(uploads, registers, settings):
    """Work that goes to the worker is done on the spot."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


# --- 1 bring a file


def test_the_first_page_offers_what_the_person_may_import(client_of, department, officer, outsider):
    assert "自动判断" in text(client_of(department).get(URL))
    assert client_of(officer).get(URL).status_code == 403
    assert client_of(outsider).get(URL).status_code == 403


BAD = {
    "nothing chosen": (None, "没有选择文件"),
    "empty": (b"", "是空的"),
    "no workbook": (b"%PDF-1.7", "不是表格"),
    "cut short": (b"PK\x03\x04", "打不开"),
    "no table": (books.xlsx([["只有一句话"]]), "没有找到能识别的表头"),
}


@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_one_sentence_and_nothing_kept(desk, uploads, data, sentence):
    response = bring(desk, data) if data is not None else desk.post(URL, {"register": "auto"})
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Upload.objects.exists()
    assert list(uploads.iterdir()) == []


def test_too_large_a_file_is_refused_before_it_is_read(desk, settings, monkeypatch):
    settings.UPLOAD_MAX_BYTES = 1000
    monkeypatch.setattr(forms.workbook, "kind_by_start", lambda data: 1 / 0)
    response = bring(desk, b"x" * 1001)
    assert (response.status_code, "超过了" in text(response)) == (422, True)


# --- 2 look it over


def test_a_clean_file_goes_straight_to_the_review(desk):
    response = bring(desk, societies(row(), row("乙协会", 2, kind="政府")))
    assert response.redirect_chain[-1][0] == page("review")
    shown = text(response)
    for words in (
        "导入 1 行，跳过 1 行错误",
        "表头第 2 行",
        "表头：第 2 行",
        "标题 1 行",
        "合计行 1 行",
        "甲协会",
        "“政府”不在可选内容里",
    ):
        assert words in shown
    assert not Organization.objects.exists()


def test_rows_can_be_narrowed_down_and_paged(desk):
    bring(desk, societies(*(row(f"第{n}协会", n) for n in range(60)), row("错协会", 99, kind="政府")))
    only_bad = desk.get(page("review"), {"show": "reject"})
    assert "错协会" in text(only_bad)
    assert "第1协会" not in text(only_bad)
    second = text(desk.get(page("review"), {"page": 2}))
    assert "第 2 页" in second
    assert "第0协会" not in second
    assert "错协会" in text(desk.get(page("review"), {"show": "nonsense", "page": 9}))


def test_what_is_worth_a_look_is_shown_first_and_its_column_comes_forward(desk):
    bring(desk, societies(row("甲协会", 1), row("错协会", 2, kind="政府")))
    first = desk.get(page("review"))
    assert first.context["shown"] == "attention"
    assert "错协会" in text(first)
    everything = desk.get(page("review"), {"show": "all"})
    assert {"甲协会", "错协会"} <= set(text(everything).split())
    assert first.context["fields"][1][1] == "社会组织类型"


def test_an_update_shows_the_old_value_beside_the_new_one(desk, make, home):
    make.organization(name="甲协会", credit_code=row()[1], region=home, legal_representative="李四")
    shown = text(bring(desk, societies(row())))
    assert "张三 ← 旧值 李四" in shown
    assert "导入 1 行" in shown


def test_what_the_file_lacks_is_listed(desk, make, home):
    make.organization(name="未列协会", region=home)
    assert "名册里有、这张表里没有：1 个" in text(bring(desk, societies(row())))


def test_a_file_without_news_has_nothing_to_import(desk, make, home):
    data = societies(row())
    bring(desk, data)
    desk.post(page("commit"))
    shown = text(bring(desk, data))
    assert "内容和名册完全一样，不用导入" in shown
    assert "已导入过" in shown
    assert "没有可以导入的行" in text(bring(desk, societies(row(kind="政府"))))


# --- 2a columns


def test_an_unsure_column_opens_the_mapping_and_the_answer_is_kept(desk):
    header = ["名称", "单位名称", *HEADER[1:]]
    response = bring(desk, books.xlsx([header, ["简", *row()]]))
    assert response.redirect_chain[-1][0] == page("columns")
    assert "A、B 列都像“社会组织名称”，请您选定一列" in text(response)
    chosen = {"register": "test-societies", "sheet": "名册", "column_A": "", "column_B": "organization.name"}
    response = desk.post(page("columns"), chosen, follow=True)
    assert response.redirect_chain[-1][0] == page("review")
    assert "导入 1 行" in text(response)
    assert Upload.objects.get().choices["columns"] == {"A": "", "B": "organization.name"}


def test_any_column_can_be_changed(desk):
    bring(desk, societies(row()))
    response = desk.get(page("columns"), {"change": "D"})
    assert 'name="column_D"' in response.content.decode()
    chosen = {"register": "test-societies", "sheet": "名册", "as_of": "2020年1月", "column_D": ""}
    desk.post(page("columns") + "?change=D", chosen)
    upload = Upload.objects.get()
    assert (upload.choices["columns"], upload.choices["as_of"]) == ({"D": ""}, "2020-01-31")
    assert "张三" not in text(desk.get(page("review")))


def test_a_table_without_names_is_said_and_can_still_be_told(desk):
    data = books.xlsx([["谁", "社会组织类型", "所属区域"], ["甲协会", "社会团体", "新义街道"]])
    response = bring(desk, data)
    assert (response.status_code, response.redirect_chain) == (422, [])
    assert "里没有“社会组织名称”" in text(response)
    assert "里没有“社会组织名称”" in text(desk.get(page("columns")))
    nothing = {"register": "test-societies", "sheet": "名册", "column_A": ""}
    assert desk.post(page("columns") + "?change=A", nothing).status_code == 422
    chosen = {"register": "test-societies", "sheet": "名册", "column_A": "organization.name"}
    response = desk.post(page("columns") + "?change=A", chosen, follow=True)
    assert "导入 1 行" in text(response)


def test_another_register_starts_without_the_old_columns(desk, make):
    make.organization(name="甲协会")
    bring(desk, books.xlsx([["社会组织名称", "正式党员", "法定代表人"], ["甲协会", 3, "张三"]]), register="test-ledger")
    desk.post(page("columns"), {"register": "test-societies", "sheet": "名册", "column_B": "headcount.members_all"})
    upload = Upload.objects.get()
    assert (upload.register, upload.choices["columns"]) == ("test-societies", {})


def test_nonsense_in_the_mapping_is_refused(desk):
    bring(desk, societies(row()))
    response = desk.post(page("columns") + "?change=D", {"register": "test-societies", "column_D": "nonsense", "as_of": "?"})
    assert response.status_code == 422
    assert "不是能识别的日期" in text(response)


def test_tick_columns_are_named_with_their_option(desk, make):
    make.organization(name="甲协会")
    bring(desk, books.xlsx([*BAND, ["甲协会", 5]], merged=MERGED))
    assert "组建方式：单独组建" in text(desk.get(page("columns")))


# --- 3 done


def test_one_click_imports_and_a_second_one_changes_nothing(desk):
    bring(desk, societies(row()))
    response = desk.post(page("commit"), follow=True)
    assert response.redirect_chain[-1][0] == page("done")
    assert "新增 1，更新 0" in text(response)
    assert desk.post(page("commit"), follow=True).redirect_chain[-1][0] == page("done")
    assert Organization.objects.count() == 1


def test_the_result_shows_each_value_with_its_cell(desk, make, home):
    make.organization(name="甲协会", credit_code=row()[1], region=home, legal_representative="李四")
    bring(desk, societies(row(day=None), row("乙协会", 2)))
    shown = text(desk.post(page("commit"), follow=True))
    assert "法定代表人：张三 ← 旧值 李四 D3" in shown
    assert "名册 第 4 行" in shown


def test_undo_takes_two_clicks_and_is_said(desk, department):
    bring(desk, societies(row()))
    desk.post(page("commit"))
    assert "移除 1 条新增" in text(desk.get(page("undo")))
    shown = text(desk.post(page("undo"), follow=True))
    assert "已撤销" in shown
    assert "李文" in shown
    assert not Organization.objects.exists()
    assert desk.post(page("undo")).url == page("step")


def test_what_changed_meanwhile_is_shown_again(desk, make, home):
    bring(desk, societies(row()))
    make.organization(name="甲协会", credit_code=row()[1], region=home)
    response = desk.post(page("commit"), follow=True)
    assert response.redirect_chain[-1][0] == page("review")
    assert "又有变化" in text(response)
    assert "新增 1" in text(desk.post(page("commit"), follow=True)) or Upload.objects.get().counts["update"] == 1


def test_what_the_database_refuses_is_said_on_the_review(desk, monkeypatch):
    bring(desk, societies(row()))

    def refuse(*args, **kwargs):
        raise apply.NotWritten("和别人的改动冲突")

    monkeypatch.setattr(apply, "commit", refuse)
    assert "和别人的改动冲突" in text(desk.post(page("commit"), follow=True))


# --- behind the scenes


def test_large_files_are_planned_and_written_by_the_worker(desk, large):
    response = bring(desk, societies(row()))
    assert response.redirect_chain[-1][0] == page("review")
    assert desk.post(page("commit"), follow=True).redirect_chain[-1][0] == page("done")
    tasks.commit.call(Upload.objects.get().pk, Upload.objects.get().by_id, "2026-11-22")
    assert Organization.objects.count() == 1


def test_a_large_file_that_cannot_be_read_is_kept_with_its_sentence(desk, large):
    response = bring(desk, books.xlsx([["只有一句话"]]))
    assert response.redirect_chain[-1][0] == page("failed")
    assert "没有找到能识别的表头" in text(response)


def test_waiting_shows_progress_with_and_without_scripts(desk, idle):
    response = bring(desk, societies(row()))
    assert response.redirect_chain[-1][0] == page("progress")
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in response.content.decode()
    upload = Upload.objects.get()
    store.keep_progress(upload, 9, 15)
    polled = desk.get(page("progress"), headers={"HX-Request": "true"})
    assert "正在核对 60%（9/15 条）" in text(polled)
    assert "<html" not in polled.content.decode()
    upload.state = Upload.State.READY
    writing.keep_state(upload, "state")
    assert desk.get(page("progress"), headers={"HX-Request": "true"}).headers["HX-Redirect"] == page("step")
    assert desk.get(page("progress")).url == page("step")


def test_work_that_fell_asleep_can_be_started_again(desk, idle, monkeypatch):
    bring(desk, societies(row()))
    assert desk.post(page("resume")).url == page("step")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    store.keep_progress(Upload.objects.get(), 0, 0)
    assert "重新开始" in text(desk.get(page("progress")))
    monkeypatch.setattr(tasks, "AT_ONCE", 10**6)
    assert desk.post(page("resume"), follow=True).redirect_chain[-1][0] == page("review")
    upload = Upload.objects.get()
    upload.state = Upload.State.IMPORTING
    writing.keep_state(upload, "state")
    store.keep_progress(upload, 0, 0)
    assert desk.post(page("resume"), follow=True).redirect_chain[-1][0] == page("done")


@pytest.fixture
def queue(desk, large, settings):
    """Large work waits for a worker, who does all there is when called."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def work():
        worker.put_back()
        for one in DBTaskResult.objects.ready():
            one.claim("here")
            one.task.call(*one.task_result.args)
            one.set_successful(None)

    return work


def killed(button, desk):
    """Work that was ordered, and whose worker is no more."""
    desk.post(page(button))
    DBTaskResult.objects.ready().update(status=TaskResultStatus.RUNNING, worker_ids=["gone"])
    store.begin(Upload.objects.get())


def test_what_a_killed_worker_left_is_taken_up_by_the_next_and_told(desk, queue):
    bring(desk, societies(row()))
    queue()
    killed("commit", desk)
    assert desk.get(page("step")).url == page("progress")
    queue()
    assert Organization.objects.count() == 1
    assert "后台中断过，没有留下半截内容，系统已经自己从头做完" in text(desk.get(page("done")))
    killed("undo", desk)
    queue()
    assert Organization.objects.count() == 0
    assert "后台中断过" in text(desk.get(page("done")))


def test_work_that_was_not_broken_off_tells_nothing(desk, queue):
    bring(desk, societies(row()))
    queue()
    desk.post(page("commit"))
    queue()
    assert "后台中断过" not in text(desk.get(page("done")))


def test_what_is_taken_up_and_started_again_by_hand_is_written_once(desk, queue, monkeypatch):
    bring(desk, societies(row()))
    queue()
    killed("commit", desk)
    monkeypatch.setattr(steps, "STALLED_AFTER", -1)
    desk.post(page("resume"))
    assert DBTaskResult.objects.ready().count() == 1
    queue()
    assert not DBTaskResult.objects.running().exists()
    assert (Organization.objects.count(), Batch.objects.filter(title__startswith="导入").count()) == (1, 1)


def test_the_page_says_while_it_works_that_it_began_again(desk, idle):
    bring(desk, societies(row()))
    upload = Upload.objects.get()
    store.begin(upload)
    assert "后台中断过" not in text(desk.get(page("progress")))
    store.begin(upload)
    assert "后台中断过，没有留下半截内容，系统已经自己从头开始" in text(desk.get(page("progress")))


# --- files that are gone


@pytest.mark.parametrize("spoil", [b"", b"no longer to be opened"])
@pytest.mark.parametrize("name", ["step", "review", "columns"])
def test_an_import_whose_files_do_not_open_says_so_everywhere(desk, name, spoil):
    bring(desk, societies(row()))
    (store.folder(Upload.objects.get()) / store.REVIEW).write_bytes(spoil)
    response = desk.get(page(name), follow=True)
    assert response.redirect_chain[-1][0] == page("failed")
    assert "已经不在系统里了" in text(response)
    assert "名册.xlsx" in text(desk.get(reverse("registers:mine")))


def test_what_was_imported_stays_when_its_files_do_not_open(desk):
    bring(desk, societies(row(), row("乙协会", 2, kind="政府")))
    desk.post(page("commit"))
    (store.folder(Upload.objects.get()) / store.REVIEW).write_bytes(b"")
    assert "新增 1" in text(desk.get(page("done")))
    assert desk.post(page("order_marked"), follow=True).redirect_chain[-1][0] == page("done")


# --- mine and nobody else's


def test_my_imports_lists_each_with_its_result(desk):
    assert "还没有导入过" in text(desk.get(reverse("registers:mine")))
    bring(desk, societies(row()))
    desk.post(page("commit"))
    bring(desk, societies(row("乙协会", 2)), name="另一份.xlsx")
    shown = text(desk.get(reverse("registers:mine")))
    assert "另一份.xlsx 测试名册" in shown
    assert "等待导入" in shown
    assert "最近： 另一份.xlsx" in text(desk.get(URL))
    desk.post(page("undo", Upload.objects.last()))
    assert "已撤销" in text(desk.get(reverse("registers:mine")))


STEPS = ("step", "columns", "review", "progress", "failed", "done", "undo")


@pytest.mark.parametrize("name", STEPS)
def test_a_foreign_upload_does_not_exist(desk, client_of, township, name):
    bring(desk, societies(row()))
    assert client_of(township).get(page(name)).status_code == 404


@pytest.mark.parametrize("name", ["commit", "columns", "undo", "resume"])
def test_a_foreign_upload_takes_no_orders(desk, client_of, township, name):
    bring(desk, societies(row()))
    assert client_of(township).post(page(name)).status_code == 404
    assert not Organization.objects.exists()


@pytest.mark.parametrize("name", ["progress", "failed", "done", "undo"])
def test_a_step_out_of_turn_leads_to_the_right_one(desk, name):
    bring(desk, societies(row()))
    assert desk.get(page(name), follow=True).redirect_chain[-1][0] == page("review")


def test_after_the_import_the_earlier_steps_are_closed(desk):
    bring(desk, societies(row()))
    desk.post(page("commit"))
    for name in ("review", "columns"):
        assert desk.get(page(name), follow=True).redirect_chain[-1][0] == page("done")


def test_pages_ask_the_database_equally_often_for_2_and_for_20_rows(desk, queries_of, make, home):
    counts = {}
    for size in (2, 20):
        bring(desk, societies(*(row(f"第{size}-{n}协会", size * 100 + n) for n in range(size))))
        review = queries_of(lambda: desk.get(page("review")))
        desk.post(page("commit"))
        counts[size] = review, queries_of(lambda: desk.get(page("done")))
    assert counts[2] == counts[20]


def test_the_list_asks_equally_often_for_2_and_for_20_imports(desk, same_queries):
    numbers = iter(range(100))
    same_queries(lambda: desk.get(reverse("registers:mine")), lambda: bring(desk, societies(row(f"第{next(numbers)}协会"))))
