"""What earlier rows of the file said: which object each row means, and the values it gave it.

Of a part that only one row can speak about, hashes and row numbers are kept and no more: memory must not grow with the file.
"""

import hashlib

from .drafts import same

MARK = 8


class Said:
    """rows: of the first part, {name of a token: number of the row, negative where the token was the row's best};
    objects: of parts that several rows may speak about, {token: (object, whether the token was the row's best)};
    lasting: all such objects, by their id; name: a token's name, its `hash` or, where rows are known again, its `mark`."""

    def __init__(self, name=hash):
        self.name = name
        self.rows, self.objects, self.values, self.lasting = {}, {}, {}, {}

    def row_about(self, tokens, existing):
        """The earlier row about the same object of the first part; None when there is none.

        Two rows mean the same stored object, or agree in the best key of either of them: of one that is stored in its own.
        """
        row = existing and self.rows.get(hash(existing.pk))
        if row:
            return abs(row)
        for place, token in enumerate(tokens[:1] if existing else tokens):
            row = self.rows.get(self.name(token))
            if row is not None and (place == 0 or row < 0):
                return abs(row)
        return None

    def remember_row(self, number, tokens, existing):
        for place, token in enumerate(tokens):
            self.rows.setdefault(self.name(token), number if place else -number)
        if existing is not None and existing.pk is not None:
            self.rows.setdefault(hash(existing.pk), -number)

    def remember_known(self, number, key, marks):
        """The same of a row that was not read again; marks: of its tokens, the best first."""
        self.rows.setdefault(hash(key), -number)
        for place, one in enumerate(marks):
            self.rows.setdefault(one, number if place else -number)

    def object_of(self, tokens):
        """The object that an earlier row means by the same tokens; None when there is none."""
        for place, token in enumerate(tokens):
            instance, was_best = self.objects.get(token, (None, False))
            if instance is not None and (place == 0 or was_best):
                return instance
        return None

    def remember_object(self, instance, tokens):
        self.lasting[id(instance)] = instance
        for place, token in enumerate(tokens):
            self.objects.setdefault(token, (instance, place == 0))

    def conflicting(self, instance, name, value):
        """(value, row) an earlier row gave this field of this object, when it is another one."""
        value_before, row = self.values.get((id(instance), name), (value, None))
        return None if row is None or same(value_before, value) else (value_before, row)

    def note(self, instance, name, value, row):
        self.values.setdefault((id(instance), name), (value, row))


def mark(token):
    """A token of an object in a few bytes, the same in every process."""
    return hashlib.blake2b(repr(token).encode(), digest_size=MARK).digest()
