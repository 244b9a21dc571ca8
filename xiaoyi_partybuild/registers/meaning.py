"""Beside its cells, what decides what a row means: so that a row read once need not be read again.

Only for registers of which each row can be judged alone: nobody else speaks about its objects, no rule looks across rows.
"""

import hashlib
import marshal
import sys
from functools import cache
from operator import itemgetter
from pathlib import Path

from django.apps import apps

from xiaoyi_partybuild.access.scoping import EDIT, VIEW

from .known import blind_index
from .since import looked_up

SIZE = 16


def is_apt(planner):
    """Whether each row can be judged alone, by what its cells say and by what the journal tells of."""
    register, linker = planner.register, planner.linker
    stored, models = linker.known[register.parts[0].name], {part.model for part in register.parts}
    return (
        linker.sole == {part.name for part in register.parts}
        and not planner.reader.across.watches
        and not models & looked_up(register)
        and not _reaches_by_branch(planner.by, models | looked_up(register))
        and all(len(key) == 1 and _is_text(stored.model, key[0].field) for key in stored.keys)
    )


def _is_text(model, name):
    field = model._meta.get_field(name)
    return field.get_internal_type() == "CharField" and not blind_index(model, name)


def _reaches(by, models):
    kinds = sorted({model.scope.kind for model in models})
    return [(kind, action, by.reach(action, kind)) for kind in kinds for action in (VIEW, EDIT)]


def _reaches_by_branch(by, models):
    return any(reach.branches for _, _, reach in _reaches(by, models))


def reading(planner):
    """(a function from a layout row to its digest, the signature of all else that decides what a row means)."""
    readers = sorted([*planner.reader.plain, *planner.reader.ticks], key=lambda reader: reader.target)
    columns = [(index, reader.target, *told) for reader in readers for index, *told in reader.columns()]
    indexes = [index for index, *_ in columns]
    reaches = _reaches(planner.by, {part.model for part in planner.register.parts} | looked_up(planner.register))
    decided = planner.choices
    told = [
        _release(),
        planner.register.slug,
        str(planner.on) if planner.register.is_dated else "",
        [rest for _, *rest in columns],
        [(kind, action, one.everything, sorted(one.regions)) for kind, action, one in reaches],
        (decided.group, decided.policy, sorted((name, sorted(words.items())) for name, words in decided.values.items())),
    ]
    signature = hashlib.blake2b(repr(told).encode(), digest_size=SIZE).hexdigest()
    return _digester(indexes, decided.fixed), signature


def _digester(indexes, fixed):
    picked, width = itemgetter(*indexes), max(indexes) + 1

    def digest(row):
        cells = fixed(row.number + 1, row.cells)
        told = row.group, picked(cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))])
        return hashlib.blake2b(_bytes(told), digest_size=SIZE).digest()

    return digest


def _bytes(told):
    """Quickly, but for what only `repr` can tell apart: dates, failed formulas."""
    try:
        return marshal.dumps(told, 0)
    except ValueError:
        return repr(told).encode()


@cache
def _release():
    """A digest of the program itself: what a new release reads otherwise is read again."""
    found = hashlib.blake2b(sys.version.encode(), digest_size=SIZE)
    paths = (Path(config.path) for config in apps.get_app_configs())
    for path in sorted(one for folder in paths if "site-packages" not in folder.parts for one in folder.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
