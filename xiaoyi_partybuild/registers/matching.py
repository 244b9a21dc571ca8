"""Which column of a workbook is which column of a register, each with its reason.

Names are compared whole, level by level, never by edit distance: two-character Chinese headings are all "near" each other.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import islice

from . import cells, layout
from .columns import CreditCode, IdNumber
from .headers import bare, heading, path_of, suffixes

SURE, LIKELY, ASK, NONE = "sure", "likely", "ask", "none"
GENERIC = frozenset({"姓名", "名称", "全称", "情况", "内容", "时间", "日期"})
LOOK_AT, ENOUGH, AGREES, CONTRADICTS = 50, 3, 0.8, 0.3
WHOLE, ENDING, APART, UPPER, LEAF = 5, 4, 3, 2, 1  # how closely a header path bears a declared name


@dataclass(frozen=True)
class Match:
    """One column of the workbook. `column` is None when it is not used; `option` is set for a tick column."""

    index: int
    path: str
    samples: tuple = ()
    column: object = None
    option: object = None
    confidence: str = NONE
    reason: str = ""

    @property
    def letter(self):
        return cells.letter(self.index)

    @property
    def field(self):
        return self.column.target if self.column else None


@dataclass
class Mapping:
    """All columns of a table, matched; `contested`: {target: letters} that more than one column claims."""

    register: object
    matches: list
    contested: dict = field(default_factory=dict)

    @property
    def used(self):
        return [match for match in self.matches if match.column]

    @property
    def missing(self):
        """Required columns that no column of the workbook was found for."""
        found = {match.field for match in self.used}
        return [column for column in self.register.columns if column.required and column.target not in found]

    @property
    def has_identity(self):
        return any(match.field in self.register.identity for match in self.used)

    @property
    def is_sure(self):
        """Nothing a person has to decide before the plan can be trusted."""
        unsure = any(match.column.required and match.confidence != SURE for match in self.used)
        asked = any(match.confidence == ASK for match in self.matches)
        return self.has_identity and not (unsure or asked or self.missing)


# --- names


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
class _Claim:
    """That a workbook column is a register's column. Compared by strength: closeness, then the levels of the name."""

    column: object
    strength: tuple
    name: str
    option: object = None


def claims_on(path, register):
    """All claims on a header path, strongest first."""
    plain = path_of(path)
    found = [claim for column in register.columns for claim in (*_by_name(plain, column), *_by_tick(plain, column))]
    return sorted(found, key=lambda claim: claim.strength, reverse=True)


def _by_name(plain, column):
    best = max(((closeness(plain, path_of(name)), name.count("/"), name) for name in column.names), default=(0, 0, ""))
    return [_Claim(column, best[:2], best[2])] if best[0] else []


def _by_tick(plain, column):
    band, _, leaf = plain.rpartition("/")
    if not (band and column.options):
        return []
    option = column.tick(leaf)
    best = max(((closeness(band, path_of(name)), name.count("/") + 1, name) for name in column.names), default=(0, 0, ""))
    return [_Claim(column, best[:2], best[2], option)] if option is not None and best[0] >= APART else []


# --- one table against one register


def match(table, register, chosen=None):
    """The Mapping of a table. chosen: {column letter: target, "target=option" or "" for none} as the person decided."""
    chosen = chosen or {}
    found = [_first_guess(index, path, table, register) for index, path in sorted(table.paths.items())]
    found = [_as_chosen(one, chosen[one.letter], register) if one.letter in chosen else one for one in found]
    settled, contested = _one_each(found, chosen)
    return Mapping(register, _by_content(settled, table, register, contested), contested)


def _first_guess(index, path, table, register):
    samples = tuple(table.samples(index))
    one = Match(index, path, samples)
    claims = claims_on(path, register)
    if not claims:
        serial = heading(path.split("/")[-1]) in layout.SERIAL
        return replace(one, reason="序号，不导入" if serial else "这张登记表没有这一项")
    best = claims[0]
    rivals = [claim for claim in claims[1:] if claim.strength == best.strength and claim.column is not best.column]
    if rivals:
        both = "、".join(f"“{claim.column.label}”" for claim in (best, *rivals))
        return replace(one, confidence=ASK, reason=f"可能是{both}，请您选定")
    return _weighed(replace(one, column=best.column, option=best.option), best, table)


def _weighed(one, claim, table):
    """The claim checked against what the cells hold."""
    sure = claim.strength[0] >= APART
    verdicts = () if one.option is not None else seen(claim.column, table.column(one.index))
    if len(verdicts) >= ENOUGH and sum(verdicts) < CONTRADICTS * len(verdicts):
        return replace(one, confidence=LIKELY, reason=f"表头像“{claim.column.label}”，但内容不像，请核对")
    return replace(one, confidence=SURE if sure else LIKELY, reason=_reason(one, claim, sure))


def _reason(one, claim, sure):
    label = claim.column.label
    if one.option is not None:
        return f"“{label}”下的勾选列"
    if not sure:
        return f"表头只有一部分与“{claim.name}”相同，请核对"
    if claim.name == label:
        return "表头一致"
    return f"“{claim.name}”是“{label}”的另一种写法"


def seen(column, contents):
    """Whether each of the first filled cells looks like this kind of column; () where the kind cannot tell."""
    filled = (cell for cell in contents if not (cell is None or (isinstance(cell, str) and cells.is_nothing(cell.strip()))))
    verdicts = [column.looks_right(cell) for cell in islice(filled, LOOK_AT)]
    return () if None in verdicts else verdicts


def _as_chosen(one, choice, register):
    target, _, option = choice.partition("=")
    column = register.by_target.get(target)
    if column is None:
        return replace(one, column=None, option=None, confidence=SURE, reason="您选择不导入")
    values = {str(value): value for value, _ in column.options}
    return replace(one, column=column, option=values.get(option), confidence=SURE, reason="您指定的")


def _one_each(found, chosen):
    """No register column for two workbook columns: the closer one keeps it, between equals nobody does."""
    claimants = defaultdict(list)
    for one in found:
        if one.column:
            claimants[one.column.target, one.option].append(one)
    losers, contested = {}, {}
    for (target, _), rivals in claimants.items():
        if len(rivals) > 1:
            _decide(target, rivals, chosen, losers, contested)
    return [losers.get(one.index, one) for one in found], contested


def _decide(target, rivals, chosen, losers, contested):
    winners = [one for one in rivals if one.letter in chosen] or _closest(rivals)
    label = rivals[0].column.label
    if len(winners) > 1:
        contested[target] = [one.letter for one in rivals]
        letters = "、".join(one.letter for one in rivals)
        confidence, why = ASK, f"{letters} 列都像“{label}”，请您选定一列"
    else:
        confidence, why = NONE, f"“{label}”已用 {winners[0].letter} 列"
    for one in rivals:
        if len(winners) > 1 or one is not winners[0]:
            losers[one.index] = replace(one, column=None, option=None, confidence=confidence, reason=why)


def _closest(rivals):
    strengths = {one.index: claims_on(one.path, _Single(one.column))[0].strength for one in rivals}
    best = max(strengths.values())
    return [one for one in rivals if strengths[one.index] == best]


class _Single:
    """A register of one column, to weigh a claim again."""

    def __init__(self, column):
        self.columns = (column,)


def _by_content(found, table, register, contested):
    """Columns without a known heading whose cells give them away: credit codes and ID numbers."""
    taken = {one.field for one in found} | set(contested)
    telling = [c for c in register.columns if isinstance(c, (CreditCode, IdNumber)) and c.target not in taken]
    return [_recognized(one, table, telling) if not one.column and one.confidence == NONE else one for one in found]


def _recognized(one, table, telling):
    for column in telling:
        verdicts = seen(column, table.column(one.index))
        if verdicts and sum(verdicts) >= AGREES * len(verdicts):
            telling.remove(column)
            return replace(one, column=column, confidence=LIKELY, reason=f"内容像{column.called}，请核对表头")
    return one
