"""Likely duplicates among the organizations a person reaches, and between a file's rows and those: a few queries for all."""

from collections import defaultdict
from dataclasses import dataclass

from xiaoyi_partybuild.access import writing

from . import likeness, naming
from .likeness import Level
from .models import Distinct, FormerName, Organization, Region

PART = "organization"
FACTS = {
    "code": "credit_code",
    "certificate": "certificate_number",
    "representative": "legal_representative",
    "address": "address",
}
NAMED = 3


def places():
    """What the site's regions are called."""
    return naming.Places(Region.objects.values_list("code", "name"))


def bearers(organizations, known):
    """Each organization as far as likeness is concerned; two queries. `known`: places()."""
    former = defaultdict(list)
    owned = FormerName.objects.filter(organization__in=organizations.order_by().values("pk"))
    for pk, name in owned.values_list("organization", "name"):
        former[pk].append(name)
    rows = organizations.order_by("pk").values_list("pk", "name", *FACTS.values())
    return [
        likeness.bearer(pk, name, former[pk], known, **dict(zip(FACTS, facts, strict=True))) for pk, name, *facts in rows
    ]


class Stored:
    """The organizations that a file's rows may mean although no key finds them; looked up once for a whole file."""

    def __init__(self, by):
        self.places = places()
        stored = bearers(Organization.objects.visible_to(by), self.places)
        self.index = likeness.Index(stored) if stored else None

    def like(self, values):
        """[(Bearer, Evidence)] for a row, {target: value}, the strongest first."""
        named = self.index and values.get(f"{PART}.name")
        return self.index.like(self._stranger(values)) if named else []

    def _stranger(self, values):
        facts = {fact: values.get(f"{PART}.{field}") for fact, field in FACTS.items()}
        return likeness.bearer(None, values[f"{PART}.name"], (), self.places, **facts)

    def likely_one(self, values):
        """For a row that would be created: (name, reason) of the one it likely is, or None."""
        best = next((pair for pair in self.like(values) if pair[1].level >= Level.LIKELY), None)
        return (best[0].said, best[1].reason) if best else None

    def possible_ones(self, values):
        """For a row that must mean a stored one: the best of those it may mean, [(name, reason)], at most a few."""
        pairs = self.like(values)
        best = [(one.said, evidence.reason) for one, evidence in pairs if evidence.level == pairs[0][1].level]
        return best if len(best) <= NAMED else []


# --- among what is stored


@dataclass(frozen=True)
class Pair:
    """Two stored organizations, by their keys, and what speaks for their being one."""

    first: int
    second: int
    evidence: likeness.Evidence


def pairs(organizations):
    """[Pair], the strongest first, without those a person has told apart; four queries however many there are."""
    found = likeness.Index(bearers(organizations, places())).pairs()
    apart = set(Distinct.objects.filter(is_revoked=False).values_list("first", "second"))
    return [
        Pair(one.key, other.key, evidence) for one, other, evidence in found if _ordered(one.key, other.key) not in apart
    ]


def evidence_of(first, second):
    """What speaks for two organizations being one, None for nothing."""
    rows = Organization.objects.filter(pk__in=[first.pk, second.pk])
    return likeness.compare(*bearers(rows, places()))


def _ordered(first, second):
    return min(first, second), max(first, second)


def told_apart(first, second):
    """The Distinct of a pair that holds; None when there is none."""
    return _remembered(first, second).filter(is_revoked=False).select_related("by").first()


def tell_apart(first, second, *, by, at):
    """Remember that two organizations are not the same."""
    one, other = sorted((first, second), key=lambda row: row.pk)
    remembered = _remembered(first, second).first() or Distinct(first=one, second=other)
    remembered.by_id, remembered.at, remembered.is_revoked = by.pk, at, False
    return writing.save(remembered, by=by)


def take_back(remembered, *, by):
    """Let a pair be asked about again."""
    remembered.is_revoked = True
    return writing.save(remembered, by=by)


def _remembered(first, second):
    one, other = _ordered(first.pk, second.pk)
    return Distinct.objects.filter(first=one, second=other)
