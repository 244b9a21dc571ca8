"""Personal data taken along, shown, handed out, erased, sealed anew, let go: each act, however it ends, is one line."""

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from branches.models import Member
from orgs.models import Organization
from tests.access.test_fields import store as damage
from xiaoyi_partybuild.access import chain, limits, rotation, subjects, unmasking, writing
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.accounts.management.commands import export_subject
from xiaoyi_partybuild.registers import export, register, taking

NUMBER, PHONE = "14118119700101001X", "13800000001"


class Desk:
    """One member, two who may see and erase, and what goes wrong when it is told to."""

    def __init__(self, department, member, tmp_path, monkeypatch):
        self.department, self.member, self.room, self.monkeypatch = department, member, tmp_path, monkeypatch

    def breaks(self, place, name):
        self.monkeypatch.setattr(place, name, lambda *args, **kwargs: 1 / 0)

    def take(self):
        declared, on = register.get("members"), timezone.localdate()
        rows = declared.listed(by=self.department, on=on)
        taking.workbook(declared, rows, by=self.department, on=on, now=timezone.now(), purpose="年报").close()

    def show(self):
        field = Member._meta.get_field("phone")
        unmasking.show(self.member, field, by=self.department, reason="联系本人", now=timezone.now())

    def hand_out(self):
        call_command("export_subject", self.key, str(self.room / "out.json"))

    def erase(self, second="colleague"):
        call_command("erase_subject", self.key, reason="本人申请", by="department", second=second)

    @property
    def key(self):
        return f"branches.member:{self.member.pk}"


def take_too_often(desk):
    desk.monkeypatch.setattr("django.conf.settings.EXPORTS_PER_HOUR", 0)
    desk.take()


def fail_to_take(desk):
    desk.breaks(export, "build")
    desk.take()


def show_too_often(desk):
    desk.monkeypatch.setattr(unmasking, "A_HOUR", 0)
    desk.show()


def hand_out_over_another(desk):
    (desk.room / "out.json").touch()
    desk.hand_out()


def fail_to_hand_out(desk):
    desk.breaks(export_subject, "_as_json")
    desk.hand_out()


def fail_to_erase(desk):
    desk.breaks(subjects, "erase")
    desk.erase()


def rotate_what_does_not_open(desk):
    damage(desk.member, rotation.mark(b"\x01nothing"[:6]) + "nonsense")
    call_command("rotate_keys")


def fail_to_rotate(desk):
    desk.breaks(rotation, "seal_files_anew")
    call_command("rotate_keys")


def purge(desk):
    call_command("purge", "--delete")


def fail_to_purge(desk):
    desk.breaks(limits, "sweep")
    purge(desk)


def verify(desk):
    chain.seal_all()
    call_command("verify_audit")


def verify_what_was_forged(desk):
    with override_settings(RECORD_KEY="another key than the one that sealed it, as a forger has"):
        chain.seal_all()
    call_command("verify_audit")


# (what is done, kind, result): one line each
ACTS = {
    "take along": (Desk.take, Kind.EXPORTED, Result.OK),
    "take along too often": (take_too_often, Kind.EXPORTED, Result.REFUSED),
    "fail to take along": (fail_to_take, Kind.EXPORTED, Result.FAILED),
    "show a number": (Desk.show, Kind.UNMASKED, Result.OK),
    "show too many": (show_too_often, Kind.UNMASKED, Result.REFUSED),
    "hand out": (Desk.hand_out, Kind.SUBJECT_EXPORTED, Result.OK),
    "hand out over another file": (hand_out_over_another, Kind.SUBJECT_EXPORTED, Result.REFUSED),
    "fail to hand out": (fail_to_hand_out, Kind.SUBJECT_EXPORTED, Result.FAILED),
    "erase": (Desk.erase, Kind.SUBJECT_ERASED, Result.OK),
    "erase alone": (lambda desk: desk.erase(second="department"), Kind.SUBJECT_ERASED, Result.REFUSED),
    "fail to erase": (fail_to_erase, Kind.SUBJECT_ERASED, Result.FAILED),
    "rotate": (lambda desk: call_command("rotate_keys"), Kind.KEY_ROTATED, Result.OK),
    "rotate what does not open": (rotate_what_does_not_open, Kind.KEY_ROTATED, Result.REFUSED),
    "fail to rotate": (fail_to_rotate, Kind.KEY_ROTATED, Result.FAILED),
    "purge": (purge, Kind.PURGED, Result.OK),
    "fail to purge": (fail_to_purge, Kind.PURGED, Result.FAILED),
    "verify": (verify, Kind.VERIFIED, Result.OK),
    "verify what was forged": (verify_what_was_forged, Kind.VERIFIED, Result.FAILED),
}


@pytest.fixture
def desk(department, make, branch, regions, tmp_path, tmp_path_factory, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
    make.user("department", region=regions["141181"], username="colleague", name="同事")
    member = make.member(home_branch=branch, name="张三", born="1970-01-01", id_number=NUMBER, phone=PHONE)
    return Desk(department, member, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_told_once(desk, name):
    act, kind, result = ACTS[name]
    with suppress(limits.TooMany, CommandError, ZeroDivisionError, SystemExit):
        act(desk)
    assert [one.result for one in Event.objects.filter(kind=kind)] == [result]


def test_what_could_not_be_handed_out_leaves_no_file(desk):
    with pytest.raises(ZeroDivisionError):
        fail_to_hand_out(desk)
    assert list(desk.room.iterdir()) == []


@pytest.mark.parametrize(
    ("act", "stands"),
    [(Desk.take, None), (Desk.show, None), (Desk.hand_out, "file"), (Desk.erase, "person")],
    ids=["take", "show", "hand out", "erase"],
)
def test_nothing_is_done_that_cannot_be_told(desk, act, stands):
    desk.breaks(Event, "save")
    with pytest.raises(ZeroDivisionError):
        act(desk)
    assert Member.objects.get(pk=desk.member.pk).name == "张三"
    assert list(desk.room.iterdir()) == []


# --- asked for beyond the reach: by a page, the interface, maintenance


def by_page(client, pk):
    page = client.get(f"/organizations/{pk}/edit/")
    given = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    return client.post(f"/organizations/{pk}/edit/", given | {"remark": "改"})


def by_interface(client, pk):
    return client.patch(f"/api/v1/organizations/{pk}/", {"remark": "改"}, content_type="application/json")


def by_maintenance(client, pk):
    address = f"/maintenance/orgs/organization/{pk}/change/"
    form = client.get(address).context["adminform"].form
    given = {name: form[name].value() or "" for name in form.fields}
    formsets = client.get(address).context["inline_admin_formsets"]
    given |= {f"{one.formset.prefix}-{name}": 0 for one in formsets for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return client.post(address, given | {"remark": "改"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [by_page, by_interface, by_maintenance])
def test_what_lies_beyond_the_reach_is_told_once_and_not_taken_back(department, client_of, make, monkeypatch, ask):
    organization, checked = make.organization(), writing._demand_reach

    def beyond(rows, by):
        checked(rows, by)
        if any(getattr(row, "remark", "") == "改" for row in rows):
            raise writing.OutOfReach("无权修改")

    monkeypatch.setattr(writing, "_demand_reach", beyond)
    ask(client_of(department), organization.pk)
    told = Event.objects.get(kind=Kind.ASKED_BEYOND)
    assert (told.by, told.result, told.object_pk) == (department, Result.REFUSED, organization.pk)
    assert Organization.objects.get(pk=organization.pk).remark == ""
