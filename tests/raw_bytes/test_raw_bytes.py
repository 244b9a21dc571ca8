"""Every byte a site leaves is searched once in the suite, on the database the suite runs on."""

import os
import subprocess
import sys

from tests import tools
from tests.trials import site


def test_no_number_stands_on_the_disk_in_clear():
    database = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    if database == "postgresql":
        tools.demand(tools.postgresql(), "PostgreSQL")
    command = [sys.executable, "-m", "tests.raw_bytes", "--database", database]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "DATABASE_URL")}
    done = subprocess.run(command, cwd=site.ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no number in" in done.stdout
