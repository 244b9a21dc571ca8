"""A throw-away site for the trials: its folder, its database, one person at a desk, a register to bring, a real worker."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["社会组织名称", "统一社会信用代码", "社会组织类型", "成立登记日期", "所属乡镇（街道）", "法定代表人", "业务范围"]
# Large enough for the worker, which gets what is above 128 KB.
SCOPE = "行业服务、业务培训、信息交流、展览展示、咨询服务、承办政府委托的其他事项，" * 3
PATIENCE = 120


def start(room, url):
    """Set Django up on an empty database; returns the person. Call once in a process."""
    os.environ |= {
        "DATA_DIR": str(room),
        "SITE_PROFILE": "demo",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "xiaoyi_partybuild.settings",
    }
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests import factories
    from xiaoyi_partybuild.accounts.roles import Role

    for code in factories.NAMES:
        factories.region(code)
    return factories.user(Role.DEPARTMENT, region=factories.region(), username="department", name="李文")


def register(rows, known):
    """A register of so many organizations as CSV; the first `known` of them are stored already, with another person."""
    from tests import factories
    from tests.registers import books

    home = factories.region(factories.XIAOYI + "001")
    lines = [HEADER]
    for number in range(rows):
        name, code = f"孝义市第{number}号志愿服务协会", factories.valid_credit_code(number)
        if number < known:
            factories.organization(name=name, credit_code=code, region=home, legal_representative="王五")
        lines.append([name, code, "社会团体", "2015年6月", home.name, "张三", SCOPE])
    return books.csv(lines)


@contextmanager
def worker():
    """`manage.py db_worker` in a process of its own; it is killed in the end, and waited for."""
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.05", "--no-startup-delay", "--no-reload"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_writing():
    """Whether somebody else holds a transaction that writes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()")
            return cursor.fetchone()[0] > 0
    probe = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        probe.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        probe.close()
    return False


def until(happened, what):
    """Wait for it; returns the seconds it took."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > PATIENCE:
            raise AssertionError(f"{what} did not happen in {PATIENCE} s")
        time.sleep(0.02)
    return time.monotonic() - began
