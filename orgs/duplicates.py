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


def of_strangers(rows, *, by):
    """For each row that means no stored organization: [(Bearer, Evidence)], the strongest first. rows: {target: value}."""
    known = places()
    stored = bearers(Organization.objects.visible_to(by), known)
    if not stored:
        return [[] for _ in rows]
    index = likeness.Index(stored)
    return [index.like(_stranger(values, known)) if values.get(f"{PART}.name") else [] for values in rows]


def _stranger(values, known):
    facts = {fact: values.get(f"{PART}.{field}") for fact, field in FACTS.items()}
    return likeness.bearer(None, values[f"{PART}.name"], (), known, **facts)


def likely_ones(rows, *, by):
    """For rows that would be created: (name, reason) of the stored organization each likely is, or None."""
    found = of_strangers(rows, by=by)
    best = [next((pair for pair in pairs if pair[1].level >= Level.LIKELY), None) for pairs in found]
    return [(pair[0].said, pair[1].reason) if pair else None for pair in best]


def possible_ones(rows, *, by):
    """For rows that must mean a stored organization: the best of those each may mean, [(name, reason)], at most a few."""
    found = of_strangers(rows, by=by)
    best = [[pair for pair in pairs if pair[1].level == pairs[0][1].level] for pairs in found]
    return [[(one.said, evidence.reason) for one, evidence in pairs] if len(pairs) <= NAMED else [] for pairs in best]


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
