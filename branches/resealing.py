"""The papers of meetings sealed anew under the current key, each replaced whole."""

from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from django.conf import settings

from xiaoyi_partybuild.access import rotation, sealing

from . import papers


def waiting():
    """Paths of papers that an older key has sealed."""
    for path in sorted(Path(settings.MEDIA_ROOT, papers.PLACE).glob("*")):
        if path.suffix != ".new" and not _is_current(path):
            yield path


def _is_current(path):
    with path.open("rb") as file:
        return sealing.is_current(file.read(sealing.HEAD_BYTES))


def seal_anew(path):
    """Whether the file opens and was replaced."""
    paper = SimpleNamespace(token=UUID(path.name))
    try:
        papers.keep(paper, papers.contents(paper))
    except papers.LOST:
        return False
    return True


rotation.STORES.append(rotation.Store(waiting, seal_anew))
