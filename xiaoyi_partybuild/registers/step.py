"""What happens to one row of a file: a Step, with the objects it writes."""

from dataclasses import dataclass
from typing import NamedTuple

CREATE, UPDATE, SAME, REJECT = "create", "update", "same", "reject"


class Change(NamedTuple):
    """One value: target "part.field", the letter of its cell ("" when it follows from something else), before and after."""

    target: str
    letter: str
    old: object
    new: object


@dataclass(slots=True)
class Written:
    """An object to write: {field: letter of its cell} for what this row gives it, {field: value} after and before.

    part: "" for what only follows from a change.
    """

    part: str
    instance: object
    fields: dict
    new: dict
    old: dict

    def __reduce__(self):
        return Written, (self.part, self.instance, self.fields, self.new, self.old)

    @property
    def changes(self):
        return [
            Change(f"{self.part}.{name}", self.fields.get(name, ""), self.old.get(name), value)
            for name, value in self.new.items()
        ]


@dataclass(slots=True)
class Step:
    """What happens to one row. number counts from 1; written: the objects made or changed, parents before children.

    entry: by which the row is known again (registers.recall); b"" where it is to be read again. One that was known this time
    has no values: its cells are shown as they are written.
    """

    number: int
    action: str
    title: str
    values: dict
    letters: dict
    problems: list
    written: list
    entry: bytes = b""

    def __reduce__(self):
        told = self.number, self.action, self.title, self.values, self.letters, self.problems, self.written, self.entry
        return Step, told

    @property
    def changes(self):
        return [change for written in self.written for change in written.changes]
