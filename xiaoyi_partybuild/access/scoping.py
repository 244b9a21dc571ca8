"""The door out: where a model hangs (Scope), how far a person goes (Reach), and the query methods that join them."""

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

VIEW, EDIT = "view", "edit"


class Kind(models.TextChoices):
    """What a row is about; a role opens kinds one by one."""

    BUSINESS = "business", "业务记录"
    PERSONAL = "personal", "党员个人信息"
    INSPECTION = "inspection", "年检与评估"
    REFERENCE = "reference", "基础资料"
    ACCOUNTS = "accounts", "账号与权限"
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
    Without any lookup the rows belong to the whole site: to everybody whose role opens the kind.
    """

    kind: Kind
    region: tuple = ()
    branch: tuple = ()
    owner: tuple = ()
    shared: bool = False

    def within(self, reach):
        """Q for the rows inside a reach; empty reach, no rows."""
        if reach and not (self.region or self.branch or self.owner):
            return Q()
        wanted = Q(pk__in=[])
        for lookup in self.region:
            for code in reach.regions:
                wanted |= Q(**{f"{lookup}__startswith": code})
        for lookup in self.branch:
            if reach.branches:
                wanted |= Q(**{f"{lookup}__in": reach.branches})
        for lookup in self.owner:
            if reach.person:
                wanted |= Q(**{lookup: reach.person})
        return wanted


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._within(user, VIEW)

    def editable_by(self, user):
        return self._within(user, EDIT)

    def offered_to(self, user, kind):
        """What a person may choose as the link of a row of that kind: visible, and within the reach of editing the kind."""
        return self.visible_to(user)._inside(user.reach(EDIT, kind))

    def _within(self, user, action):
        scope = self.model.scope
        reach = user.reach(action, scope.kind) if user.is_authenticated else NOTHING
        if scope.shared and action == VIEW and user.is_authenticated:
            return self
        return self._inside(reach)

    def _inside(self, reach):
        """As `pk IN (subquery)`, so that joins never multiply rows under later aggregates."""
        if reach.everything:
            return self
        if not reach:
            return self.none()
        return self.filter(pk__in=self.model._base_manager.filter(self.model.scope.within(reach)).values("pk"))


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
