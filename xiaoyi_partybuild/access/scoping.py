"""The door out: where a model hangs (Scope), how far a person goes (Reach), and the query methods that join them."""

from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_

from django.db import models
from django.db.models import Q

VIEW, EDIT = "view", "edit"


class Kind(models.TextChoices):
    """What a row is about; a role opens kinds one by one."""

    BUSINESS = "business", "业务记录"
    PERSONAL = "personal", "党员个人信息"
    INSPECTION = "inspection", "年检与评估"
    REFERENCE = "reference", "基础资料"
    ACCOUNTS = "accounts", "账号"
    GRANTS = "grants", "授权"
    AUDIT = "audit", "审计记录"
    OWN = "own", "本人的导入和操作"


@dataclass(frozen=True)
class Reach:
    """How far a person goes for one action on one kind of rows.

    regions: codes of region subtrees; branches: primary keys; person: the own user key, for rows that belong to a person.
    """

    everything: bool = False
    regions: frozenset = field(default_factory=frozenset)
    branches: frozenset = field(default_factory=frozenset)
    person: int | None = None

    def __bool__(self):
        return bool(self.everything or self.regions or self.branches or self.person)

    def covers(self, other):
        """Whether this one goes at least as far."""
        if self.everything or not other:
            return self.everything or bool(self)
        near = all(any(code.startswith(mine) for mine in self.regions) for code in other.regions)
        return near and not other.everything and other.branches <= self.branches


NOTHING = Reach()
EVERYTHING = Reach(everything=True)


class System:
    """The person behind commands that set the site up. Pages never act as the system."""

    pk = None
    is_authenticated = True

    def reach(self, action, kind):
        return EVERYTHING

    def __str__(self):
        return "系统"


SYSTEM = System()


@dataclass(frozen=True)
class Scope:
    """Where rows hang: lookups to a region code, to a branch key, to the owner's key. Several lookups are alternatives.

    shared: rows everybody signed in may read, such as regions and value lists.
    unless: lookup to a link; where it is set, another row stands for this one, which nobody sees any more.
    Without any lookup the rows belong to the whole site: to everybody whose role opens the kind.
    """

    kind: Kind
    region: tuple = ()
    branch: tuple = ()
    owner: tuple = ()
    shared: bool = False
    unless: str = ""

    def ways_into(self, model, reach):
        """One Q for each lookup by which rows of the model may lie inside a reach; none for an empty reach."""
        if reach and not (self.region or self.branch or self.owner):
            return [Q()]
        kinds = (
            (self.region, reach.regions, begins_with),
            (self.branch, reach.branches, is_among),
            (self.owner, reach.person, is_exactly),
        )
        return [
            leading_to(model, lookup, partial(test, wanted))
            for lookups, wanted, test in kinds
            if wanted
            for lookup in lookups
        ]


def begins_with(codes, name):
    return reduce(or_, (Q(**{f"{name}__startswith": code}) for code in sorted(codes)))


def is_among(keys, name):
    return Q(**{f"{name}__in": keys})


def is_exactly(key, name):
    return Q(**{name: key})


def leading_to(model, lookup, test):
    """Q for rows from which a lookup leads to a value that passes `test`, a function of the last field's name to a Q.

    Nested `IN (SELECT …)` without joins, so that rows never multiply under later aggregates.
    """
    step, _, rest = lookup.partition("__")
    if not rest:
        return test(step)
    relation = model._meta.get_field(step)
    inner = relation.related_model._base_manager.filter(leading_to(relation.related_model, rest, test))
    if relation.concrete:
        return Q(**{f"{step}__in": inner.values("pk")})
    return Q(pk__in=inner.values(relation.field.attname))


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._within(user, VIEW).standing()

    def editable_by(self, user):
        return self._within(user, EDIT)

    def standing(self):
        """Without the rows that another row stands for."""
        unless = self.model.scope.unless
        return self.filter(**{f"{unless}__isnull": True}) if unless else self

    def offered_to(self, user, kind):
        """What a person may choose as the link of a row of that kind: visible, and within the reach of editing the kind."""
        return self.visible_to(user)._inside(user.reach(EDIT, kind))

    def with_particulars_for(self, user):
        """What is visible and lies where this person may see persons' particulars: ID numbers, phones."""
        return self.visible_to(user)._inside(user.reach(VIEW, Kind.PERSONAL))

    def _within(self, user, action):
        scope = self.model.scope
        reach = user.reach(action, scope.kind) if user.is_authenticated else NOTHING
        if scope.shared and action == VIEW and user.is_authenticated:
            return self
        return self._inside(reach)

    def _inside(self, reach):
        if reach.everything:
            return self
        ways = self.model.scope.ways_into(self.model, reach)
        return self.filter(reduce(or_, ways)) if ways else self.none()


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
