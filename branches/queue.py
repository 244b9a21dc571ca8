"""Finding the rows of all findings for one person: one query for each model, whatever the number of rules."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, Q, Value

from orgs import parameters
from xiaoyi_partybuild.access.scoping import EDIT

from .posts import secretary
from .subjects import SUBJECTS

OWN = "own"  # as findings.py, which reads this module, calls it


@dataclass(frozen=True)
class Item:
    """One thing to do. who: the secretary's name where the branch itself closes it, "" where the body above does."""

    finding: object
    subject: object
    detail: str
    due: str
    who: str
    is_mine: bool

    @property
    def address(self):
        return self.subject.get_absolute_url()


def items(user, kinds, *, on):
    """Every Item of these kinds within the person's reach of editing."""
    rules = parameters.as_of(on)
    for name, subject in SUBJECTS.items():
        own = [kind for kind in kinds if kind.of == name]
        yield from _of_subject(subject, own, user, on, rules) if own else ()


def _of_subject(subject, kinds, user, on, rules):
    editable = subject.model.objects.editable_by(user).standing()
    rows = subject.prepare(editable, on=on, rules=rules)
    conditions = {f"found_{kind.key}": kind.condition(on, rules) for kind in kinds}
    rows = rows.annotate(keeper=_keeper(subject, on), **conditions).filter(reduce(or_, conditions.values(), Q()))
    led = set(subject.above(rows, user).values_list("pk", flat=True)) if subject.above else None
    own = user.reach(EDIT, subject.model.scope.kind).branches
    for row in rows:
        is_own = subject.branch_of(row) in own
        is_above = not is_own and (led is None or row.pk in led)
        for kind in kinds:
            if getattr(row, f"found_{kind.key}"):
                yield _item(kind, row, on, rules, is_own if kind.closer == OWN else is_above)


def _keeper(subject, on):
    return secretary(on=on, branch=subject.branch) if subject.branch else Value("", output_field=CharField())


def _item(kind, row, on, rules, is_mine):
    who = row.keeper if kind.closer == OWN else ""
    return Item(kind, row, kind.detail(row, on, rules), kind.due(row, on, rules), who, is_mine)
