"""The questions before an undo, as a page puts them in words and takes the answers: object, item, before, written, now."""

from dataclasses import dataclass

from django.apps import apps

from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.access.questions import KEEP, RESTORE
from xiaoyi_partybuild.ui import history

from . import touched

MOST, NAMED = 200, 3
PREFIX = "answer:"
OUT_OF_REACH = "（不在您的管理范围内，不显示）"


@dataclass(frozen=True)
class Asked:
    """One question; item: "" for a whole row. before, wrote, now: tuples of words. holders: who needs the row, by name."""

    key: str
    name: str
    kind: str
    address: str
    item: str
    before: tuple
    wrote: tuple
    now: tuple
    later: Change | None
    editor: str
    holders: tuple

    @property
    def is_open(self):
        return not self.holders


def context(survey, deed, *, by):
    """What registers/_questions_before_undo.html shows: the first questions one by one, the rest as one.

    deed: the word for what is to be undone, as 导入. survey: None where nobody has looked yet.
    """
    if survey is None:
        return {"digest": "", "asked": (), "further": 0, "followers": 0, "deed": deed}
    return {
        "digest": survey.digest,
        "asked": of(survey.questions[:MOST], by=by),
        "further": len(survey.questions[MOST:]),
        "followers": len(survey.followers(survey.kept({}))),
        "deed": deed,
    }


def given(data):
    """What access.undo.undo wants to know, from the form: {"decisions", "seen"}; nothing where nobody was asked."""
    told = {name.removeprefix(PREFIX): data[name] for name in data if name.startswith(PREFIX)}
    decisions = {key: answer for key, answer in told.items() if answer in (KEEP, RESTORE)}
    return {"decisions": decisions, "seen": data["seen"]} if data.get("seen") else {"decisions": None, "seen": None}


def of(questions, *, by):
    """A fixed number of queries for each kind of object among them."""
    keys = {(one.model, one.pk) for one in questions} | {key for one in questions for key in one.holders[:NAMED]}
    rows = touched.objects(keys, by=by)
    cells = [cell for one in questions for side in _sides(one) for cell in side]
    words = iter(history.words(cells))
    return [_asked(one, rows, words) for one in questions]


def _sides(question):
    """The cells of each of the three sides, as (model, column, value)."""
    model = apps.get_model(question.model)
    for value in (question.before, question.wrote, question.now):
        told = {question.column: value} if question.column else value
        yield [(model, name, told[name]) for name in told]


def _asked(question, rows, words):
    model, row = apps.get_model(question.model), rows.get((question.model, question.pk))
    before, wrote, now = (_in_words(side, words, question.column, row) for side in _sides(question))
    return Asked(
        key=question.key,
        name=touched.name_of(row, model, question.pk),
        kind=model._meta.verbose_name,
        address=touched.address_of(row),
        item=history.label(model, question.column) if question.column else "",
        before=before,
        wrote=wrote,
        now=now,
        later=question.later,
        editor=history.author(question.later.batch) if question.later else "",
        holders=_holders(question, rows),
    )


def _in_words(side, words, column, row):
    """Takes its words from the common row of them even where they may not be shown."""
    told = [(history.label(model, name), next(words) or "—") for model, name, _ in side]
    if row is None:
        return (OUT_OF_REACH,)
    return tuple(word if column else f"{label}：{word}" for label, word in told)


def _holders(question, rows):
    names = [touched.name_of(rows.get(key), apps.get_model(key[0]), key[1]) for key in question.holders[:NAMED]]
    further = len(question.holders) - len(names)
    return (*names, f"另外 {further} 条") if further else tuple(names)
