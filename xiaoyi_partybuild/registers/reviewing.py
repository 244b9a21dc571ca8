"""What a person sees of a plan, kept beside the upload: the review's head, and each row with its marks."""

from . import store
from .cells import index_of, shown
from .matching import SURE
from .plan import CREATE, ERROR, LEVELS, REJECT, UPDATE, WARNING

ATTENTION = "attention"
MARKS = (ATTENTION, CREATE, UPDATE, "same", REJECT, WARNING)
ABSENT_SHOWN = 200


def keep(upload, plan):
    store.keep_review(upload, head(plan), [(_marks(step), row(step, plan)) for step in plan.steps])


def keep_recognized(upload, recognized):
    """What is left to show when no plan could be made: the columns, for a person to choose."""
    store.keep_review(upload, of_columns(recognized), [])


def of_columns(recognized):
    """How the sheet, the header and the columns were recognized."""
    mapping = recognized.mapping
    return {
        "register": recognized.register.slug,
        "sheet": recognized.table.sheet,
        "header_rows": list(recognized.table.header_rows),
        "is_sure": mapping.is_sure,
        "columns": [column(match) for match in mapping.matches],
        "missing": [one.label for one in mapping.missing],
        "skipped": [list(pair) for pair in recognized.skipped],
    }


def head(plan):
    """Everything but the rows."""
    return of_columns(plan.recognized) | {
        "on": str(plan.on),
        "set_aside": [{"row": number, "why": why} for number, why in sorted(plan.set_aside)],
        "filled_down": plan.table.filled_down,
        "problems": [problem(one, plan) for one in plan.problems],
        "absent": list(plan.absent.values())[:ABSENT_SHOWN],
        "fields": _fields(plan),
    }


def column(match):
    return {
        "column": match.letter,
        "path": match.path,
        "field": match.field,
        "option": None if match.option is None else str(match.option),
        "confidence": match.confidence,
        "is_sure": match.confidence == SURE,
        "reason": match.reason,
        "samples": list(match.samples),
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


def row(step, plan):
    """One row: its cells by target, the old value where one changes, what is wrong where it stands."""
    was = {one.target: plan.spoken(one.target, one.old) for one in step.changes} if step.action == UPDATE else {}
    targets = {letter: target for target, letter in step.letters.items()}
    wrong = {}
    for one in sorted(step.problems, key=lambda one: LEVELS.index(one.level)):
        told = {"level": one.level, "message": one.message, "proposal": one.proposal}
        wrong.setdefault(targets.get(one.letter, ""), []).append(told)
    return {
        "row": step.number,
        "action": step.action,
        "title": step.title,
        "cells": {target: _cell(target, step, plan) for target in {**step.values, **step.letters}},
        "was": was,
        "problems": wrong,
    }


def _cell(target, step, plan):
    """The value as it was understood, or else the cell as it was written."""
    if step.values.get(target) is not None:
        return plan.spoken(target, step.values[target])
    cells = plan.row(step.number).cells
    place = index_of(step.letters[target]) if step.letters.get(target) else len(cells)
    return shown(cells[place]) if place < len(cells) else ""


def touched_first(fields, rows):
    """The columns in which one of the rows changes or has a problem, in front of the others, after the row's first name."""
    touched = {target for told in rows for target in (*told["was"], *told["problems"])}
    return fields[:1] + sorted(fields[1:], key=lambda field: field[0] not in touched)


def shown_row(told, fields):
    """A kept row as the page draws it: one cell for each field, and what is wrong with the row as a whole."""
    known = {target for target, _ in fields}
    general = [one for target, found in told["problems"].items() if target not in known for one in found]
    return {
        "row": told["row"],
        "action": told["action"],
        "cells": [_drawn(told, target) for target, _ in fields],
        "problems": general,
    }


def _drawn(told, target):
    problems = told["problems"].get(target, [])
    return {
        "value": told["cells"].get(target, ""),
        "was": told["was"].get(target),
        "problems": problems,
        "is_wrong": any(one["level"] == ERROR for one in problems),
    }
