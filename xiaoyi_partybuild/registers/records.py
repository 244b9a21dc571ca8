"""A row as it is read: what its cells say, where each stands, and what is wrong with it."""

from dataclasses import dataclass, field

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where. row counts from 1; letter "" for the row as a whole.

    question: the word as written that its column's list does not know; to be asked once for all cells that hold it.
    """

    row: int
    letter: str
    level: str
    message: str
    proposal: str | None = None
    question: str = ""


@dataclass(slots=True)
class Record:
    """One row as read: {target: value}, where each value stands, what is wrong."""

    number: int
    values: dict
    letters: dict
    problems: list = field(default_factory=list)
    filled: int = 0
    wrong: set = field(default_factory=set)

    @property
    def is_bad(self):
        return bool(self.wrong)

    def tell(self, target, level, message, proposal=None, question=""):
        if level == ERROR:
            self.wrong.add(target)
        self.problems.append(Problem(self.number, self.letters.get(target, ""), level, message, proposal, question))
