"""Keys are exchanged while people work: every value opens at every moment, and at the end none needs the old key."""

import secrets
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from branches import papers
from branches.models import Draft, Member, Paper
from tests.access.test_fields import store as damage
from xiaoyi_partybuild.access import rotation, sealing, writing
from xiaoyi_partybuild.access.events import Event, Kind
from xiaoyi_partybuild.access.fields import UNREADABLE
from xiaoyi_partybuild.access.models import SubjectKey
from xiaoyi_partybuild.accounts.models import SecondFactor
from xiaoyi_partybuild.registers import known, register, resealing, store
from xiaoyi_partybuild.registers.models import Upload

OLD, NEW = settings.FIELD_KEY, secrets.token_urlsafe(48)  # whatever else a test makes is sealed with the old one, too
BEFORE = override_settings(FIELD_KEY=OLD)
DURING = override_settings(FIELD_KEY=NEW, FIELD_KEYS_OLD=[OLD])
AFTER = override_settings(FIELD_KEY=NEW, FIELD_KEYS_OLD=[])
EVERYBODY = 12


def number(n):
    return f"1411811990010{n:05d}"


@pytest.fixture
def members(make, branch):
    with BEFORE:
        return [make.member(home_branch=branch, phone=f"138000{n:05d}", id_number=number(n)) for n in range(EVERYBODY)]


def left():
    return {
        model: count
        for model, fields in rotation.sealed_models().items()
        if (count := rotation.waiting(model, fields).count())
    }


def read(members):
    return [(row.phone, row.id_number) for row in Member.objects.filter(pk__in=[one.pk for one in members]).order_by("pk")]


def test_afterwards_nothing_needs_the_old_key(members, capsys):
    told = [(one.phone, one.id_number) for one in members]
    with DURING:
        assert left()[Member] == EVERYBODY
        assert read(members) == told
        call_command("rotate_keys")
        assert left() == {}
    with AFTER:
        assert read(members) == told
        assert {row.id_number_index for row in Member.objects.all()} == {sealing.digest(row.id_number) for row in members}
    rows = EVERYBODY + SubjectKey.objects.count()
    assert f"重新加密了 {rows} 行" in capsys.readouterr().out
    assert Event.objects.get(kind=Kind.KEY_ROTATED).facts["rows"] == rows


def test_another_suite_comes_with_another_key(members):
    with DURING, override_settings(CRYPTO_SUITE="gm"):
        call_command("rotate_keys")
    with AFTER, override_settings(CRYPTO_SUITE="gm"):
        assert [phone for phone, _ in read(members)] == [one.phone for one in members]
        assert Member.objects.filter(id_number_index=sealing.digest(members[0].id_number)).get() == members[0]


def test_work_broken_off_goes_on_where_it_stopped(members, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 5)

    def die(done):
        if done >= 10:
            raise KeyboardInterrupt

    with DURING:
        with pytest.raises(KeyboardInterrupt):
            rotation.seal_anew(Member, rotation.sealed_models()[Member], progress=die)
        assert left()[Member] == EVERYBODY - 10
        assert UNREADABLE not in {phone for phone, _ in read(members)}
        assert rotation.seal_anew(Member, rotation.sealed_models()[Member])[0] == EVERYBODY - 10


def test_while_keys_are_exchanged_an_import_finds_people_under_either(members, department):
    with DURING:
        rotation.seal_anew(Member, rotation.sealed_models()[Member], progress=lambda done: None)
        for one in members[:3]:
            index = sealing.digests(one.id_number)[2]  # as the old key made it
            Member.objects.filter(pk=one.pk).update(id_number_index=index)
        part = register.get("members").parts[0]
        people = known.Known(part, lasts=False)
        people.forget()
        people.look_up(people.keys[0], [{"id_number": one.id_number} for one in members])
        found = [people.by_key(people.keys[0], {"id_number": one.id_number}) for one in members]
    assert found == [{one.pk} for one in members]


def test_a_number_entered_twice_meanwhile_stays_readable_in_both_rows(members, department, make, branch, capsys):
    with DURING:
        twice = make.member(home_branch=branch, id_number=members[0].id_number)
        call_command("rotate_keys")
        assert read([twice, members[0]]) == [(members[0].phone, number(0)), ("", number(0))]
        assert left() == {}
    assert f"党员 {members[0].pk} 的号码别的行也有" in capsys.readouterr().out


def test_what_does_not_open_is_named_and_left_alone(members):
    with BEFORE:
        damage(members[3], sealing_mark() + "nonsense")
    with DURING:
        with pytest.raises(CommandError, match="1 行打不开，旧密钥不要撤"):
            call_command("rotate_keys")
        assert rotation.waiting(Member, rotation.sealed_models()[Member]).get() == members[3]
        assert Member.objects.get(pk=members[3].pk).id_number == number(3)


def sealing_mark():
    return rotation.mark(sealing.current().head)


def test_stored_files_are_sealed_anew_with_their_age(department):
    with BEFORE:
        upload = writing.save(Upload(by=department, name="a.xlsx", size=1, choices={"policy": "fill"}), by=department)
        store.keep_workbook(upload, [b"13800000001" * 100, b"more"])
        store.keep_review(upload, {"head": 1}, [({"error"}, {"n": n}) for n in range(30)])
        store.keep_made(upload, "result", b"made")
        store.keep_progress(upload, 1, 2)
    ages = {path.name: path.stat().st_mtime_ns for path in store.folder(upload).iterdir()}
    with DURING:
        assert len(list(resealing.waiting())) == 5
        call_command("rotate_keys")
        assert list(resealing.waiting()) == []
    with AFTER:
        assert store.workbook(upload) == b"13800000001" * 100 + b"more"
        assert [row["n"] for row in store.each(store.Review(upload).marked("error"))] == list(range(30))
        assert b"".join(store.made(upload, "result")) == b"made"
        assert Upload.objects.get(pk=upload.pk).choices == {"policy": "fill"}
    assert {path.name: path.stat().st_mtime_ns for path in store.folder(upload).iterdir()} == ages


def one_of_each(make, branch, department):
    """A row of every model that seals something, a paper and an upload with its files."""
    make.member(home_branch=branch, phone="13800000001", id_number=number(1))  # and with it the key of its journal
    make.post(branch=branch, phone="13800000002")
    make.instructor(phone="13800000003")
    SecondFactor(pk=department.pk, user=department, seed="00").save(force_insert=True)
    draft = Draft(by=department, branch=branch, type="x", typed="写了一半", at=timezone.now())
    upload = Upload(by=department, name="a.xlsx", size=1, choices={"policy": "fill"})
    writing.add_notes([draft])
    writing.save(upload, by=department)
    store.keep_workbook(upload, [b"x"])
    paper = Paper(token=uuid.uuid4(), draft=draft)
    papers.keep(paper, b"%PDF-1.4 x")
    return draft, upload, paper


def marks_on_values():
    return {
        model: set().union(*(rotation.held(model, field) for field in fields))
        for model, fields in rotation.sealed_models().items()
    }


def heads_on_files():
    """Which keys' heads stand anywhere in a file below the uploads."""
    files = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return {secret for secret, head in HEADS.items() if any(head in data for data in files)}


HEADS = {secret: sealing.Key.of(settings.CRYPTO_SUITE, secret).head for secret in (OLD, NEW)}


def test_of_everything_that_is_sealed_nothing_needs_the_old_key_afterwards(make, branch, department, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with BEFORE:
        draft, upload, paper = one_of_each(make, branch, department)
    assert {mark for marks in marks_on_values().values() for mark in marks} == {rotation.mark(HEADS[OLD])}
    assert [model for model, marks in marks_on_values().items() if not marks] == [], "seal one of these, too"
    assert heads_on_files() == {OLD}
    with DURING:
        assert rotation.files_waiting() == 2
        call_command("rotate_keys")
        assert rotation.files_waiting() == 0
    assert {mark for marks in marks_on_values().values() for mark in marks} == {rotation.mark(HEADS[NEW])}
    assert heads_on_files() == {NEW}
    with AFTER:
        assert papers.contents(paper) == b"%PDF-1.4 x"
        assert store.workbook(upload) == b"x"
        assert Draft.objects.get(pk=draft.pk).typed == "写了一半"


def test_a_paper_that_does_not_open_is_counted_and_left(make, branch, department, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with BEFORE:
        one_of_each(make, branch, department)
    (path,) = (tmp_path / papers.PLACE).iterdir()
    path.write_bytes(HEADS[OLD] + b"nonsense")
    with DURING, pytest.raises(CommandError, match="有 1 份文件、0 行打不开"):
        call_command("rotate_keys")
    assert path.read_bytes() == HEADS[OLD] + b"nonsense"


def test_the_inventory_names_ciphers_and_counts_keys_without_showing_one(members, capsys):
    with DURING:
        call_command("crypto_inventory")
    told, values = capsys.readouterr().out, 2 * EVERYBODY + SubjectKey.objects.count()
    assert "AES-256-GCM" in told
    assert f"待更换）：{values} 个值" in told
    assert OLD not in told
    assert NEW not in told
    with AFTER:
        call_command("crypto_inventory")
    assert f"没有这把密钥，打不开）：{values} 个值" in capsys.readouterr().out
