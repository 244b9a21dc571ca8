"""A throw-away site to measure on: a temporary DATA_DIR, a migrated database, one user for the whole city.

BENCHMARK_DATABASE_URL names a PostgreSQL server instead of the temporary SQLite file; a database is made there and dropped.
"""

import atexit
import io
import os
import shutil
import tempfile

REGION = "141181"


def start():
    """Set Django up and return the department user."""
    room = tempfile.mkdtemp(prefix="partybuilding-benchmark-")
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    os.environ |= {
        "DATA_DIR": room,
        "SITE_PROFILE": "demo",
        "DATABASE_URL": _database(os.environ.get("BENCHMARK_DATABASE_URL", "")),
        "DJANGO_SETTINGS_MODULE": "xiaoyi_partybuild.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_regions", verbosity=0, stdout=io.StringIO())
    return _department()


def _database(server):
    """The URL of a new database on the server; "" for SQLite."""
    if not server:
        return ""
    import psycopg2

    name = f"benchmark_{os.getpid()}"

    def run(sql):
        connection = psycopg2.connect(server.rpartition("/")[0] + "/postgres")
        connection.autocommit = True
        connection.cursor().execute(sql)
        connection.close()

    run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    atexit.register(run, f"DROP DATABASE {name} WITH (FORCE)")
    return f"{server.rpartition('/')[0]}/{name}"


def _department():
    from django.utils import timezone

    from orgs.models import Region
    from xiaoyi_partybuild.access import writing
    from xiaoyi_partybuild.access.scoping import SYSTEM
    from xiaoyi_partybuild.accounts.models import Grant, User
    from xiaoyi_partybuild.accounts.roles import Role

    person = writing.save(User(username="department", name="李文"), by=SYSTEM)
    region = Region.objects.visible_to(SYSTEM).get(code=REGION)
    grant = Grant(user=person, role=Role.DEPARTMENT, region=region, start="2000-01-01", confirmed_at=timezone.now())
    writing.save(grant, by=SYSTEM)
    return person


def engine():
    """The name of the database measured on."""
    from django.db import connection

    return connection.vendor
