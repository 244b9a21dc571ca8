"""The civil-affairs register against the Party ledger: four results that add up, differences decided once, a workbook."""

from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command

from orgs import lifetime, reconciliation
from orgs.enums import Status
from orgs.judgements import Side
from orgs.models import Comparison, Decision, FormerName, Organization
from orgs.reconciliation import Result
from orgs.views import sayings
from tests.factories import valid_credit_code
from tests.registers import books
from xiaoyi_partybuild.access.personal import is_guarded
from xiaoyi_partybuild.registers import apply, store, tasks
from xiaoyi_partybuild.registers.models import Upload

START = "/organizations/reconciliation/"
TODAY = date(2026, 11, 23)
HEADER = ["社会组织名称", "统一社会信用代码", "所属乡镇（街道）", "法定代表人", "业务主管单位", "从业人员总数"]
CODES = {name: valid_credit_code(number) for number, name in enumerate("甲乙丙丁戊己", start=1)}


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def client(client_of, department):
    return client_of(department)


@pytest.fixture
def stored(make, home, elsewhere):
    """Five on the register, one that left it."""
    given = {"legal_representative": "赵新", "supervising_unit": "孝义市民政局"}
    names = {"甲": home, "乙": home, "丙": elsewhere, "丁": home, "戊": home}
    found = {
        name: make.organization(name=f"孝义市{name}艺术协会", credit_code=CODES[name], region=region, **given)
        for name, region in names.items()
    }
    make.status(organization=found["丁"], status=Status.DEREGISTERED, start="2020-05-01")
    return found


ROWS = [
    ["孝义市甲艺术协会", CODES["甲"], "新义街道", "赵新", "民政局", 5],
    ["乙艺术协会", CODES["乙"], "孝义市新义街道", "", "孝义市民政局", 5],
    ["孝义市丙艺术协会", CODES["丙"], "中阳楼街道办事处", "赵新", "孝义市民政局", 5],
    ["孝义市丁艺术协会", CODES["丁"], "新义街道", "赵新", "孝义市民政局", 5],
    ["孝义市己艺术协会", CODES["己"], "新义街道", "", "", 5],
    ["孝义市丙艺术协会", CODES["丙"], "中阳楼街道", "", "", 5],
]


@pytest.fixture
def comparison(settings, tmp_path, client, department, stored):
    """The department's ledger, held against the register by its button."""
    settings.MEDIA_ROOT = tmp_path
    upload = apply.take_in(books.xlsx([HEADER, *ROWS]), "台账.xlsx", by=department, on=TODAY, register="ledger")
    answer = client.post(START, {"upload": upload.pk})
    found = Comparison.objects.get()
    assert answer["Location"] == f"{START}{found.pk}/"
    return found


def outcome(comparison, by):
    return reconciliation.compare(comparison.rows, by=by, on=TODAY)


def told(line):
    return {one.name: (one.register, one.ledger) for one in line.differences}


def test_each_row_and_each_organization_has_one_result_and_the_counts_add_up(comparison, department):
    found = outcome(comparison, department)
    assert found.counts == {Result.SAME: 1, Result.DIFFERENT: 3, Result.HERE: 1, Result.THERE: 1, Result.AGAIN: 1}
    assert found.rows == len(ROWS)
    assert (found.registered, found.gone) == (4, 1)
    assert found.registered == sum(found.counts[one] for one in (Result.SAME, Result.DIFFERENT, Result.HERE)) - found.gone


def test_what_differs_is_named_with_both_sides(comparison, department):
    lines = {line.title: line for line in outcome(comparison, department).lines if line.result == Result.DIFFERENT}
    assert told(lines["孝义市甲艺术协会"]) == {"supervising_unit": ("孝义市民政局", "民政局")}
    assert told(lines["孝义市乙艺术协会"]) == {"name": ("孝义市乙艺术协会", "乙艺术协会")}
    assert told(lines["孝义市丁艺术协会"]) == {"state": ("已注销", "列在台账里")}


def test_a_difference_is_decided_once_and_comes_back_when_a_side_says_something_else(
    comparison, department, client, stored, make
):
    form = {
        "organization": stored["甲"].pk,
        "field": "supervising_unit",
        "register": "孝义市民政局",
        "ledger": "民政局",
        "side": "register",
    }
    assert "有出入、待定 3" in text(client.get(f"{START}{comparison.pk}/"))
    client.post(f"{START}{comparison.pk}/decide/", form)
    assert "有出入、待定 2" in text(client.get(f"{START}{comparison.pk}/"))
    page = text(client.get(f"{START}{comparison.pk}/?show=decided"))
    assert "以名册为准" in page
    assert "李文" in page
    client.post(f"{START}{comparison.pk}/decide/", form | {"side": "ledger"})
    assert Decision.objects.get().side == Side.LEDGER
    comparison.rows[0]["said"]["supervising_unit"] = "市民政局"
    assert outcome(comparison, department).open == 3


def test_a_decision_of_one_person_counts_for_the_others_within_reach(comparison, department, township, stored):
    told_ = ("supervising_unit", "孝义市民政局", "民政局")
    reconciliation.decide(stored["甲"], told_, Side.REGISTER, by=department, at=comparison.at)
    lines = {line.title: line for line in outcome(comparison, township).lines}
    assert not lines["孝义市甲艺术协会"].is_open
    assert lines["孝义市丙艺术协会"].result == Result.THERE  # out of the township's reach: as if it were not stored


def test_a_name_only_the_ledger_uses_is_recognized(make, comparison, client, home):
    known = make.organization(name="己艺术协会", region=home, credit_code=None)
    page = text(client.get(f"{START}{comparison.pk}/?show=there"))
    assert "像是名册里的" in page
    client.post(f"{START}{comparison.pk}/recognize/", {"organization": known.pk, "name": "孝义市己艺术协会"})
    assert FormerName.objects.get().organization == known
    assert "只在台账 0" in text(client.get(f"{START}{comparison.pk}/"))


def test_a_merged_organizations_code_means_the_one_that_stays(make, comparison, client, department, home, stored):
    twin = make.organization(name="孝义市己类艺术协会", region=home, credit_code=CODES["己"])
    client.post(f"/organizations/duplicates/{stored['甲'].pk}/{twin.pk}/", {"stays": stored["甲"].pk})
    lines = [line for line in outcome(comparison, department).lines if line.organization == stored["甲"]]
    assert [line.result for line in lines] == [Result.DIFFERENT, Result.AGAIN]


@pytest.mark.parametrize("show", ["open", "decided", "same", "here", "there", "again", "nonsense"])
def test_every_result_can_be_looked_at(comparison, client, show):
    text(client.get(f"{START}{comparison.pk}/?show={show}"))


def test_the_workbook_lists_every_line(comparison, client, stored, department):
    told_ = ("supervising_unit", "孝义市民政局", "民政局")
    reconciliation.decide(stored["甲"], told_, Side.REGISTER, by=department, at=comparison.at)
    answer = client.get(f"{START}{comparison.pk}.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    listed = [row for row in rows if row[1] in Result.labels]
    assert len(listed) == len(outcome(comparison, department).lines)
    first = next(row for row in listed if row[2] == "孝义市甲艺术协会")
    assert first[6:11] == ("业务主管单位", "孝义市民政局", "民政局", "以名册为准", "李文")


def test_a_comparison_belongs_to_whoever_made_it(comparison, client_of, township, officer, outsider):
    for tail in ("/", ".xlsx"):
        assert client_of(township).get(f"{START}{comparison.pk}{tail}").status_code == 404
    assert client_of(township).post(f"{START}{comparison.pk}/decide/").status_code == 404
    for person in (officer, outsider):
        assert client_of(person).get(START).status_code == 403
        assert client_of(person).get(f"{START}{comparison.pk}/").status_code == 403


@pytest.mark.parametrize("key", ["", "x", "-1", "999999", "9" * 30])
def test_what_a_form_names_and_is_not_there_does_not_exist(comparison, client, key):
    assert client.post(START, {"upload": key}).status_code == 404
    assert client.post(f"{START}{comparison.pk}/decide/", {"organization": key}).status_code == 404
    assert client.post(f"{START}{comparison.pk}/recognize/", {"organization": key}).status_code == 404


def test_nobody_decides_beyond_the_reach(comparison, client, make, abroad):
    foreign = make.organization(region=abroad)
    form = {"organization": foreign.pk, "field": "name", "register": "a", "ledger": "b", "side": "register"}
    assert client.post(f"{START}{comparison.pk}/decide/", form).status_code == 404
    assert client.post(f"{START}{comparison.pk}/recognize/", form | {"name": "乙"}).status_code == 404
    assert not Decision.objects.exists()


def test_a_side_or_a_field_that_is_none_is_not_noted(comparison, client, stored):
    for wrong in ({"side": "both"}, {"field": "remark"}):
        form = {"organization": stored["甲"].pk, "field": "name", "register": "a", "ledger": "b", "side": "register"}
        client.post(f"{START}{comparison.pk}/decide/", form | wrong)
    assert not Decision.objects.exists()


def test_the_queries_do_not_grow_with_the_lines(comparison, client, make, home, same_queries):
    def add():
        organization = make.organization(region=home, supervising_unit="孝义市教育局")
        said = {"credit_code": organization.credit_code, "supervising_unit": "教育局"}
        comparison.rows.append({"row": len(comparison.rows) + 2, "said": said})
        comparison.rows.append({"row": len(comparison.rows) + 2, "said": {"name": f"生艺术{organization.pk}协会"}})
        Comparison.objects.filter(pk=comparison.pk).update(rows=comparison.rows)

    for show in ("open", "there"):
        assert same_queries(lambda show=show: text(client.get(f"{START}{comparison.pk}/?show={show}")), add) <= 18


def test_a_file_that_was_removed_is_told_in_a_sentence(settings, tmp_path, comparison, client):
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    page = text(client.post(START, {"upload": Upload.objects.get(name=comparison.name).pk}), 422)
    assert "不能核对这份文件" in page


# --- large ledgers, and those whose time is over


@pytest.fixture
def large(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(tasks, "AT_ONCE", 0)


@pytest.fixture
def idle(large, monkeypatch):
    """A worker that never comes."""
    monkeypatch.setattr(type(sayings.read), "enqueue", lambda *arguments: None)


def again(client):
    """The same ledger held against the register once more."""
    client.post(START, {"upload": Upload.objects.get().pk})
    return Comparison.objects.first()


def test_a_large_ledger_is_read_by_the_worker_with_the_same_result(comparison, client, large):
    read = again(client)
    assert (read.pk != comparison.pk, read.day, read.rows) == (True, comparison.day, comparison.rows)
    assert "在册" in text(client.get(f"{START}{read.pk}/"))


def test_a_ledger_under_way_is_waited_for_and_shown_when_it_is_read(comparison, client, idle, department):
    waiting = again(client)
    address = f"{START}{waiting.pk}/"
    page = text(client.get(address))
    assert "正在读台账…" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "<html" not in text(client.get(address, headers={"HX-Request": "true"}))
    assert "正在读台账…" in text(client.get(f"{START}{waiting.pk}.xlsx"))
    assert "（正在读台账）" in text(client.get(START))
    for _ in range(2):  # an order given twice
        sayings.read.call(waiting.pk, Upload.objects.get().pk, department.pk, "2026-11-23")
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == address
    assert Comparison.objects.get(pk=waiting.pk).rows == comparison.rows


def test_a_large_ledger_that_is_gone_says_so_on_its_page(comparison, client, large):
    store.remove(Upload.objects.get())
    read = again(client)
    assert "不能核对这份文件：这份文件已经不在系统里了" in text(client.get(f"{START}{read.pk}/"))


def test_what_nobody_thought_of_leaves_no_reading_hanging(comparison, client, large, monkeypatch):
    monkeypatch.setattr(sayings.plan, "build", lambda *arguments, **options: 1 / 0)
    assert "后台出了意外" in text(client.get(f"{START}{again(client).pk}/"))


def test_what_nobody_thought_of_is_a_sentence_for_a_small_ledger_too(comparison, client, monkeypatch):
    monkeypatch.setattr(sayings.plan, "build", lambda *arguments, **options: 1 / 0)
    answer = client.post(START, {"upload": Upload.objects.get().pk}, follow=True)
    assert "系统看不懂这张表" in answer.content.decode()
    assert Comparison.objects.get() == comparison


def test_a_comparison_is_emptied_when_its_time_is_over_and_says_so(comparison, client, settings):
    until = comparison.at + timedelta(days=settings.COMPARISON_KEEP_DAYS)
    assert lifetime.purge(until - timedelta(seconds=1)) == 0
    assert list(lifetime.due(until)) == [comparison]
    assert (lifetime.purge(until), lifetime.purge(until)) == (1, 0)
    assert Comparison.objects.get().rows == []
    assert "保存期已过，已经清理" in text(client.get(f"{START}{comparison.pk}/"))
    assert "（已到期清理）" in text(client.get(START))


def test_the_general_command_lists_comparisons_before_it_empties_them(comparison):
    Comparison.objects.update(at=comparison.at - timedelta(days=365))
    told = StringIO()
    call_command("purge", stdout=told)
    assert "两册核对的内容：到期 1 次" in told.getvalue()
    assert Comparison.objects.get().rows
    call_command("purge", delete=True, stdout=told)
    assert "两册核对的内容：已清空 1 次" in told.getvalue()
    assert not Comparison.objects.get().rows


def test_what_is_compared_is_published_anyway_so_that_its_workbook_asks_for_no_purpose():
    fields = [Organization._meta.get_field(name) for name in reconciliation.FIELDS]
    assert not any(map(is_guarded, fields))
