"""The steps of a plan, sealed piece by piece in a file that has no name: memory must not grow with the rows.

Objects are put away by their values. Those that outlive a piece, since several rows speak about them, stay in memory and
are only named in the file, so that whoever reads it meets the same objects.
"""

import io
import pickle
import tempfile
import weakref

from django.apps import apps
from django.db import models
from django.db.models.base import ModelState

from xiaoyi_partybuild.access.sealing import seal, unseal


class Spool:
    """A sequence of lists; the last one is not put away before the next one comes."""

    def __init__(self):
        self.file, self.places, self.last, self.count = None, [], [], 0
        self.lasting, self.names = [], {}

    def add(self, piece, lasting):
        """lasting: the objects that stay in memory, those of earlier calls included."""
        if self.last:
            self._put_away()
        for instance in lasting:
            if id(instance) not in self.names:
                self.names[id(instance)] = len(self.lasting)
                self.lasting.append(instance)
        self.last = piece
        self.count += len(piece)

    def _put_away(self):
        if self.file is None:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - read as long as the plan lives
            weakref.finalize(self, self.file.close)
        held = io.BytesIO()
        _Pickler(held, self.names).dump(self.last)
        sealed = seal(held.getbuffer(), bound_to=self._place(len(self.places)))
        self.places.append((self.file.tell(), len(sealed)))
        self.file.write(sealed)

    def _place(self, number):
        return f"{id(self)}/{number}".encode()

    def pieces(self):
        for number, (start, length) in enumerate(self.places):
            self.file.seek(start)
            held = unseal(self.file.read(length), bound_to=self._place(number))
            yield _Unpickler(io.BytesIO(held), self.lasting).load()
        if self.last:
            yield self.last

    def __len__(self):
        return self.count


class _Pickler(pickle.Pickler):
    def __init__(self, file, names):
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.names = names

    def reducer_override(self, value):
        if not isinstance(value, models.Model):
            return NotImplemented
        name = self.names.get(id(value))
        return (_lasting, (name,)) if name is not None else (_revived, _told(value))


class _Unpickler(pickle.Unpickler):
    """It reads only what this process has sealed."""

    def __init__(self, file, lasting):
        super().__init__(file)
        self.lasting = lasting

    def find_class(self, module, name):
        return self.lasting.__getitem__ if name == _lasting.__name__ else super().find_class(module, name)


def _lasting(name):
    """Stands for an object that stayed in memory."""


def _told(instance):
    state = instance._state
    values = {name: value for name, value in instance.__dict__.items() if name != "_state"}
    return instance._meta.label_lower, values, state.fields_cache, state.adding, state.db


def _revived(label, values, related, adding, database):
    model = apps.get_model(label)
    instance = model.__new__(model)
    state = instance.__dict__["_state"] = ModelState()
    state.fields_cache, state.adding, state.db = related, adding, database
    instance.__dict__.update(values)
    return instance
