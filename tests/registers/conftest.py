"""What tests of the engine share: planning and importing bytes, and the registers declared for tests."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.registers import declared
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import apply, plan, register, tasks, workbook

TODAY = date(2026, 11, 22)


@pytest.fixture
def registers(monkeypatch):
    """Only the test registers are on the list."""
    for slug in list(register.REGISTRY):
        monkeypatch.delitem(register.REGISTRY, slug)
    for one in (declared.SOCIETIES, declared.LEDGER, declared.MEETINGS):
        monkeypatch.setitem(register.REGISTRY, one.slug, one)
    return SimpleNamespace(societies=declared.SOCIETIES, ledger=declared.LEDGER, meetings=declared.MEETINGS)


@pytest.fixture
def uploads(settings, tmp_path):
    """The store, in a place of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def planned():
    """Plan bytes against one register."""

    def make(data, declared_, *, by=SYSTEM, on=TODAY, **options):
        return plan.build(workbook.read(data), [declared_], by=by, on=on, **options)

    return make


@pytest.fixture
def imported(uploads, registers):
    """Import bytes in one go; returns the Outcome."""

    def make(data, slug=register.AUTO, *, by=SYSTEM, on=TODAY, name="名册.xlsx", **options):
        return apply.import_file(data, name, by=by, on=on, register=slug, **options)

    return make


@pytest.fixture
def desk(client_of, department, uploads, registers, settings):
    """The wizard at hand: signed in as the department; work that goes to the worker is done on the spot."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return client_of(department)


@pytest.fixture
def large(monkeypatch):
    """Every file is large: it goes to the worker."""
    monkeypatch.setattr(tasks, "AT_ONCE", 0)


@pytest.fixture
def idle(monkeypatch, large):
    """A worker that never comes."""
    monkeypatch.setattr(type(tasks.check), "enqueue", lambda *arguments: None)
