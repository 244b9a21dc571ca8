"""A marked workbook that comes back: whose return it is, and which of the decisions about the first one still hold."""

from . import annotated, register, store
from .models import Upload

PLACES = ("sheet", "header", "region", "columns")
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK"


def origin(data, slug, *, by):
    """The person's own upload whose marked return these bytes are; None for anything else, another register included."""
    token = annotated.token_in(data) if data.startswith((OLE, ZIP)) else ""
    earlier = Upload.objects.visible_to(by).filter(by_id=by.pk, token=token).first() if token else None
    fits = earlier and earlier.register in register.REGISTRY and slug in (register.AUTO, earlier.register)
    return earlier if fits else None


def attempts(earlier):
    """Which choices to try on a return, the fullest first. Cells are never taken over: they may stand elsewhere now, and
    the marked workbook holds what was put into them."""
    if earlier is None:
        return []
    chosen = {name: told for name, told in earlier.choices.items() if name != "cells"}
    return [chosen, {name: told for name, told in chosen.items() if name not in PLACES}]


def fits(earlier, choices, plan):
    """Whether the columns that were chosen by their letters still have the headings they had."""
    if not any(choices.get(name) for name in PLACES):
        return True
    had = {column["column"]: column["path"] for column in store.Review(earlier)["columns"]}
    has = {match.letter: match.path for match in plan.mapping.matches}
    return had == has
