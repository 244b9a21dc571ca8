"""manage.py demo: who may sign in, what a second run leaves alone, and when it refuses."""

import io
import socket
import stat

import pytest
from django.core.management import CommandError, call_command

from orgs.models import Organization
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import EDIT, SYSTEM, VIEW, Kind
from xiaoyi_partybuild.accounts.models import User
from xiaoyi_partybuild.demo import accounts, serving
from xiaoyi_partybuild.demo.management.commands.demo import PASSWORD_FILE
from xiaoyi_partybuild.registers.models import Upload


@pytest.fixture
def demo(story, settings, tmp_path, monkeypatch):
    """Runs the command in a room of its own; the workbooks are in already. Returns what it printed."""
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    def run(**options):
        out = io.StringIO()
        call_command("demo", **{"no_serve": True} | options, stdout=out)
        return out.getvalue()

    return run


def test_five_people_may_sign_in_with_the_password_that_is_printed(demo, client, tmp_path):
    printed = demo()
    password = (tmp_path / PASSWORD_FILE).read_text()
    assert password in printed
    for account in accounts.ALL:
        assert account.username in printed
        assert client.login(username=account.username, password=password)


@pytest.mark.parametrize(
    ("username", "kind", "action", "may"),
    [
        ("department", Kind.BUSINESS, EDIT, True),
        ("township", Kind.BUSINESS, EDIT, True),
        ("secretary", Kind.BUSINESS, EDIT, True),
        ("officer", Kind.INSPECTION, EDIT, True),
        ("officer", Kind.PERSONAL, VIEW, False),
        ("admin", Kind.ACCOUNTS, EDIT, True),
        ("admin", Kind.BUSINESS, VIEW, False),
    ],
)
def test_each_holds_its_role(demo, username, kind, action, may):
    demo()
    assert bool(User.objects.get(username=username).reach(action, kind)) is may


def test_the_secretary_is_the_one_of_the_branch(demo):
    demo()
    branch = User.objects.get(username="secretary").grants.get().branch
    assert branch.name == accounts.BRANCH
    assert branch.posts.get(end=None).name == User.objects.get(username="secretary").name


def test_a_second_run_imports_nothing_and_loses_nothing(demo):
    first = demo()
    organization = Organization.objects.first()
    organization.remark = "手工补记"
    writing.save(organization, by=SYSTEM)
    uploads = Upload.objects.count()
    assert demo() == first
    assert Upload.objects.count() == uploads
    organization.refresh_from_db()
    assert organization.remark == "手工补记"
    assert User.objects.filter(username__in=[account.username for account in accounts.ALL]).count() == len(accounts.ALL)


def test_the_password_may_be_chosen_and_is_kept_for_its_owner_only(demo, tmp_path, monkeypatch):
    demo()
    monkeypatch.setenv("DEMO_PASSWORD", "chosen by the office")
    demo()
    monkeypatch.delenv("DEMO_PASSWORD")
    assert "chosen by the office" in demo()
    assert all(user.check_password("chosen by the office") for user in User.objects.exclude(username="importer"))
    assert stat.S_IMODE((tmp_path / PASSWORD_FILE).stat().st_mode) == 0o600


def test_a_password_somebody_changed_stays_changed(demo):
    demo()
    user = User.objects.get(username="officer")
    user.set_password("my own from now on")
    writing.save(user, by=SYSTEM)
    demo()
    assert User.objects.get(username="officer").check_password("my own from now on")


def test_a_busy_port_is_one_clear_line_and_status_2(demo):
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"端口 {port} 已被占用") as refused:
            demo(no_serve=False, port=port)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("port", [0, 70000])
def test_a_port_that_is_none_is_refused(demo, port):
    with pytest.raises(CommandError, match=f"端口 {port} 不对"):
        demo(port=port)


def test_production_is_refused_before_anything_is_touched(demo, settings, tmp_path):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production") as refused:
        demo()
    assert refused.value.returncode == 2
    assert not User.objects.filter(username="department").exists()
    assert not list(tmp_path.iterdir())
