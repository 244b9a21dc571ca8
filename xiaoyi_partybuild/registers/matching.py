"""Which column of a workbook is which column of a register, each with its reason.

Evidence, the weightiest first: what the person decided about this file, what was confirmed before, the heading, the cells.
Whatever disagrees is asked, never guessed.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from xiaoyi_partybuild.access.masking import masked

from . import cells, disputes, evidence, giveaways, memory, personal
from .claims import APART, claims_on
from .headings import SERIAL, heading
from .memory import ASK, LIKELY, SURE
from .office import NOBODY

NONE = "none"
LOOK_INTO = 5_000  # rows, for the cells that are filled at all
SAMPLES = 3


@dataclass(frozen=True)
class Match:
    """One column of the workbook. `column` is None when it is not used; `option` is set for a tick column.

    doubted      the column its heading speaks of, where the cells say otherwise
    is_personal  it holds personal particulars that the register has no use for
    rival        the target that several columns claim, of which this is one
    """

    index: int
    path: str
    samples: tuple = ()
    column: object = None
    option: object = None
    confidence: str = NONE
    reason: str = ""
    doubted: object = None
    is_personal: bool = False
    rival: str = ""

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


# --- one table against one register


def match(table, register, chosen=None, office=NOBODY):
    """The Mapping of a table. chosen: {column letter: target, "target=option" or "" for none} as the person decided."""
    return _Work(table, register, chosen or {}, office).mapping()


class _Work:
    """One matching: headings first, then what was confirmed and decided, then what the cells say of what is left."""

    def __init__(self, table, register, chosen, office):
        self.table, self.register, self.chosen, self.office = table, register, chosen, office
        self.rows = [row.cells for row in islice(table.rows, LOOK_INTO)]
        self.contents = {index: evidence.filled(self._cells(index)) for index in table.paths}
        self.keys = memory.column_keys(table.paths)
        self.strengths, self.told, self.contested = {}, set(), {}

    def mapping(self):
        found = [self._decided(self._guess(index, path)) for index, path in sorted(self.table.paths.items())]
        found = self._one_each(found)
        for step in (disputes.turned_round, disputes.compared, giveaways.recognized):
            found = step(found, self)
        return Mapping(self.register, [self._veiled(self._explained(one)) for one in found], self.contested)

    def is_name(self, column):
        """Whether the column says whom a row is about."""
        return column.target in self.register.identity

    @cached_property
    def settled(self):
        """The columns that a person has had the last word about."""
        return self.told | {index for index in self.table.paths if cells.letter(index) in self.chosen}

    def is_open(self, one):
        """Whether nothing has been said about a column yet."""
        return not (one.column or one.reason or one.index in self.settled or _is_serial(one))

    def _cells(self, index):
        return (row[index] for row in self.rows if index < len(row) and row[index] is not None)

    def _samples(self, index):
        """The first different contents, as text."""
        found = {}
        for cell in self._cells(index):
            if cell not in found:
                found[cell] = cells.shown(cell)
            if len(found) == SAMPLES:
                break
        return tuple(found.values())

    # headings

    def _guess(self, index, path):
        one, claims = Match(index, path, self._samples(index)), claims_on(path, self.register)
        if not claims:
            return one
        best = claims[0]
        self.strengths[index] = best.strength
        rivals = [claim for claim in claims[1:] if claim.strength == best.strength and claim.column is not best.column]
        sure = best.strength[0] >= APART
        if rivals:
            return self._between(one, [claim.column for claim in (best, *rivals)], sure)
        one = replace(one, column=best.column, option=best.option, confidence=SURE if sure else LIKELY)
        return self._weighed(replace(one, reason=_reason(one, best, sure)))

    def _between(self, one, columns, sure):
        """Asked where the whole heading may be several fields; where only its last level may, it is left out and said so."""
        both = "、".join(f"“{column.label}”" for column in columns)
        if sure or any(column.required for column in columns):
            return replace(one, confidence=ASK, reason=f"可能是{both}，请您选定")
        is_personal = personal.is_personal(one.path, self.contents[one.index])
        return replace(one, is_personal=is_personal, reason=f"分不清是{both}，没有导入；要导入请选定")

    def _weighed(self, one):
        """A column as long as its cells do not contradict it."""
        contents = self.contents[one.index]
        if one.option is not None or not evidence.contradicts(one.column, self.is_name(one.column), contents):
            return one
        like = evidence.SPOKEN.get(evidence.shape(contents))
        seems = f"内容却像{like}" if like else "内容却不像"
        reason = f"表头像“{one.column.label}”，{seems}，请您选定"
        return replace(one, column=None, confidence=ASK, reason=reason, doubted=one.column)

    # what people said

    def _decided(self, one):
        if one.letter in self.chosen:
            said = self._as_told(one, self.chosen[one.letter])
            return replace(said, confidence=SURE, reason="您指定的" if said.column else "您选择不导入")
        recalled = self.office.recalled(self.register).get((memory.COLUMN, self.keys.get(one.index)))
        return self._as_recalled(one, recalled) if recalled else one

    def _as_recalled(self, one, recalled):
        said = self._as_told(one, recalled.chosen)
        if recalled.confidence == ASK:
            return replace(said, column=None, option=None, confidence=ASK, reason=recalled.reason)
        if recalled.confidence == LIKELY and one.confidence == SURE:
            differs = (said.field, said.option) != (one.field, one.option)
            asked = replace(one, column=None, option=None, confidence=ASK, reason=f"{one.reason}；但{recalled.reason}")
            return asked if differs else one
        self.told.add(one.index)
        said = replace(said, confidence=recalled.confidence if said.column else SURE, reason=recalled.reason)
        return self._weighed(said) if said.column else said

    def _as_told(self, one, choice):
        target, _, option = choice.partition("=")
        column = self.register.by_target.get(target)
        values = {str(value): value for value, _ in column.options} if column else {}
        return replace(one, column=column, option=values.get(option), doubted=None)

    # no register column for two workbook columns

    def _one_each(self, found):
        """The closer one keeps it, between equals nobody does."""
        claimants = defaultdict(list)
        for one in found:
            if one.column:
                claimants[one.column.target, one.option].append(one)
        losers = {}
        for (target, _), rivals in claimants.items():
            if len(rivals) > 1:
                self._settle(target, rivals, losers)
        return [losers.get(one.index, one) for one in found]

    def _settle(self, target, rivals, losers):
        winners = [one for one in rivals if one.letter in self.chosen] or self._closest(rivals)
        label = rivals[0].column.label
        if len(winners) > 1:
            self.contested[target] = [one.letter for one in rivals]
            confidence, why = ASK, f"{'、'.join(one.letter for one in rivals)} 列都像“{label}”，请您选定一列"
        else:
            confidence, why = NONE, f"“{label}”已用 {winners[0].letter} 列"
        for one in rivals:
            if len(winners) > 1 or one is not winners[0]:
                rival = target if len(winners) > 1 else ""
                losers[one.index] = replace(one, column=None, option=None, confidence=confidence, reason=why, rival=rival)

    def _closest(self, rivals):
        best = max(self.strengths.get(one.index, (0,)) for one in rivals)
        return [one for one in rivals if one.index in self.told or self.strengths.get(one.index) == best]

    # the rest

    def _explained(self, one):
        """Why a column is not used, where nothing has been said about it."""
        if not self.is_open(one):
            return replace(one, reason="序号，不导入") if _is_serial(one) and not one.reason else one
        if personal.is_personal(one.path, self.contents[one.index]):
            return replace(one, is_personal=True, reason="个人信息，这张登记表用不到，没有读取")
        is_empty = not self.contents[one.index] and len(self.rows) < LOOK_INTO
        return replace(one, reason="这一列没有内容" if is_empty else "这张登记表没有这一项")

    def _veiled(self, one):
        """Samples without anybody's numbers; of particulars that are not used, none at all."""
        if one.is_personal:
            return replace(one, samples=())
        hide = masked if one.column and one.column.personal else personal.veiled
        return replace(one, samples=tuple(map(hide, one.samples)))


def _is_serial(one):
    return not one.column and heading(one.path.split("/")[-1]) in SERIAL


def _reason(one, claim, sure):
    label = claim.column.label
    if one.option is not None:
        return f"“{label}”下的勾选列"
    if not sure:
        return f"表头只有一部分与“{claim.name}”相同，请核对"
    if claim.name == label:
        return "表头一致"
    return f"“{claim.name}”是“{label}”的另一种写法"
