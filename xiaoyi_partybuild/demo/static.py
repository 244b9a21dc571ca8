"""Collect the static files, unless what was collected is newer than all of them."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST = "staticfiles.json"


def collect():
    if not _is_fresh():
        call_command("collectstatic", interactive=False, verbosity=0)


def _is_fresh():
    manifest = Path(settings.STATIC_ROOT) / MANIFEST
    return manifest.exists() and manifest.stat().st_mtime > max(map(_changed, _sources()))


def _sources():
    return [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]


def _changed(path):
    return Path(path).stat().st_mtime
