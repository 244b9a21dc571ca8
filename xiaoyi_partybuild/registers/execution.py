"""The steps of a plan become rows: piece by piece, parents before children, each value with its source cell."""

import json
from collections import defaultdict
from itertools import repeat

from xiaoyi_partybuild.access import bulk, writing
from xiaoyi_partybuild.access.models import Change

from . import recall, store
from .choices import Choices
from .inside import Ties
from .models import Source

LARGE = 10_000
NOTHING = bulk.Json("[]")
NUMBER = "#"  # stands for the row's number; neither a field nor a column is called so


def write_all(upload, made, *, by, progress):
    """Write a plan into a Batch of its own, which is returned; the caller holds the transaction."""
    batch = writing.open_batch(by=by, title=f"导入{made.register.title}：{upload.name}")
    work, entries = _Writing(upload, made, batch, by, progress), bytearray()
    for piece in made.steps.pieces():
        work.write(piece)
        entries += recall.entries(piece)
    work.tie_up()
    store.keep_known(upload, (made.recall or {}) | {"contents": made.contents}, entries)
    return batch


def keep_known(upload, made):
    """Of an import that has nothing to write: what its rows are known by, unless all of them were known before."""
    if made.recall:
        store.keep_known(upload, made.recall, b"".join(map(recall.entries, made.steps.pieces())))


def take_stock(made):
    """After a large import, once it stands."""
    if made.steps.to_write >= LARGE:
        bulk.take_stock({part.model for part in made.register.parts} | {Change, Source})


class _Writing:
    """Writes the steps of a plan, piece by piece, parents before children.

    fields: {id of an object that several rows speak about: the fields that any of them gives it}, written at once.
    """

    def __init__(self, upload, made, batch, by, progress):
        self.upload, self.made, self.batch, self.by, self.progress = upload, made, batch, by, progress
        self.choices = Choices.of(upload.choices)
        self.parts = [*(part.name for part in made.register.parts), ""]
        self.done, self.written, self.patterns = 0, set(), {}
        self.ties = Ties(made.stand_ins, by=by)

    def write(self, piece):
        for name in self.parts:
            written = [one for step in piece for one in step.written if one.part == name]
            if written:
                self._write(written)
        self._note_sources(piece)

    def _write(self, written):
        instances, fields = {}, defaultdict(set)
        for one in written:
            if not one.instance._state.adding:
                fields[id(one.instance)].update(one.fields)
            if id(one.instance) not in self.written:
                instances[id(one.instance)] = one.instance
        lasting = self.made.steps.fields
        open_still = {id(row): self.ties.put_off(row) for row in instances.values()}
        writing.write_into(
            self.batch,
            instances.values(),
            by=self.by,
            progress=self._report,
            touched=lambda row: (lasting.get(id(row)) or fields[id(row)]) - open_still[id(row)],
        )
        self.ties.note(instances.values())
        self.written.update(key for key in instances if key in lasting)
        self.done += len(instances)

    def tie_up(self):
        """Link what was written before the row it names."""
        late = {id(row): (row, names) for row, names in self.ties.late()}
        rows = [row for row, _ in late.values()]
        writing.write_into(self.batch, rows, by=self.by, touched=lambda row: late[id(row)][1])

    def _note_sources(self, piece):
        """Each object of a piece with the cells that gave it values."""
        found = [(step.number, one) for step in piece for one in step.written if any(one.fields.values())]
        columns = {
            "upload_id": repeat(self.upload.pk),
            "model": [one.instance._meta.label_lower for _, one in found],
            "object_pk": [one.instance.pk for _, one in found],
            "sheet": repeat(self.made.table.sheet[:100]),
            "row": [number for number, _ in found],
            "cells": [self._cells(one.fields, number) for number, one in found],
            "fixed": [self._corrected(one, number) for number, one in found],
        }
        if found:
            writing.add_many_notes(Source, columns)

    def _cells(self, fields, number):
        """{field: "C7"} as JSON; rows fill the same columns over and over."""
        key = tuple(fields.items())
        if key not in self.patterns:
            self.patterns[key] = json.dumps({name: f"{letter}{NUMBER}" for name, letter in key if letter})
        return bulk.Json(self.patterns[key].replace(NUMBER, str(number)))

    def _corrected(self, written, number):
        """The fields for which a person said what to read in place of the cell."""
        if not (self.choices.cells or self.choices.values):
            return NOTHING
        row = self.made.row(number).cells
        pairs = written.fields.items()
        return [one for one, at in pairs if at and self.choices.corrected(number, at, f"{written.part}.{one}", row)]

    def _report(self, done):
        if self.progress:
            self.progress(self.done + done, self.made.steps.to_write)
