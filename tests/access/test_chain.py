"""The chain finds whatever was done to the record past the application, and names the first bad row."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from tests.flushing import unprotected
from xiaoyi_partybuild.access import anchors, chain, events, verifying, writing
from xiaoyi_partybuild.access.events import Kind
from xiaoyi_partybuild.access.models import Batch, Change, Seal
from xiaoyi_partybuild.access.models import Event as Told
from xiaoyi_partybuild.access.scoping import SYSTEM

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def rows(monkeypatch, make, department):
    """Keys of twelve events in three seals, sealed together with what the cast has left behind."""
    monkeypatch.setattr(chain, "AT_ONCE", 4)
    chain.seal_all()
    told = [events.tell(Kind.EXPORTED, by=department, facts={"rows": number}) for number in range(12)]
    chain.seal_all()
    return [one.pk for one in told]


def whole():
    return [(seal.number, seal.mac) for seal in Seal.objects.order_by("number")]


def edit(rows):
    Told.objects.filter(pk=rows[5]).update(facts={"rows": 6})
    return f"事项 {rows[5]} 的内容被改过"


def edit_the_time(rows):
    Told.objects.filter(pk=rows[2]).update(at=NOW)
    return f"事项 {rows[2]} 的内容被改过"


def delete(rows):
    Told.objects.filter(pk__in=[rows[3], rows[9]]).delete()
    return f"事项 {rows[3]} 不见了"


def delete_the_last(rows):
    Told.objects.filter(pk=rows[-1]).delete()
    return f"事项 {rows[-1]} 不见了"


def cut_the_tail(rows):
    Told.objects.filter(pk__gte=rows[6]).delete()
    return f"事项 {rows[6]} 不见了"


def swap(rows):
    one, other = (Told.objects.get(pk=rows[at]) for at in (4, 7))
    one.facts, other.facts = other.facts, one.facts
    for row in (one, other):
        row.save()
    return f"事项 {rows[4]} 的内容被改过"


def renumber(rows):
    for key in reversed(rows[8:]):
        Told.objects.filter(pk=key).update(id=F("id") + 1)
    return f"事项 {rows[8]} 不见了"


def insert(rows):
    """Where a number was free: the row of that number goes, and another comes in its place."""
    Told.objects.filter(pk=rows[1]).delete()
    Told.objects.create(pk=rows[1], kind=Kind.EXPORTED, result="ok")
    return f"事项 {rows[1]} 的内容被改过"


def take_a_seal(rows):
    number = Seal.objects.latest("number").number - 1
    Seal.objects.filter(number=number).delete()
    return f"封签 {number} 不见了"


def change_a_seal(rows):
    seal = Seal.objects.latest("number")
    Seal.objects.filter(pk=seal.pk).update(mac="0" * 64)
    return f"封签 {seal.number} 被改过"


def widen_a_gap(rows):
    """Take a row away and have the seal say that its number was never borne."""
    Told.objects.filter(pk=rows[1]).delete()
    seal = Seal.objects.get(table="access.event", first__lte=rows[1], last__gte=rows[1])
    Seal.objects.filter(pk=seal.pk).update(gaps=[[rows[1], rows[1]]])
    return ""


def chain_again_with_another_key(rows, settings):
    Told.objects.filter(pk=rows[5]).update(facts={"rows": 6})
    Seal.objects.all().delete()
    settings.RECORD_KEY, ours = "x" * 60, settings.RECORD_KEY
    chain.seal_all()
    settings.RECORD_KEY = ours
    return "封签 1 不是用本系统的记录密钥做的"


TAMPERING = (edit, edit_the_time, delete, delete_the_last, cut_the_tail, swap, renumber, insert, take_a_seal, change_a_seal)


@pytest.mark.parametrize("suite", ["intl", "gm"])
def test_what_nobody_touched_is_whole(rows, settings, suite):
    settings.CRYPTO_SUITE = suite
    events.tell(Kind.EXPORTED, facts={"rows": 13})
    chain.seal_all()
    report = verifying.verify(whole())
    assert (report.fault, report.notes, report.oldest) == ("", [], None)
    assert report.rows == Told.objects.count() + Change.objects.count() + Batch.objects.count()


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_the_first_bad_row_named(rows, tamper):
    with unprotected():
        said = tamper(rows)
    assert verifying.verify().fault.startswith(said)


def test_a_seal_that_lies_about_its_gaps_is_found(rows):
    with unprotected():
        widen_a_gap(rows)
    assert verifying.verify().fault


def test_a_chain_made_anew_with_another_key_is_found(rows, settings):
    with unprotected():
        said = chain_again_with_another_key(rows, settings)
    assert verifying.verify().fault == said


def test_a_row_put_into_a_gap_is_found(rows):
    one, _ = (events.tell(Kind.EXPORTED) for _ in range(2))
    with unprotected():
        Told.objects.filter(pk=one.pk).delete()
    chain.seal_all()
    assert verifying.verify().fault == ""
    with unprotected():
        one.save(force_insert=True)
    assert verifying.verify().fault.startswith(f"事项 {one.pk} 是后来塞进去的")


def test_a_backup_from_before_the_anchor_is_found_and_without_one_the_report_says_so(rows):
    known = whole()
    with unprotected():
        Seal.objects.filter(number__gte=known[-1][0]).delete()
        Told.objects.filter(pk__gte=rows[8]).delete()
    blind = verifying.verify()
    assert blind.fault == ""
    assert "没有锚点" in blind.notes[0]
    assert "记录被截短，或者恢复了旧的备份" in verifying.verify(known).fault


def test_a_chain_made_anew_with_the_right_key_differs_from_the_anchor(rows):
    known = whole()
    with unprotected():
        Told.objects.filter(pk=rows[5]).update(facts={"rows": 6})
        Seal.objects.all().delete()
    chain.seal_all()
    assert verifying.verify().fault == ""
    assert "整个重做过" in verifying.verify(known).fault


def test_what_is_not_sealed_yet_is_counted(rows, department):
    events.tell(Kind.EXPORTED, by=department)
    report = verifying.verify(whole())
    assert report.waiting[Told] == 1
    assert report.oldest == Told.objects.latest("pk").at
    assert report.notes == ["还有 1 行没有封签"]


def test_sealing_twice_seals_once(rows):
    before = whole()
    assert chain.seal_all() == 0
    assert whole() == before


def test_the_key_is_not_in_the_database(rows, settings):
    assert settings.RECORD_KEY not in json.dumps([*Seal.objects.values()], default=str)


# --- commands


def test_the_commands_seal_anchor_and_verify(rows, settings, tmp_path, capsys):
    settings.RECORD_ANCHOR_FILE = str(tmp_path / "anchors")
    events.tell(Kind.EXPORTED)
    call_command("seal_record")
    assert "新封签 1 行" in capsys.readouterr().out
    call_command("anchor_record")
    assert json.loads(capsys.readouterr().out)["number"] == Seal.objects.count()
    call_command("verify_audit")
    assert "记录完整" in capsys.readouterr().out
    with unprotected():
        edit(rows)
    with pytest.raises(CommandError, match=f"事项 {rows[5]} 的内容被改过"):
        call_command("verify_audit")
    assert [*Told.objects.filter(kind=Kind.VERIFIED).values_list("result", flat=True)] == ["failed", "ok"]


def test_an_anchor_file_is_added_to_and_read_by_nobody_else(rows, settings, tmp_path):
    path = tmp_path / "anchors"
    settings.RECORD_ANCHOR_FILE = str(path)
    first = anchors.take(now=NOW)
    events.tell(Kind.EXPORTED)
    chain.seal_all()
    second = anchors.take(now=NOW)
    assert anchors.kept() == [(first["number"], first["mac"]), (second["number"], second["mac"])]
    assert path.stat().st_mode & 0o077 == 0


# --- beside writers


@pytest.mark.django_db(transaction=True)
def test_a_hundred_writers_at_once_are_all_told_and_sealed():
    def write(number):
        try:
            events.tell(Kind.EXPORTED, facts={"rows": number})
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        writers = [pool.submit(write, number) for number in range(100)]
        sealed = sum(chain.seal_all() for _ in range(5))
        for writer in writers:
            writer.result()
    sealed += chain.seal_all()
    assert sorted(one.facts["rows"] for one in Told.objects.all()) == [*range(100)]
    assert sealed == 100
    assert verifying.verify(whole()).fault == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_later_key_that_commits_first_is_not_sealed_before_the_earlier_one():
    has_key, may_end, together = Event(), Event(), Barrier(2)

    def slow():
        try:
            with transaction.atomic():
                events.tell(Kind.EXPORTED, facts={"rows": 1})
                has_key.set()
                may_end.wait(20)
        finally:
            connection.close()
            together.wait(20)

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(slow)
        has_key.wait(20)
        events.tell(Kind.EXPORTED, facts={"rows": 2})
        assert chain.seal_all(patience=0.1) == 0
        may_end.set()
        together.wait(20)
        work.result()
    assert chain.seal_all() == 2
    (seal,) = Seal.objects.all()
    assert len([*chain.expected(seal)]) == 2
    assert verifying.verify(whole()).fault == ""


def test_a_number_that_was_rolled_back_is_a_gap_and_no_fault(rows):
    writing.save_all([], by=SYSTEM, title="一")
    with transaction.atomic():
        events.tell(Kind.EXPORTED)
        transaction.set_rollback(True)
    events.tell(Kind.EXPORTED)
    chain.seal_all()
    assert verifying.verify(whole()).fault == ""
