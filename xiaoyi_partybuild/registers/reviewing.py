"""What a person sees of a plan, kept beside the upload: the review's head, and each row with its marks."""

import re

from xiaoyi_partybuild.access.masking import masked

from . import fixing, overview, store
from .cells import index_of, shown
from .choices import Choices
from .columns import IdNumber, Phone
from .complaints import Complaints
from .personal import veiled
from .plan import CREATE, LEVELS, REJECT, UPDATE, WARNING

ATTENTION = "attention"
MARKS = (ATTENTION, CREATE, UPDATE, "same", REJECT, WARNING)
ABSENT_SHOWN = 200
PRIVATE = (IdNumber, Phone)
NUMBERS = re.compile(r"\d{7,}[Xx]?")


def keep(upload, plan):
    choices = Choices.of(upload.choices)
    said = Complaints(plan, choices)
    told = head(plan) | {"questions": said.questions, "fixes": fixing.listed(plan, choices)}
    store.keep_review(upload, told, ((_marks(step), row(step, plan, said)) for step in plan.steps))


def keep_recognized(upload, recognized):
    """What is left to show when no plan could be made: the columns, for a person to choose."""
    store.keep_review(upload, overview.of(recognized), [])


def head(plan):
    """Everything but the rows."""
    return overview.of(plan.recognized) | {
        "on": str(plan.on),
        "set_aside": [{"row": number, "why": why} for number, why in sorted(plan.set_aside)],
        "filled_down": plan.table.filled_down,
        "problems": [problem(one, plan) for one in plan.problems],
        "absent": list(plan.absent.values())[:ABSENT_SHOWN],
        "fields": _fields(plan),
        "private": [one.target for one in plan.register.columns if isinstance(one, PRIVATE)],
    }


def problem(one, plan):
    return {"cell": plan.cell(one), "level": one.level, "message": one.message, "proposal": one.proposal}


def _fields(plan):
    """[target, label] of the columns in use, identity first, otherwise as the register orders them."""
    used = {match.field for match in plan.mapping.used}
    identity = [target for target in plan.register.identity if target in used]
    rest = [one.target for one in plan.register.columns if one.target in used and one.target not in identity]
    return [[target, plan.register.by_target[target].label.split("/")[-1]] for target in (*identity, *rest)]


def _marks(step):
    marks = {step.action} | {one.level for one in step.problems}
    return marks | {ATTENTION} if marks - {"same", "note"} else marks


def row(step, plan, said):
    """One row: its cells by target, the old value where one changes, what is wrong where it stands. said: Complaints."""
    was = {one.target: plan.spoken(one.target, one.old) for one in step.changes} if step.action == UPDATE else {}
    wrong = {}
    for one in sorted(step.problems, key=lambda one: LEVELS.index(one.level)):
        wrong.setdefault(said.targets.get(one.letter, ""), []).append(said.told(one))
    return {
        "row": step.number,
        "action": step.action,
        "title": step.title,
        "cells": {target: _cell(target, step, plan, said.choices) for target in {**step.values, **step.letters}},
        "was": was,
        "problems": wrong,
    }


def _cell(target, step, plan, choices):
    """The value as it was understood, or else the cell as it was written."""
    if step.values.get(target) is not None:
        return plan.spoken(target, step.values[target])
    cells = choices.fixed(step.number, plan.row(step.number).cells)
    place = index_of(step.letters[target]) if step.letters.get(target) else len(cells)
    return shown(cells[place]) if place < len(cells) else ""


def touched_first(fields, rows):
    """The columns in which one of the rows changes or has a problem, in front of the others, after the row's first name."""
    touched = {target for told in rows for target in (*told["was"], *told["problems"])}
    return fields[:1] + sorted(fields[1:], key=lambda field: field[0] not in touched)


def next_row(rows, after):
    """The number of the first of these rows that comes with or after the one a person was at; None without one."""
    at = int(after) if after and after.isdigit() else None
    return None if at is None else next((one["row"] for one in rows if one["row"] >= at), None)


def shown_fixes(fixes, private=()):
    """The corrections as the page lists them."""
    masks = [one | {"written": hidden(one["written"]), "now": hidden(one["now"])} for one in fixes["cells"]]
    cells = [mask if one["target"] in private else one for one, mask in zip(fixes["cells"], masks, strict=True)]
    return {"cells": cells, "words": fixes["words"], "count": len(cells) + len(fixes["words"])}


def shown_row(told, fields, private=()):
    """A kept row as the page draws it: one cell for each field, and what is wrong in it, the worst first."""
    return {
        "row": told["row"],
        "action": told["action"],
        "cells": [_drawn(told, target, target in private) for target, _ in fields],
        "problems": problems(told, private),
    }


def problems(told, private=()):
    """What is wrong in a kept row, the worst first, personal numbers masked."""
    found = [_discreet(one) if target in private else one for target, some in told["problems"].items() for one in some]
    return sorted(found, key=lambda one: LEVELS.index(one["level"]))


def _drawn(told, target, is_private):
    value, was = told["cells"].get(target, ""), told["was"].get(target)
    levels = [one["level"] for one in told["problems"].get(target, ())]
    return {
        "value": hidden(value) if is_private else veiled(value),
        "was": hidden(was) if is_private and was else was,
        "level": min(levels, key=LEVELS.index, default=""),
    }


def _discreet(one):
    """A problem of a personal number: found by its cell, not by the number."""
    return one | {"message": hidden(one["message"]), "proposal": hidden(one["proposal"] or ""), "written": ""}


def hidden(text):
    """Personal numbers in a text, masked as everywhere else."""
    return NUMBERS.sub(lambda found: masked(found[0]), text)
