"""Which organizations may be one and the same: evidence from names, former names and numbers, each piece with its reason."""

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

from . import credit_code, naming


class Level(IntEnum):
    """How much speaks for it."""

    WEAK, LIKELY, SURE = 1, 2, 3

    @property
    def label(self):
        return LABELS[self]


LABELS = {Level.SURE: "很可能", Level.LIKELY: "可能", Level.WEAK: "略像"}
CORE = 2  # a shorter core says nothing by itself
SHORT_NAME = 4  # a longer one is no short name
EXTENDED = 3  # more than so many times as long is more than an addition
TYPO_CORE = 6  # below this one other character means another organization
LONGEST_FULL = 14  # as far as a short name is looked for in a full one
CROWD = 300  # what so many share is a fashion, not a likeness


@dataclass(frozen=True)
class Evidence:
    level: Level
    reason: str


@dataclass(frozen=True)
class Bearer:
    """An organization as far as likeness is concerned. `names`: its name first, then its former ones, as naming.Name."""

    key: object
    said: str
    names: tuple
    code: str = ""
    certificate: str = ""
    representative: str = ""
    address: str = ""

    @property
    def name(self):
        return self.names[0]


def bearer(key, name, former, places, **facts):
    names = (naming.read(name, places), *(naming.read(one, places) for one in former))
    return Bearer(key, name, names, **{field: value or "" for field, value in facts.items()})


def compare(one, other):
    """The strongest Evidence that two bearers are the same, None when nothing speaks for it."""
    if one.certificate and naming.fold(one.certificate) == naming.fold(other.certificate):
        return Evidence(Level.SURE, "登记证号相同")
    if one.code and one.code == other.code:
        return Evidence(Level.SURE, "统一社会信用代码相同")
    found = _by_former_name(one, other) or _by_name(one, other)
    return found and _weighed(found, one, other)


def _by_former_name(one, other):
    for first, second in ((one, other), (other, one)):
        if any(first.name.text == name.text for name in second.names[1:]):
            return Evidence(Level.SURE, f"“{first.said}”是“{second.said}”的曾用名")
    if {name.text for name in one.names[1:]} & {name.text for name in other.names[1:]}:
        return Evidence(Level.LIKELY, "曾用名相同")
    return None


def _by_name(one, other):
    first, second = one.name, other.name
    if one.said == other.said:
        return Evidence(Level.SURE, "名称完全相同")
    if first.text == second.text:
        return Evidence(Level.SURE, "只差空格、括号或全角半角")
    if first.marks != second.marks or not _one_place(first, second) or not _bracketed_alike(first, second):
        return None
    return _by_parts(first, second)


def _one_place(first, second):
    """The most specific places agree, or one of the names has none."""
    return first.place == second.place or not (first.place and second.place)


def _bracketed_alike(first, second):
    """A branch in brackets is another organization; other words in brackets may be left out."""
    if first.brackets == second.brackets:
        return True
    said = first.brackets + second.brackets
    return not (first.brackets and second.brackets) and not any(naming.read_kind(part) for part in said)


def _by_parts(first, second):
    related = first.family == second.family or not (first.kind and second.kind)
    if not related:
        return None
    if first.core == second.core:
        return _same_core(first, second)
    shorter, longer = sorted((first.core, second.core), key=len)
    if len(shorter) < CORE:
        return None
    if longer.startswith(shorter) and len(longer) <= EXTENDED * len(shorter):
        return Evidence(Level.WEAK, f"名称里多出“{longer[len(shorter) :]}”")
    if shorter[0] == longer[0] and len(shorter) <= SHORT_NAME and _in_order(shorter, longer):
        return Evidence(Level.WEAK, f"“{shorter}”像是“{longer}”的简称")
    return _one_character(shorter, longer)


def _same_core(first, second):
    if len(first.core) < CORE and first.place != second.place:
        return None
    if first.brackets != second.brackets:
        return Evidence(Level.LIKELY, "只差括号里的内容")
    if first.kind == second.kind:
        return Evidence(Level.SURE, _idle_difference(first, second))
    if first.core:
        return Evidence(Level.LIKELY, f"只差后缀“{first.kind}”“{second.kind}”")
    return None


def _idle_difference(first, second):
    word = next((word for word in naming.IDLE_WORDS if (word in first.text) != (word in second.text)), "")
    if word:
        return f"只差“{word}”"
    if first.places != second.places:
        return "只差地名前缀"
    return "只差数字的写法" if first.marks else "只差地名的写法"


def _in_order(shorter, longer):
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


def _one_character(shorter, longer):
    if len(shorter) < TYPO_CORE or len(longer) - len(shorter) > 1:
        return None
    if sorted(shorter) == sorted(longer):
        return Evidence(Level.WEAK, "用字相同，次序不同")
    head = next((n for n, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), len(shorter))
    if shorter[head:] == longer[head + 1 :]:
        return Evidence(Level.WEAK, f"只多一个字“{longer[head]}”")
    if shorter[head + 1 :] == longer[head + 1 :] and len(shorter) == len(longer):
        return Evidence(Level.WEAK, f"只差一个字“{shorter[head]}”“{longer[head]}”")
    return None


def _weighed(found, one, other):
    """What else is known about the two strengthens or weakens what their names say; None when nothing is left."""
    level, reason = found.level, found.reason
    for value, rival, words in (
        (one.representative, other.representative, "法定代表人也相同"),
        (one.address, other.address, "住所也相同"),
    ):
        if value and value == rival:
            level, reason = min(level + 1, Level.SURE), f"{reason}，{words}"
            break
    if one.code != other.code and credit_code.is_valid(one.code) and credit_code.is_valid(other.code):
        level, reason = level - 1, f"{reason}，但信用代码不同"
    return Evidence(Level(level), reason) if level else None


class Index:
    """Bearers by what a likely one would share with them, so that no two strangers are ever compared."""

    def __init__(self, bearers):
        self.bearers = list(bearers)
        self.found_by, self.beginning = defaultdict(list), defaultdict(list)
        for place, one in enumerate(self.bearers):
            self.beginning[one.name.core[:1], one.name.marks].append(place)
            for key in _own_keys(one):
                self.found_by[key].append(place)

    def pairs(self):
        """[(Bearer, Bearer, Evidence)], the strongest first."""
        met = set()
        for block in self.found_by.values():
            if 1 < len(block) <= CROWD:
                met.update(combinations(block, 2))
        for place, one in enumerate(self.bearers):
            met.update((min(place, other), max(place, other)) for other in self._met(_sought_keys(one)) if other != place)
        compared = ((self.bearers[first], self.bearers[second]) for first, second in met)
        found = [(one, other, evidence) for one, other in compared if (evidence := compare(one, other))]
        return sorted(found, key=lambda pair: (-pair[2].level, pair[0].said, pair[1].said))

    def like(self, stranger):
        """[(Bearer, Evidence)] for one that is not in the index, the strongest first."""
        met = {*self._met((*_own_keys(stranger), *_sought_keys(stranger))), *self._full_forms(stranger.name)}
        found = ((self.bearers[place], compare(stranger, self.bearers[place])) for place in sorted(met))
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1].level)

    def _full_forms(self, name):
        """Those of which a name may be the beginning or the short form."""
        block = self.beginning.get((name.core[:1], name.marks), ())
        if len(name.core) < CORE or len(block) > CROWD:
            return []
        return [place for place in block if _in_order(name.core, self.bearers[place].name.core)]

    def _met(self, keys):
        for key in keys:
            block = self.found_by.get(key, ())
            if len(block) <= CROWD:
                yield from block


def _own_keys(one):
    """What a bearer is found by. Two that are alike share one of these, or one of them seeks the other's core."""
    yield from {("text", name.text) for name in one.names}
    if one.certificate:
        yield "certificate", naming.fold(one.certificate)
    if one.code:
        yield "code", one.code
    core, marks = one.name.core, one.name.marks
    if len(core) < CORE:
        yield "bare", core, marks, one.name.place, one.name.family
        return
    yield "core", core, marks
    if len(core) >= TYPO_CORE:
        yield "signs", "".join(sorted(core)), marks
        yield from {("without", core[:place] + core[place + 1 :], marks) for place in range(len(core))}
        yield "without", core, marks


def _sought_keys(one):
    """The cores of which this one may be an extension or the full form."""
    core, marks = one.name.core, one.name.marks
    yield from {("core", core[:length], marks) for length in range(CORE, len(core)) if len(core) <= EXTENDED * length}
    rest = core[1:LONGEST_FULL]
    for length in range(CORE, min(SHORT_NAME + 1, len(core))):
        yield from {("core", core[0] + "".join(signs), marks) for signs in combinations(rest, length - 1)}
