"""Which new rows of one file likely mean the same organization: each is held against at most two earlier ones."""

from . import likeness
from .likeness import Level


class Earlier:
    """The new rows of a file so far, by what a likely one shares with them; little is kept of each.

    first: {hash of a key: row, code and name of the first row with it}. Rows that are merely somewhat alike are not found.
    """

    def __init__(self, places):
        self.places, self.first = places, {}

    def likely_one(self, number, name, code=""):
        """For a new row: (row, name, reason) of the earlier one it likely repeats, or None."""
        one = likeness.bearer(number, name, (), self.places, code=code)
        sought, own = _keys(one.name)
        found = next(filter(None, (self._compared(self.first.get(key), one) for key in sought)), None)
        for key in own if found is None else ():
            self.first.setdefault(key, f"{number}\t{one.code}\t{one.said}".encode())
        return found

    def _compared(self, kept, one):
        if kept is None:
            return None
        row, code, name = kept.decode().split("\t", 2)
        evidence = likeness.compare(likeness.bearer(int(row), name, (), self.places, code=code), one)
        return (int(row), name, evidence.reason) if evidence and evidence.level >= Level.LIKELY else None


def _keys(name):
    """(keys a name looks for, keys it is found by): one without a place may mean one of any place."""
    parts = name.core, name.marks, name.family
    here, anywhere, nowhere = hash((parts, name.place)), hash(parts), hash((parts, ""))
    return (here, nowhere if name.place else anywhere), (here, anywhere)
