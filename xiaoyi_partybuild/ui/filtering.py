"""Which filters of a list are applied, in words, each with the address of the list without it."""

from dataclasses import dataclass

from django import forms

EMPTY = (None, "", [])


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    without: str


def chips(forms_used, params):
    """One Chip for each field that was filled in and understood."""
    return [
        Chip(field.label, _in_words(field, form.cleaned_data[field.name]), _without(params, field.html_name))
        for form in forms_used
        for field in form
        if form.cleaned_data.get(field.name) not in EMPTY
    ]


def _in_words(field, value):
    if isinstance(field.field, forms.ChoiceField) and not isinstance(field.field, forms.ModelChoiceField):
        return dict(field.field.choices).get(value, value)
    return str(value)


def _without(params, name):
    """The query string without one filter and without the page number, which means another page then."""
    rest = params.copy()
    for gone in (name, "page"):
        rest.pop(gone, None)
    return query(rest)


def query(params):
    """The query string of a list without the fields that were left blank."""
    filled = params.copy()
    for name in params:
        if not params[name]:
            del filled[name]
    return f"?{filled.urlencode()}"
