"""The steps of a plan become rows: piece by piece, parents before children, each value with its source cell."""

import json
from collections import defaultdict

from xiaoyi_partybuild.access import bulk, writing
from xiaoyi_partybuild.access.models import Change

from .choices import Choices
from .inside import Ties
from .models import Source

LARGE = 10_000
NUMBER = "#"  # stands for the row's number; neither a field nor a column is called so


def write_all(upload, made, *, by, progress):
    """Write a plan into a Batch of its own, which is returned; the caller holds the transaction."""
    batch = writing.open_batch(by=by, title=f"导入{made.register.title}：{upload.name}")
    work = _Writing(upload, made, batch, by, progress)
    for piece in made.steps.pieces():
        work.write(piece)
    work.tie_up()
    return batch


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
        writing.add_notes([*self._sources(piece)])

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

    def _sources(self, piece):
        for step in piece:
            for one in step.written:
                if any(one.fields.values()):
                    yield Source(
                        upload=self.upload,
                        model=one.instance._meta.label_lower,
                        object_pk=one.instance.pk,
                        sheet=self.made.table.sheet[:100],
                        row=step.number,
                        cells=self._cells(one.fields, step.number),
                        fixed=self._corrected(one, step.number),
                    )

    def _cells(self, fields, number):
        """{field: "C7"} as JSON; rows fill the same columns over and over."""
        key = tuple(fields.items())
        if key not in self.patterns:
            self.patterns[key] = json.dumps({name: f"{letter}{NUMBER}" for name, letter in key if letter})
        return bulk.Json(self.patterns[key].replace(NUMBER, str(number)))

    def _corrected(self, written, number):
        """The fields for which a person said what to read in place of the cell."""
        if not (self.choices.cells or self.choices.values):
            return []
        row = self.made.row(number).cells
        return [
            name
            for name, letter in written.fields.items()
            if letter and self.choices.corrected(number, letter, f"{written.part}.{name}", row)
        ]

    def _report(self, done):
        if self.progress:
            self.progress(self.done + done, self.made.steps.to_write)
