"""What a person decided about one file, beyond what the engine saw by itself; kept on the upload as JSON."""

from dataclasses import asdict, dataclass, field, fields
from functools import cached_property

from xiaoyi_partybuild.access.dates import PartialDate

from . import cells

UPDATE, FILL, CREATE_ONLY = "update", "fill", "create"
POLICIES = {
    UPDATE: "有变化就更新",
    FILL: "只补空白",
    CREATE_ONLY: "只新增，名册里有的不动",
}


@dataclass(frozen=True)
class Choices:
    """Every part may be missing: then the engine's own finding stands.

    sheet    name of the sheet                        header   [top, bottom] counted from 1; [] for a table without one
    region   ["B", "K"], first and last column        columns  {letter: "target", "target=option" or "" for none}
    group    target that group rows speak about, "" for none; None: as the register says
    as_of    the day the table speaks for, as a PartialDate's text
    values   {target: {word as written: what to read in its place, "" to leave it out}}
    cells    {"C7": what to read in this cell's place}
    policy   UPDATE, FILL (only what is blank) or CREATE_ONLY
    """

    sheet: str = ""
    header: list | None = None
    region: list | None = None
    columns: dict = field(default_factory=dict)
    group: str | None = None
    as_of: str = ""
    values: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    policy: str = UPDATE

    @classmethod
    def of(cls, told):
        """From an upload's JSON."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in (told or {}).items() if name in known})

    def told(self):
        """For an upload's JSON: only what was decided."""
        undecided = asdict(Choices())
        return {name: value for name, value in asdict(self).items() if value != undecided[name]}

    @property
    def day(self):
        return PartialDate(self.as_of) if self.as_of else None

    @cached_property
    def _cells(self):
        """{row counted from 1: {column index: text}}."""
        found = {}
        for place, text in self.cells.items():
            letters = place.rstrip("0123456789")
            found.setdefault(int(place[len(letters) :]), {})[cells.index_of(letters)] = text
        return found

    @cached_property
    def _words(self):
        return {target: {cells.fold(word): text for word, text in words.items()} for target, words in self.values.items()}

    def fixed(self, number, row):
        """A row's cells (number counted from 1) with the corrected ones in their places."""
        corrections = self._cells.get(number)
        if not corrections:
            return row
        width = max(len(row), *(index + 1 for index in corrections))
        row = [*row, *[None] * (width - len(row))]
        for index, text in corrections.items():
            row[index] = text or None
        return row

    def corrected(self, number, letter, target, row):
        """Whether a person said what to read in place of a cell, or of the word in it."""
        index = cells.index_of(letter)
        cell = row[index] if index < len(row) else None
        return f"{letter}{number}" in self.cells or self.word(target, cell) is not cell

    def word(self, target, cell):
        """What to read in place of a cell: the same, unless a person said what this word means."""
        words = self._words.get(target)
        if not words or not isinstance(cell, str):
            return cell
        return words.get(cells.fold(cell), cell)


NOTHING_DECIDED = Choices()
