"""The stored files sealed anew under the current key: each replaced whole, with its age; nothing is ever half."""

import os
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from django.conf import settings

from xiaoyi_partybuild.access import rotation, sealing

from . import store

PLAIN = (store.PROGRESS,)
WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def waiting():
    """Paths of stored files that an older key has sealed."""
    for path in sorted(Path(settings.MEDIA_ROOT, store.PLACE).glob("*/*")):
        if path.name not in PLAIN and not path.name.endswith(".new") and not _is_current(path):
            yield path


def _is_current(path):
    with path.open("rb") as file:
        skipped = 0 if path.name == store.ROWS else store.SIZE_BYTES
        head = file.read(skipped + sealing.HEAD_BYTES)[skipped:]
    return not head or sealing.is_current(head)


def seal_anew(path):
    """Whether the file opens and was replaced. Its length stays: every suite adds as many bytes."""
    before, upload = path.stat(), SimpleNamespace(token=UUID(path.parent.name))
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with path.open("rb") as file, open(os.open(fresh, WRITTEN, 0o600), "wb") as to:
            to.writelines(_rows(upload, file) if path.name == store.ROWS else _pieces(upload, path.name, file))
        os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
        if path.stat().st_mtime_ns == before.st_mtime_ns:  # else somebody wrote it meanwhile, under the current key
            fresh.replace(path)
        return True
    except (sealing.Unopened, store.Gone, FileNotFoundError):
        return False
    finally:
        fresh.unlink(missing_ok=True)


def _pieces(upload, name, file):
    return store.sealed(upload, name, store.opened(upload, name, file))


def _rows(upload, file):
    """A review's rows stand without their lengths, which its index knows."""
    bound_to = store.place(upload, store.ROWS)
    for _, length, _ in store.entries(upload):
        yield sealing.seal(sealing.unseal(file.read(length), bound_to=bound_to), bound_to=bound_to)


rotation.STORES.append(rotation.Store(waiting, seal_anew))
