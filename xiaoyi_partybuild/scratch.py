"""Where this process puts what is not to last: a folder of its own that only its owner may enter, below DATA_DIR.

Workbooks stand in clear while libraries make them, in files of `tempfile`, which all land here. The folder goes with its
process; what a killed one has left, the next one that starts takes away. A lock says who is alive: it ends with the process.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o700
LOCK = "lock"


def begin(place):
    """From now on temporary files of this process lie in a folder of its own below `place`; returns it."""
    place.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    place.chmod(OWNER_ONLY)
    with _alone(place):
        sweep(place)
        room = Path(tempfile.mkdtemp(dir=place))
        lock = _locked(room)
    tempfile.tempdir = str(room)
    atexit.register(_end, room, lock, os.getpid())
    return room


def sweep(place):
    """Take away the folders of processes that are no more."""
    for room in (path for path in place.iterdir() if path.is_dir()):
        lock = _locked(room)
        if lock is not None:
            shutil.rmtree(room, ignore_errors=True)
            lock.close()


@contextmanager
def _alone(place):
    with (place / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _locked(room):
    """The open, locked file; None where a living process holds it."""
    file = (room / LOCK).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _end(room, lock, owner):
    """A process forked off, as a server's workers are, must not take its parent's folder away."""
    if os.getpid() == owner:
        shutil.rmtree(room, ignore_errors=True)
        lock.close()
