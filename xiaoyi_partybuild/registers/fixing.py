"""Put right while reviewing what is wrong in a file: one cell, all that are wrong alike, or a word wherever it stands."""

import re
from bisect import bisect_left
from dataclasses import replace

from . import store
from .cells import fold, index_of, shown
from .choices import POLICIES, Choices

PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MOST_CELLS = 2_000
LONGEST = 2_000
LEAVE_OUT = "-"


class CannotFix(Exception):
    """One plain sentence; nothing was decided."""


def fixed(upload, place, text=None, *, everywhere=False):
    """The upload's choices with another text in a cell; `everywhere`: in each cell that is wrong in the same way, too.

    text: None for what was proposed.
    """
    choices, kept = Choices.of(upload.choices), store.Review(upload)
    told = _told(kept, place)
    text = _proposed(told) if text is None else text.strip()[:LONGEST]
    if everywhere and told["as_word"]:
        target = _targets(kept)[_letter(place)]
        return _with_words(choices, {target: {told["written"]: text}})
    places = _alike(kept, place, told) if everywhere else [place]
    if len(choices.cells.keys() | set(places)) > MOST_CELLS:
        raise CannotFix(f"在这里最多改 {MOST_CELLS} 格，请下载带批注的表，在表里改好再上传")
    return replace(choices, cells=choices.cells | dict.fromkeys(places, text))


def answered(upload, answers):
    """The upload's choices with what the asked words mean. answers: [(target, word, option's label or LEAVE_OUT)]."""
    asked = {(one["target"], one["word"]): one["options"] for one in store.Review(upload)["questions"]}
    found = {}
    for target, word, label in answers:
        if label in (LEAVE_OUT, *asked.get((target, word), ())) and (target, word) in asked:
            found.setdefault(target, {})[word] = "" if label == LEAVE_OUT else label
    return _with_words(Choices.of(upload.choices), found)


def taken_back(upload, *, place="", target="", word=""):
    """The upload's choices without one correction: of a cell, or of a word."""
    choices = Choices.of(upload.choices)
    kept = {one: text for one, text in choices.values.get(target, {}).items() if one != word}
    values = {one: said for one, said in (choices.values | {target: kept}).items() if said}
    return replace(choices, cells={one: text for one, text in choices.cells.items() if one != place}, values=values)


def under(upload, policy):
    """The upload's choices under another policy."""
    if policy not in POLICIES:
        raise CannotFix("没有这种导入规则，请刷新页面再选")
    return replace(Choices.of(upload.choices), policy=policy)


def listed(plan, choices):
    """What a person changed, as JSON: {"cells": [{cell, written, now, …}], "words": [{target, word, now, cells, …}]}."""
    return {"cells": _listed_cells(plan, choices), "words": _listed_words(plan, choices)}


def _listed_cells(plan, choices):
    labels = {match.letter: (match.field or "", match.path) for match in plan.mapping.matches}
    places = {place: _order(place) for place in sorted(choices.cells, key=_order)}
    numbers = {number for number, _ in places.values()}
    rows = {row.number + 1: row.cells for row in plan.table.rows if row.number + 1 in numbers} if numbers else {}
    found = []
    for place, (number, column) in places.items():
        cells, letters, now = rows.get(number, []), _letter(place), choices.cells[place]
        target, label = labels.get(letters, ("", ""))
        written = shown(cells[column]) if column < len(cells) else ""
        found.append({"cell": place, "target": target, "label": label, "written": written, "now": now})
    return found


def _listed_words(plan, choices):
    letters = {match.field: match.index for match in plan.mapping.used if match.option is None}
    known = plan.register.by_target
    return [
        {
            "target": target,
            "label": known[target].label.split("/")[-1],
            "word": word,
            "now": now,
            "cells": sum(isinstance(cell, str) and fold(word) == fold(cell) for cell in plan.table.column(letters[target])),
        }
        for target, words in choices.values.items()
        if target in known and target in letters
        for word, now in words.items()
    ]


def _order(place):
    """(row, column) of a cell, both as they are counted in choices and rows."""
    letters, number = PLACE.fullmatch(place).groups()
    return int(number), index_of(letters)


def _with_words(choices, found):
    values = {target: {**choices.values.get(target, {}), **words} for target, words in found.items()}
    return replace(choices, values=choices.values | values)


def _proposed(told):
    if not told["proposal"]:
        raise CannotFix("这一格没有现成的建议，请自己填写")
    return told["proposal"]


def _letter(place):
    return place.rstrip("0123456789")


def _targets(kept):
    return {column["column"]: column["field"] for column in kept["columns"] if column["field"]}


def _told(kept, place):
    """What was said about a cell."""
    found = PLACE.fullmatch(place)
    row = _row(kept, int(found[2])) if found else None
    told = next((one for one in _problems(row) if one["cell"] == place), None) if row else None
    if told is None:
        raise CannotFix("这一格已经改过，或者表格又重新核对过了，请看最新的结果")
    return told


def _row(kept, number):
    """The kept row of that number; they stand in order."""
    rows = kept.marked()
    at = bisect_left(range(len(rows)), number, key=lambda place: rows[place : place + 1][0]["row"])
    row = next(iter(rows[at : at + 1]), None)
    return row if row and row["row"] == number else None


def _problems(row):
    return [one for found in row["problems"].values() for one in found]


def _alike(kept, place, told):
    """The cells of a column that hold the same and are wrong in the same way."""
    letter = _letter(place)
    wanted = [told[name] for name in ("message", "proposal")] + [fold(told["written"])]
    found = []
    for row in store.each(kept.marked(told["level"])):
        for one in _problems(row):
            same = [one["message"], one["proposal"], fold(one["written"])] == wanted
            if same and _letter(one["cell"]) == letter:
                found.append(one["cell"])
    return found
