"""The map stays true: every check passes on the source, and every check catches the fault it is there for."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models as orm
from django.test.utils import isolate_apps

from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from . import doors, imports, models, pages, repository, sizes
from .source import Source

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent

CHECKS = (
    imports.arrows_point_down,
    imports.domain_knows_no_pages,
    imports.one_module_knows_ciphers,
    doors.writes_go_through_the_door,
    doors.pages_read_through_the_door,
    doors.rights_are_said_in_the_table,
    doors.time_is_an_argument,
    doors.only_commands_act_as_the_system,
    doors.no_hidden_writes,
    sizes.functions_stay_short,
    sizes.modules_stay_short,
    sizes.modules_say_what_they_are,
    sizes.the_engine_names_its_modules,
    pages.pages_obey_csp_and_old_browsers,
    repository.nothing_of_one_machine,
    repository.security_is_silenced_with_a_reason,
)


@pytest.fixture(scope="module")
def project():
    return Source(ROOT)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_source_keeps_to_the_map(project, check):
    complaints = list(check(project))
    assert not complaints, "\n".join(complaints)


def test_every_app_of_ours_is_looked_at(project):
    """An app beside the others, which nobody has told tests/architecture/source.py about, would keep no rule."""
    ours = {Path(app.path) for app in apps.get_app_configs() if ROOT in Path(app.path).parents and ".venv" not in app.path}
    looked_at = {ROOT / module.path for module in project.modules}
    assert {app for app in ours if app / "__init__.py" not in looked_at} == set()


# (check, file, what it holds, what the complaint says)
FAULTS = (
    (imports.arrows_point_down, "xiaoyi_partybuild/access/x.py", "from orgs.models import Region", "access imports nobody"),
    (imports.arrows_point_down, "xiaoyi_partybuild/access/x.py", "from ..ui import pages", "access imports nobody"),
    (imports.arrows_point_down, "xiaoyi_partybuild/registers/plan.py", "import orgs.models", "the foundation knows no app"),
    (
        imports.arrows_point_down,
        "xiaoyi_partybuild/registers/plan.py",
        "from xiaoyi_partybuild.accounts.models import User",
        "the foundation knows no app",
    ),
    (imports.arrows_point_down, "xiaoyi_partybuild/ui/x.py", "from ..reports import x", "the foundation knows no app"),
    (imports.arrows_point_down, "orgs/rules.py", "from branches.models import Branch", "the domain looks down only"),
    (imports.arrows_point_down, "branches/rules.py", "def f():\n    from inspections import models", "looks down only"),
    (imports.arrows_point_down, "orgs/models.py", "from xiaoyi_partybuild.accounts.models import User", "looks down only"),
    (imports.arrows_point_down, "branches/rules.py", "from orgs.filters import OrganizationFilter", "never imports a page"),
    (imports.arrows_point_down, "branches/views.py", "from orgs.views import detail", "never another app's pages"),
    (imports.arrows_point_down, "orgs/views.py", "from xiaoyi_partybuild.dashboard import page", "do not import the top"),
    (imports.arrows_point_down, "orgs/api.py", "from xiaoyi_partybuild import settings", "do not import the top"),
    (imports.domain_knows_no_pages, "orgs/rules.py", "from django.http import HttpRequest", "domain imports django.http"),
    (imports.domain_knows_no_pages, "orgs/models.py", "import openpyxl", "domain imports openpyxl"),
    (
        imports.one_module_knows_ciphers,
        "xiaoyi_partybuild/registers/x.py",
        "from cryptography.hazmat.primitives import hashes",
        "only access/sealing.py knows ciphers",
    ),
    (doors.writes_go_through_the_door, "orgs/views.py", "organization.save()", "save() writes past"),
    (doors.writes_go_through_the_door, "orgs/views.py", "form.save(commit=True)", "save() writes past"),
    (doors.writes_go_through_the_door, "orgs/rules.py", "Region.objects.create(code='1')", "create() writes past"),
    (doors.writes_go_through_the_door, "orgs/rules.py", "rows.bulk_create(new)", "bulk_create() writes past"),
    (doors.writes_go_through_the_door, "orgs/rules.py", "rows.update(name='x')", "update() writes past"),
    (doors.writes_go_through_the_door, "orgs/rules.py", "rows.filter(pk=1).delete()", "delete() writes past"),
    (doors.pages_read_through_the_door, "orgs/views.py", "rows = Region.objects.all()", ".objects without visible_to"),
    (doors.pages_read_through_the_door, "orgs/api.py", "queryset = Region.objects", ".objects without visible_to"),
    (doors.pages_read_through_the_door, "orgs/admin.py", "Region._base_manager.get(pk=1)", "._base_manager without"),
    (
        doors.pages_read_through_the_door,
        "orgs/management/commands/x.py",
        "Region.objects.get(pk=1)",
        ".objects without visible_to",
    ),
    (
        doors.pages_read_through_the_door,
        "xiaoyi_partybuild/reports/x.py",
        "Region.objects.all()",
        ".objects without visible_to",
    ),
    (doors.pages_read_through_the_door, "orgs/forms.py", "get_object_or_404(Region, pk=1)", "wants rows from visible_to"),
    (
        doors.rights_are_said_in_the_table,
        "orgs/views.py",
        "from django.views.decorators.http import require_GET",
        "is said in policy.py alone",
    ),
    (doors.time_is_an_argument, "orgs/rules.py", "on = timezone.localdate()", "timezone.localdate() is asked"),
    (doors.time_is_an_argument, "orgs/models.py", "on = datetime.date.today()", "date.today() is asked"),
    (doors.only_commands_act_as_the_system, "orgs/views.py", "from x import SYSTEM", "SYSTEM is for commands"),
    (doors.only_commands_act_as_the_system, "orgs/views.py", "scoping.SYSTEM.reach()", "SYSTEM is for commands"),
    (doors.no_hidden_writes, "orgs/models.py", "class A:\n    def save(self):\n        pass", "logic in save()"),
    (doors.no_hidden_writes, "orgs/rules.py", "from django.db.models.signals import post_save", "signals hide"),
    (doors.no_hidden_writes, "orgs/views.py", "Region.objects.raw('SELECT 1')", "raw() is SQL by hand"),
    (doors.no_hidden_writes, "orgs/views.py", "cursor.execute('DELETE')", "execute() is SQL by hand"),
    (sizes.functions_stay_short, "orgs/rules.py", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
    (sizes.functions_stay_short, "tests/test_x.py", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
    (sizes.modules_stay_short, "orgs/rules.py", "x = 1\n" * 301, "has 301 lines"),
    (sizes.modules_say_what_they_are, "orgs/rules.py", "x = 1", "has no opening sentence"),
    (sizes.the_engine_names_its_modules, "xiaoyi_partybuild/registers/x.py", '"""X."""', "not in the table of contents"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<p style="width:1px">', "a style attribute"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<a\n onclick="x()">', "an inline handler"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", "<script>x()</script>", "an inline script"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", "<style>p{}</style>", "a style element"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<a hx-on:click="x()">', "hx-on"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", "<a hx-vals='js:{a:1}'>", "a js: value"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<a hx-trigger="keyup[ctrlKey]">', "a trigger filter"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<img src="//cdn.example.com/a.png">', "another host"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", "{{ name|safe }}", "unescaped output"),
    (pages.pages_obey_csp_and_old_browsers, "static/js/x.js", "a.innerHTML = b", "markup written by script"),
    (pages.pages_obey_csp_and_old_browsers, "static/js/x.js", "localStorage.a = 1", "browser storage"),
    (pages.pages_obey_csp_and_old_browsers, "static/js/x.js", 'fetch("https://example.com/")', "another host"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "p:has(a) {}", ":has"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "p { color: oklch(1 1 1) }", "a colour function"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "p { inset: 0 }", "a property Chromium 88"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "p { height: 10dvh }", "a unit Chromium 88"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "@layer base {}", "a rule Chromium 88"),
    (pages.pages_obey_csp_and_old_browsers, "static/css/x.css", "p {\n  & a {}\n}", "nesting"),
    (repository.nothing_of_one_machine, "docs/x.md", "see /ho" + "me/me/x", "a path of one machine"),
    (repository.security_is_silenced_with_a_reason, "orgs/x.py", "x = 1  # no" + "qa: S603", "and a reason"),
    (repository.nothing_of_one_machine, "docs/x.md", "-----BEGIN PRIV" + "ATE KEY-----", "a secret"),
)


@pytest.mark.parametrize(("check", "path", "text", "complaint"), FAULTS)
def test_a_fault_is_caught(tmp_path, check, path, text, complaint):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert any(complaint in said and said.startswith(path) for said in check(Source(tmp_path)))


# What looks like a fault and is none.
RIGHT = (
    (imports.arrows_point_down, "branches/rules.py", "from orgs.models import Region\nfrom .enums import Level"),
    (imports.arrows_point_down, "orgs/views.py", "from branches import coverage\nfrom xiaoyi_partybuild.ui import pages"),
    (imports.arrows_point_down, "xiaoyi_partybuild/dashboard/page.py", "from orgs.filters import OrganizationFilter"),
    (imports.domain_knows_no_pages, "orgs/views.py", "from django.http import HttpResponse"),
    (doors.writes_go_through_the_door, "orgs/views.py", "writing.save(row, by=me)\nform.save(commit=False)"),
    (doors.writes_go_through_the_door, "orgs/rules.py", "book.save(file)\nfound.update(other)\nhash.update(b'x')"),
    (doors.pages_read_through_the_door, "orgs/views.py", "Region.objects.visible_to(user)\nRegion.objects.none()"),
    (doors.pages_read_through_the_door, "orgs/filters.py", "rows.filter(pk__in=Region.objects.filter(a=1).values('pk'))"),
    (
        doors.pages_read_through_the_door,
        "orgs/filters.py",
        "Exists(Post.objects.filter(branch=OuterRef('pk')).order_by('a'))",
    ),
    (doors.time_is_an_argument, "orgs/views.py", "on = timezone.localdate()"),
    (doors.only_commands_act_as_the_system, "orgs/management/commands/x.py", "from x import SYSTEM"),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<script src="{% static "a.js" %}"></script>'),
    (pages.pages_obey_csp_and_old_browsers, "templates/x.html", '<svg xmlns="http://www.w3.org/2000/svg">{# <b style="" #}'),
)


@pytest.mark.parametrize(("check", "path", "text"), RIGHT)
def test_what_is_right_is_not_reported(tmp_path, check, path, text):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert list(check(Source(tmp_path))) == []


MODEL_CHECKS = (models.every_model_has_a_scope, models.every_name_is_chinese, models.every_constraint_speaks)


@pytest.mark.parametrize("check", MODEL_CHECKS, ids=lambda check: check.__name__)
def test_the_models_keep_to_the_map(check):
    ours = models.ours(apps.get_models())
    assert len(ours) > 15
    complaints = list(check(ours))
    assert not complaints, "\n".join(complaints)


@isolate_apps("orgs")
def test_a_faulty_model_is_caught():
    class Faulty(orm.Model):
        name = orm.CharField(max_length=5)

        class Meta:
            app_label = "orgs"
            verbose_name = "faulty"
            constraints = [orm.UniqueConstraint(fields=["name"], name="faulty_name")]

        def __str__(self):
            return self.name

    complaints = [said for check in MODEL_CHECKS for said in check([Faulty])]
    assert complaints == [
        "orgs.Faulty has no scope",
        "orgs.Faulty has a manager without visible_to",
        "orgs.Faulty has no Chinese name",
        "orgs.Faulty.name has no Chinese name",
        "orgs.Faulty: faulty_name does not say why",
    ]


@isolate_apps("orgs")
def test_a_right_model_is_not_reported():
    class Right(orm.Model):
        scope = Scope(Kind.REFERENCE, shared=True)
        name = orm.CharField("名称", max_length=5)
        objects = ScopedManager()

        class Meta:
            app_label = "orgs"
            verbose_name = "对"

        def __str__(self):
            return self.name

    assert [said for check in MODEL_CHECKS for said in check([Right])] == []
