"""What a heading claims to be: its path against the names that the columns of a register go by.

Names are compared whole, level by level, never by edit distance: two-character Chinese headings are all "near" each other.
"""

import re
from dataclasses import dataclass

from .headings import bare, heading, joined, path_of, suffixes

GENERIC = frozenset({"姓名", "名称", "全称", "情况", "内容", "时间", "日期"})
WHOLE, JOINED, ENDING, APART, UPPER, LEAF = 6, 5, 4, 3, 2, 1  # how closely a header path bears a declared name

YEARS = [rf"(?:19|20)\d\d{sign}" for sign in ("年度", "年", "")]


def vocabulary(registers):
    """Every name the registers know, for finding headers."""
    return frozenset(name for register in registers for column in register.columns for name in _names_with_options(column))


def _names_with_options(column):
    for name in map(path_of, column.names):
        yield name
        yield from (f"{name}/{heading(label)}" for _, label in column.options)


def closeness(path, name):
    """How closely a header path bears a declared name; 0 for not at all. Both in comparable form."""
    endings = suffixes(path)
    if name in (path, bare(path)):
        return WHOLE
    if name in (joined(ending) for ending in endings if "/" in ending):
        return JOINED
    if name in endings or name in map(bare, endings):
        return ENDING
    levels, wanted = path.split("/"), name.split("/")
    if len(wanted) > 1 and levels[-1] == wanted[-1] and _in_order(wanted, levels):
        return APART
    if len(levels) > 1 and levels[-1] in GENERIC and name in suffixes("/".join(levels[:-1])):
        return UPPER
    return LEAF if len(wanted) > 1 and levels == wanted[-1:] else 0


def _in_order(wanted, levels):
    rest = iter(levels)
    return all(level in rest for level in wanted)


@dataclass(frozen=True)
class Claim:
    """That a workbook column is a register's column. Compared by strength: closeness, then the levels of the name."""

    column: object
    strength: tuple
    name: str
    option: object = None


def claims_on(path, register):
    """All claims on a header path, strongest first."""
    plain = path_of(path)
    return _claims(plain, register) or next(filter(None, (_dated(plain, year, register) for year in YEARS)), [])


def _dated(plain, year, register):
    """Claims on a heading with a year in it, 2018年度检结果, by columns that take the year from there."""
    without = re.sub(year, "", plain).strip("/")
    return [claim for claim in _claims(without, register) if claim.column.dated] if without != plain else []


def _claims(plain, register):
    found = [claim for column in register.columns for claim in (*_by_name(plain, column), *_by_tick(plain, column))]
    return sorted(found, key=lambda claim: claim.strength, reverse=True)


def _by_name(plain, column):
    best = max(((closeness(plain, path_of(name)), name.count("/"), name) for name in column.names), default=(0, 0, ""))
    return [Claim(column, best[:2], best[2])] if best[0] else []


def _by_tick(plain, column):
    band, _, leaf = plain.rpartition("/")
    if not (band and column.options):
        return []
    option = column.tick(leaf)
    best = max(((closeness(band, path_of(name)), name.count("/") + 1, name) for name in column.names), default=(0, 0, ""))
    return [Claim(column, best[:2], best[2], option)] if option is not None and best[0] >= APART else []
