"""Making many objects at once without the garbage collector looking at all of them again and again."""

import gc
from contextlib import contextmanager


@contextmanager
def undisturbed():
    """No collection meanwhile. A plan's objects live until it is written; looking for dead ones took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
