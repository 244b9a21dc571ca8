"""The rows of a sheet as the reader told them: small sheets in memory, large ones sealed in a file that has no name."""

import hashlib
import json
import tempfile
import weakref
from datetime import date, datetime
from itertools import islice

from xiaoyi_partybuild.access.sealing import seal, unseal

from .cells import Fault

KEPT = 2 * 2**20  # bytes of a sheet that stay in memory


class Rows:
    """[zero-based number, cells] of every row that holds something, in order.

    Guaranteed: they can be gone through as often as one likes, also several times at once within a thread; each pass makes
    new lists, which may be changed; no more than one piece is in memory beyond KEPT bytes; `len` costs nothing.
    """

    def __init__(self):
        self.pieces, self.size, self.count, self.file = [], 0, 0, None
        self.told = hashlib.blake2b()

    def add(self, piece, count):
        """A piece as JSON: [[number, cells], …] of so many rows."""
        self.count += count
        self.size += len(piece)
        self.told.update(piece)
        self.pieces.append((self._put_away(piece) if self.size > KEPT else piece, count))

    def _put_away(self, piece):
        if self.file is None:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - read as long as the sheet lives
            weakref.finalize(self, self.file.close)
        sealed = seal(piece, bound_to=self._place(len(self.pieces)))
        start = self.file.seek(0, 2)
        self.file.write(sealed)
        return start, len(sealed)

    def _place(self, number):
        return f"{id(self)}/{number}".encode()

    def _piece(self, number):
        piece = self.pieces[number][0]
        if isinstance(piece, tuple):
            self.file.seek(piece[0])
            piece = unseal(self.file.read(piece[1]), bound_to=self._place(number))
        return json.loads(piece, object_hook=_decoded)

    def __len__(self):
        return self.count

    def __iter__(self):
        for number in range(len(self.pieces)):
            yield from self._piece(number)

    def __getitem__(self, place):
        """One row, or a list of some."""
        if isinstance(place, slice):
            return list(islice(self, *place.indices(self.count)))
        if not -self.count <= place < self.count:
            raise IndexError(place)
        return next(islice(self, place % self.count, None))


def _decoded(cell):
    ((mark, text),) = cell.items()
    if mark == "e":
        return Fault(text)
    return date.fromisoformat(text) if mark == "d" else datetime.fromisoformat(text)
