"""Personal data leaves for a purpose, marked and told; long lists by two people's word; whole numbers for few."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from branches.models import Member
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import export, plan, register, sheet, taking, workbook
from xiaoyi_partybuild.registers.models import Handout

ROSTER, LEDGER = "/import/forms/members.xlsx", "/organizations/ledger.xlsx"
GIVEN = {"reason": "report", "detail": "年报"}
NUMBER, PHONE = "14118119700101001X", "13800000001"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def member(make, branch):
    return make.member(home_branch=branch, name="张三", born="1970-01-01", id_number=NUMBER, phone=PHONE)


@pytest.fixture
def crowd(make, branch, department):
    rows = [Member(name=f"党员{n}", category="full", home_branch=branch, phone=PHONE) for n in range(taking.ALONE + 1)]
    writing.save_all(rows, by=department, title="很多人")


@pytest.fixture
def colleague(make, regions):
    return make.user("department", region=regions["141181"], name="同事")


def contents(answer):
    return str([[cell.value for cell in row] for row in load_workbook(BytesIO(answer.getvalue())).active.iter_rows()])


def is_file(answer):
    return answer.headers["Content-Type"] == XLSX


@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
def test_which_registers_ask_for_a_purpose(slug):
    free = {"organizations", "served", "inspections"}
    assert taking.asks_for_purpose(register.get(slug)) is (slug not in free)


@pytest.mark.parametrize("given", [{}, {"reason": "other"}, {"reason": "report", "full": "on"}, {"reason": "x"}])
def test_without_a_purpose_nothing_leaves(client_of, department, member, given):
    client = client_of(department)
    for answer in (client.get(ROSTER), client.post(ROSTER, given)):
        assert not is_file(answer)
        assert "张三" not in answer.content.decode()
    assert not Event.objects.filter(kind=Kind.EXPORTED).exists()


def test_a_workbook_bears_its_mark_and_the_record_its_digest(client_of, department, member):
    answer = client_of(department).post(f"{ROSTER}?on=2026-11-20", GIVEN)
    data = answer.getvalue()
    told = contents(answer)
    assert "张三" in told
    assert NUMBER not in told
    assert PHONE not in told
    page = load_workbook(BytesIO(data)).active
    assert re.search(r"李文 \d{4}-\d\d-\d\d \d\d:\d\d 导出。用途：上级要求报送：年报。", told)
    assert page.oddFooter.left.text.startswith("李文 ")
    event = Event.objects.get(kind=Kind.EXPORTED)
    assert (event.by, event.reason, event.result) == (department, "上级要求报送：年报", Result.OK)
    assert event.facts == {
        "register": "members",
        "rows": 1,
        "full": False,
        "address": f"{ROSTER}?on=2026-11-20",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def test_whole_numbers_are_a_choice_of_their_own(client_of, department, member):
    told = contents(client_of(department).post(ROSTER, GIVEN | {"full": "on"}))
    assert NUMBER in told
    assert PHONE in told
    assert Event.objects.get(kind=Kind.EXPORTED).facts["full"] is True


def test_who_does_not_see_particulars_is_not_offered_them(client_of, officer, make, branch):
    make.post(branch=branch, phone=PHONE)
    make.coverage(branch=branch)
    client = client_of(officer)
    assert "含完整号码" not in client.get(LEDGER).content.decode()
    assert PHONE not in contents(client.post(LEDGER, GIVEN | {"full": "on"}))


def test_particulars_of_one_township_do_not_open_the_whole_city(make, regions, home):
    person = make.user("officer", region=regions["141181"])
    make.grant(user=person, role="township", region=home)
    assert not taking.may_take_whole_numbers(register.get("ledger"), person)


def test_a_stale_second_factor_is_asked_for_first(settings, client_of, department, member):
    settings.SIGN_IN_STEPS = True
    type(department).objects.filter(pk=department.pk).update(password_set_at=timezone.now())
    client = client_of(department)
    session = client.session
    session["second_factor_at"] = (timezone.now() - timedelta(minutes=6)).timestamp()
    session.save()
    for answer in (client.get(ROSTER), client.post(ROSTER, GIVEN)):
        assert answer.headers["Location"].startswith("/login/code/")


@pytest.mark.django_db(transaction=True)
def test_the_eleventh_of_an_hour_is_refused_and_told(client_of, department, member):
    client = client_of(department)
    answers = [client.post(ROSTER, GIVEN) for _ in range(11)]
    assert [is_file(one) for one in answers] == [True] * 10 + [False]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 3_000
    assert Event.objects.filter(kind=Kind.EXPORTED, result=Result.REFUSED).count() == 1


# --- more than five hundred rows


def asked(client):
    assert client.post(ROSTER, GIVEN).headers["Location"] == "/import/taking/"
    return Handout.objects.get(fetched_at=None)


def fetch(client, handout, address=ROSTER):
    return client.post(address, {"granted": handout.pk})


def test_a_long_list_leaves_once_after_a_second_person(client_of, department, colleague, crowd):
    client, other = client_of(department), client_of(colleague)
    handout = asked(client)
    assert not is_file(fetch(client, handout))
    assert "年报" in other.get("/import/taking/").content.decode()
    other.post(f"/import/taking/{handout.pk}/confirm/")
    assert "下载" in client.get("/import/taking/").content.decode()
    assert is_file(fetch(client, handout))
    assert not is_file(fetch(client, handout))
    kinds = [Kind.EXPORT_ASKED, Kind.EXPORT_CONFIRMED, Kind.EXPORTED]
    assert [Event.objects.get(kind=kind).by for kind in kinds] == [department, colleague, department]


@pytest.mark.parametrize("who", ["department", "township", "secretary", "officer"])
def test_neither_oneself_nor_who_sees_less_confirms(request, client_of, department, crowd, who):
    handout = asked(client_of(department))
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"/import/taking/{handout.pk}/confirm/").status_code == 404
    assert not Handout.objects.exclude(confirmed_at=None).exists()


def test_a_confirmation_is_for_that_list_that_person_and_one_day(client_of, department, colleague, crowd, make, branch):
    client = client_of(department)
    handout, now = asked(client), timezone.now()
    assert taking.confirm(handout, by=colleague, now=now)
    assert not taking.confirm(handout, by=colleague, now=now)
    assert not is_file(fetch(client, handout, f"{ROSTER}?on=2020-01-01"))
    assert not is_file(fetch(client_of(colleague), handout))
    for nonsense in ("", "x", "0", "9" * 30, "²"):
        assert not is_file(client.post(ROSTER, {"granted": nonsense}))
    with pytest.raises(taking.NotGranted):
        taking.take_granted(handout.pk, by=department, address=ROSTER, rows=501, now=now + timedelta(days=2))
    make.member(home_branch=branch)
    assert not is_file(fetch(client, handout))


def test_an_old_request_cannot_be_confirmed_any_more(client_of, department, colleague, crowd):
    handout = asked(client_of(department))
    later = timezone.now() + timedelta(days=1, seconds=1)
    assert taking.to_confirm(colleague, now=later) == []
    assert not taking.confirm(handout, by=colleague, now=later)


@pytest.mark.django_db(transaction=True)
def test_of_many_fetches_at_once_one_gets_the_file(department, colleague, branch):
    from concurrent.futures import ThreadPoolExecutor

    now = timezone.now()
    given = {"address": ROSTER, "rows": 501, "purpose": "年报", "full": False}
    handout = taking.ask(register.get("members"), by=department, now=now, **given)
    taking.confirm(handout, by=colleague, now=now)

    def take(_):
        try:
            return bool(taking.take_granted(handout.pk, by=department, address=ROSTER, rows=501, now=now))
        except taking.NotGranted:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(take, range(20))) == 1


@pytest.mark.parametrize("slug", ["members", "ledger"])
def test_a_marked_workbook_comes_in_again_unchanged(make, branch, member, slug, department):
    make.headcount(organization=make.coverage(branch=branch).organization, members_all=1)
    declared, on, written = register.get(slug), timezone.localdate(), BytesIO()
    shown = export.build(declared, declared.listed(by=SYSTEM, on=on), by=SYSTEM, on=on, full=True)
    mark = taking.mark_of(department, "上级要求报送：a&b", now=timezone.now())
    rows = sheet.write(shown, written, unit="组织部", mark=mark)
    made = plan.build(workbook.read(written.getvalue()), [declared], by=SYSTEM, on=on)
    assert (made.counts["same"], sum(made.counts.values())) == (rows, rows)
