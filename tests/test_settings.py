"""A real site starts with proper secrets and hosts, or not at all, with one clear line."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "SITE_PROFILE": "production",
    "ALLOWED_HOSTS": "example.org",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "FIELD_KEY": secrets.token_urlsafe(64),
    "RECORD_KEY": secrets.token_urlsafe(64),
}


def start(tmp_path, **given):
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "xiaoyi_partybuild.settings",
    }
    environment |= {name: value for name, value in (GOOD | given).items() if value is not None}
    code = "import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_site_with_proper_settings_starts(tmp_path):
    started = start(tmp_path)
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"FIELD_KEY": None}, "FIELD_KEY is missing"),
        ({"RECORD_KEY": None}, "RECORD_KEY is missing"),
        ({"RECORD_KEY": GOOD["FIELD_KEY"]}, "are the same"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing, short or a sample"),
        ({"SECRET_KEY": "django-insecure-" + "x1y2z" * 12}, "SECRET_KEY is missing, short or a sample"),
        ({"FIELD_KEY": "a" * 64}, "FIELD_KEY is missing, short or a sample"),
        ({"FIELD_KEY": GOOD["SECRET_KEY"]}, "are the same"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SITE_PROFILE": "debug"}, "SITE_PROFILE is 'debug'"),
        ({"PASSWORD_PROFILE": "easy"}, "PASSWORD_PROFILE is 'easy'"),
        ({"ADMINISTRATORS_FROM": "10.3.0.0/40"}, "ADMINISTRATORS_FROM must hold networks"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL must look like"),
        ({"CRYPTO_SUITE": "rot13"}, "CRYPTO_SUITE is 'rot13'"),
        ({"FIELD_KEYS_OLD_FILES": "nowhere.txt"}, "there is no file nowhere.txt"),
    ],
)
def test_what_makes_no_sense_stops_the_start(tmp_path, given, said):
    started = start(tmp_path, **given)
    assert started.returncode != 0
    assert said in started.stderr.splitlines()[-1]


@pytest.mark.parametrize(("mode", "starts"), [(0o400, True), (0o600, True), (0o644, False), (0o440, False)])
def test_a_key_file_is_read_when_nobody_else_can(tmp_path, mode, starts):
    path = tmp_path / "key"
    path.write_text(secrets.token_urlsafe(64))
    path.chmod(mode)
    started = start(tmp_path, SECRET_KEY=None, SECRET_KEY_FILE=str(path))
    assert (started.returncode == 0) is starts, started.stderr
    assert starts or "others may read" in started.stderr.splitlines()[-1]
