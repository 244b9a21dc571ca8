"""Rows that an earlier import took in and of which nothing has changed since: known again, they are not read again.

Beside each finished import lies, sealed, an entry for each row it took without a word: a digest of all that decides what a
row means (meaning), the key of the object it spoke about, marks of the words that name it.
"""

import struct

from . import meaning, store
from .cells import shown
from .drafts import token_of
from .models import Upload
from .said import MARK, mark
from .since import Journal
from .step import CREATE, SAME, Step

LOOKED_AT = 5  # the person's last imports of the register
DIGEST, NEW, UNSAID = meaning.SIZE, 0, bytes(MARK)
KEY = struct.Struct("<q")


class Recall:
    """known: {digest: the rest of its entry} of the rows that need not be read; none where rows cannot be judged alone."""

    def __init__(self, planner, *, is_wanted):
        self.register, self.reader = planner.register, planner.reader
        self.stored = planner.linker.known[self.register.parts[0].name]
        self.known, self.claimed, self.digests, self.has_read = {}, set(), {}, False
        self.is_apt = is_wanted and meaning.is_apt(planner)
        if self.is_apt:
            self.journal = Journal(self.register, self.stored)
            self.moment = self.journal.moment()
            self._read, self.signature = meaning.reading(planner)
            self.saying = [(one, index) for one, _, index in self.reader.places if one in self.register.identity]
            self._load(planner.by)

    @property
    def head(self):
        """What to keep with the entries; None where none are to be kept, or all rows were known already."""
        return {"signature": self.signature, "moment": self.moment} if self.is_apt and self.has_read else None

    def _load(self, by):
        uploads = Upload.objects.filter(by=by.pk, register=self.register.slug, state=Upload.State.DONE).order_by("-pk")
        for upload in uploads[:LOOKED_AT]:
            told = store.known_head(upload)
            if told.get("signature") == self.signature:
                touched = self.journal.since(told["moment"], upload.batch_id)
                if touched is not None:
                    self.known = dict(struct.iter_unpack(f"{DIGEST}s{self._rest}s", store.known(upload)))
                    self.claimed = {KEY.pack(key) for key in touched.keys} | self._named(touched.words)
                return

    @property
    def _rest(self):
        return KEY.size + MARK * len(self.stored.telling)

    def _named(self, words):
        return {mark(token_of(self.stored, place, word)) for word in words for place in range(len(self.stored.telling))}

    # --- while planning

    def look_at(self, rows):
        """{row number: the rest of its entry} of those among some layout rows that need not be read."""
        if not self.is_apt:
            return {}
        self.digests = {row.number: self._read(row) for row in rows}
        known = self.known
        found = (
            {number: rest for number, digest in self.digests.items() if (rest := known.pop(digest, None))} if known else {}
        )
        return self._without(found)

    def step(self, row, rest):
        """The step of a known row. It has no values but what more than one cell says; its cells are shown as written."""
        record, cells = self.reader.outline(row)
        said = [pair for pair in self.saying if pair[0] in record.letters]
        names = [pair for pair in said if pair[0].endswith(".name")] or said
        title = " ".join([shown(cells[index]) for _, index in names])
        return Step(record.number, SAME, title, record.values, record.letters, [], [], self.digests[row.number] + rest)

    def claim(self, known, meant):
        """Those of the known rows that no row to be read speaks about. meant: (stored object, tokens) of the latter."""
        for existing, tokens in meant if self.known or known else ():
            if existing is not None:
                self.claimed.add(KEY.pack(existing.pk))
            self.claimed.update(map(mark, tokens))
        return self._without(known)

    def _without(self, found):
        left = found
        if self.claimed:
            left = {number: rest for number, rest in found.items() if self.claimed.isdisjoint(split(rest))}
        self.has_read = self.has_read or len(left) < len(self.digests)
        return left

    def entry(self, step, drafts):
        """The entry of a row that creates its first object and nothing else, or changes nothing, and has no problem."""
        if not self.is_apt or step.problems or not (step.action == SAME or (step.action == CREATE and len(drafts) == 1)):
            return b""
        key = KEY.pack(NEW if step.action == CREATE else drafts[0].instance.pk)
        marks = {token[1]: mark(token) for token in drafts[0].tokens}
        places = range(len(self.stored.telling))
        return b"".join([self.digests[step.number - 1], key, *(marks.get(place, UNSAID) for place in places)])


def split(rest):
    """The key and the marks of an entry, the best mark first, those of words that the row does not say left out."""
    parts = [rest[start : start + MARK] for start in range(0, len(rest), MARK)]
    return [part for part in parts if part != UNSAID]


def told(rest):
    """(key, marks) of what a known row speaks about."""
    key, *marks = split(rest)
    return KEY.unpack(key)[0], marks


# --- when the import is written


def entries(steps):
    """The entries of written steps as bytes, with the keys of what was created."""
    return b"".join(_settled(step) for step in steps if step.entry)


def _settled(step):
    start, end = DIGEST, DIGEST + KEY.size
    if step.action != CREATE:
        return step.entry
    return step.entry[:start] + KEY.pack(step.written[0].instance.pk) + step.entry[end:]
