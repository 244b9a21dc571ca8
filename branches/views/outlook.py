"""Where somebody stands on the way into the Party, what may come next, and why not yet."""

from dataclasses import dataclass

from branches import development


@dataclass(frozen=True)
class Line:
    """One step on the page. done: its date or None; reasons: why not yet, or, of a taken one, why it was early."""

    step: object
    done: object
    reasons: tuple
    is_next: bool = False

    @property
    def may_come(self):
        return self.is_next and not self.reasons


@dataclass(frozen=True)
class Outlook:
    candidate: object
    stage: str
    lines: tuple

    @property
    def next(self):
        return [line for line in self.lines if line.is_next]

    @property
    def is_marked(self):
        return any(line.done and line.reasons for line in self.lines)


def of(candidate, *, on, rules):
    facts, waiting = development.facts_of(candidate), development.next_steps(candidate)
    early = dict(development.early(candidate, rules=rules))
    lines = []
    for step in development.STEPS:
        done = getattr(candidate, step.day)
        why = early.get(step, ()) if done else development.reasons(step, facts, on=on, rules=rules)
        lines.append(Line(step, done, tuple(why), step in waiting))
    return Outlook(candidate, development.stage(candidate, on=on), tuple(lines))
