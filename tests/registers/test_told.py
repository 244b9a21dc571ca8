"""An import, its undo and a merge: each done, refused or failed is exactly one line of the record."""

import pytest

from orgs import merging
from orgs.models import Organization
from tests.registers.conftest import TODAY
from tests.registers.test_apply import societies
from tests.registers.test_plan import row
from xiaoyi_partybuild.access import undo as access_undo
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import apply, register, reversal, store


class Desk:
    """One file of one organization: brought, changed in between, imported, undone; two organizations merged."""

    def __init__(self, department, make, monkeypatch):
        self.department, self.make, self.monkeypatch = department, make, monkeypatch

    def bring(self):
        return apply.take_in(societies(row()), "名册.xlsx", by=self.department, on=TODAY, register=register.AUTO)

    def imported(self):
        upload = self.bring()
        apply.commit(upload, by=self.department, on=TODAY)
        upload.refresh_from_db()
        return upload

    def commit(self, raising=()):
        upload = self.bring()
        if raising:
            self.monkeypatch.setattr(apply, "plan_for", lambda *args, **kwargs: 1 / 0)
        else:
            self.make.organization(name="甲协会", credit_code=None)
        with pytest.raises(raising or apply.Changed):
            apply.commit(upload, by=self.department, on=TODAY)

    def undo(self, edited=False):
        upload = self.imported()
        if edited:
            known = Organization.objects.get()
            known.name = "乙协会"
            writing.save(known, by=SYSTEM)
        reversal.order(upload, decisions=None, seen=None)
        reversal.carry_out(upload, by=self.department)

    def fail_to_undo(self):
        self.monkeypatch.setattr(access_undo, "_Walk", lambda *args: 1 / 0)
        self.undo()

    def pair(self):
        return self.make.organization(name="甲"), self.make.organization(name="乙")

    def merge(self, pair=None):
        stays, goes = pair or self.pair()
        merging.merge(stays, goes, by=self.department, fields={}, clashes={})
        return goes

    def merge_again(self):
        stays, goes = self.pair()
        goes.merged_into = stays
        writing.save(goes, by=SYSTEM)
        with pytest.raises(merging.Undecided):
            self.merge((stays, goes))

    def fail_to_merge(self):
        self.monkeypatch.setattr(merging, "_rows", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            self.merge()

    def take_apart(self, by=None):
        merging.take_apart(self.merge(), by=by or self.department)

    def take_apart_beyond(self):
        with pytest.raises(writing.OutOfReach):
            self.take_apart(by=self.make.user())


ACTS = {
    "bring": (Desk.bring, Kind.IMPORT_BEGUN, Result.OK),
    "import": (Desk.imported, Kind.IMPORTED, Result.OK),
    "import what has changed": (Desk.commit, Kind.IMPORTED, Result.REFUSED),
    "fail to import": (lambda desk: desk.commit(ZeroDivisionError), Kind.IMPORTED, Result.FAILED),
    "undo": (Desk.undo, Kind.UNDONE, Result.OK),
    "undo what was edited": (lambda desk: desk.undo(edited=True), Kind.UNDONE, Result.REFUSED),
    "fail to undo": (Desk.fail_to_undo, Kind.UNDONE, Result.FAILED),
    "merge": (Desk.merge, Kind.MERGED, Result.OK),
    "merge what is merged": (Desk.merge_again, Kind.MERGED, Result.REFUSED),
    "fail to merge": (Desk.fail_to_merge, Kind.MERGED, Result.FAILED),
    "take apart": (Desk.take_apart, Kind.UNMERGED, Result.OK),
    "take apart beyond the reach": (Desk.take_apart_beyond, Kind.UNMERGED, Result.REFUSED),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_told_once(department, make, monkeypatch, uploads, registers, name):
    act, kind, result = ACTS[name]
    act(Desk(department, make, monkeypatch))
    assert [one.result for one in Event.objects.filter(kind=kind)] == [result]


def test_no_import_stands_without_its_record(department, make, monkeypatch, uploads, registers):
    upload = Desk(department, make, monkeypatch).bring()
    monkeypatch.setattr(Event, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply.commit(upload, by=department, on=TODAY)
    assert not Organization.objects.exists()
    assert store.has_workbook(upload)
