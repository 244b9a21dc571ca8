"""Two people with one record open: what others changed since the form was shown is kept, or told before it is lost."""

from dataclasses import dataclass

from django import forms

from xiaoyi_partybuild.access import later, values

from . import history

LONGEST = 18


@dataclass(frozen=True)
class Clash:
    """A field both have changed: the sentence that tells this person of the other's change."""

    name: str
    words: str


def compare(form, seen):
    """(fields this person means to change, Clashes) for a valid form that was shown when `seen` was the newest change."""
    instance = form.instance
    since = [] if seen is None else later.since(instance, seen)
    mine, clashes = set(form.changed_data) - {"seen", "reason"}, []
    for field in values.columns(type(instance)):
        theirs = [change for change in since if field.attname in change.after]
        if field.name in mine and theirs:
            if theirs[0].before.get(field.attname) == values.plain(field, instance):
                mine.discard(field.name)
            else:
                clashes.append(Clash(field.name, _told(instance, field, theirs[-1])))
    return mine, clashes


def _told(instance, field, change):
    (word,) = history.words([(type(instance), field.attname, change.after[field.attname])])
    who = history.author(change.batch)
    return f"您打开这一页以后，{who}已改成“{word}”。要保留{who}的，请照着改回；要用您填的，请再保存一次"


class SeenField(forms.IntegerField):
    """Hidden in a form: the newest change when it was shown. Cleans to None where the form says nothing sensible."""

    widget = forms.HiddenInput

    def clean(self, value):
        known = str(value or "")
        return int(known) if known.isdecimal() and known.isascii() and len(known) < LONGEST else None
