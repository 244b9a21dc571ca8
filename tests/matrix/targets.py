"""Which rows an address is about, and which objects of the county its arguments are made from."""

import uuid
from dataclasses import dataclass

from django.contrib import admin
from django.urls import reverse

from branches.models import Absence, Branch, Candidate, Meeting, Member, Procedure, Quota, Transfer, Venue
from branches.models.papers import Draft, Paper
from docs.addresses import all_of_them
from orgs.judgements import Comparison
from orgs.models import Organization
from xiaoyi_partybuild.access.events import Event
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.api import router
from xiaoyi_partybuild.registers.models import Confirmation, Upload

from .county import AT_WORK

# By the beginning of an address's name, the longest that fits: the model its arguments name.
ABOUT = {
    "orgs:": Organization,
    "orgs:comparison": Comparison,
    "orgs:decide": Comparison,
    "orgs:recognize": Comparison,
    "branches:": Branch,
    "branches:meeting": Meeting,
    "branches:minutes": Meeting,
    "branches:meeting_new": Branch,
    "branches:meeting_draft": Branch,
    "branches:draft": Draft,
    "branches:paper": Paper,
    "branches:part": Venue,
    "branches:member": Member,
    "branches:convert": Member,
    "branches:extend": Member,
    "branches:send": Member,
    "branches:leave": Member,
    "branches:away": Member,
    "branches:back": Absence,
    "branches:transfer": Transfer,
    "branches:candidate": Candidate,
    "branches:review": Candidate,
    "branches:stop": Candidate,
    "branches:step": Candidate,
    "branches:quota": Quota,
    "branches:procedure": Procedure,
    "branches:act": Procedure,
    "registers:": Upload,
    "registers:forget": Confirmation,
    "full-number": Member,
    "changes:together": Batch,
    "changes:revert": Change,
    "record:": Event,
    "rights:": Grant,
    "rights:reset-": User,
}
# What an argument says of the row; an absent row has keys that nobody has.
FROM_ROW = {
    "pk": lambda row: row.pk,
    "object_id": lambda row: row.pk,
    "first": lambda row: row.pk,
    "code": lambda row: row.code,
    "token": lambda row: row.token,
    "key": lambda row: row.key,
}
# Arguments that name no row.
FIXED = {
    "slug": "organizations",
    "kind": "marks",
    "app_label": "orgs",
    "label": "branches.member",
    "column": "phone",
    "year": 2020,
}
FIXED |= {"part": "venue", "answer": "withdraw", "step": "talk", "act": "withdraw"}
ABSENT_KEY, ABSENT_TOKEN = 987_654_321, uuid.UUID(int=42)
ABSENT = "absent"


@dataclass(frozen=True)
class Object:
    """One row an address is asked for. place: where it stands or whose it is; None for a row that does not exist."""

    model: type
    place: str | None
    label: str
    arguments: tuple = ()


@dataclass(frozen=True)
class Target:
    """One address for one object (None where it takes none)."""

    name: str
    path: str
    object: Object | None = None


def targets(county):
    """Every address, made for each kind of object it can be asked for."""
    for address in all_of_them():
        if set(address.arguments) <= FIXED.keys():
            yield Target(address.name, _path(address, {}))
        else:
            for one in _objects(address, county):
                yield Target(address.name, _path(address, dict(one.arguments)), one)


def _path(address, given):
    fixed = {name: FIXED[name] for name in address.arguments if name in FIXED}
    return reverse(address.name, kwargs=fixed | given)


def _objects(address, county):
    model = about(address.name)
    rows = county.of(model)
    yield Object(model, None, ABSENT, tuple(_absent(address)))
    for place, row in rows.items():
        given = tuple(_given(address, row, county.second.get(place)))
        yield _changed(place, given) if address.name.startswith("changes:") else Object(model, place, place, given)
    if model is Organization:
        for place, row in county.merged.items():
            yield Object(model, None, f"merged {place}", tuple(_given(address, row, county.second.get(place))))


def _changed(person, given):
    """What was changed is there for whoever reaches the row that was changed, whoever changed it."""
    return Object(Organization, AT_WORK.get(person), f"changed by {person}", given)


def about(name):
    """The model an address's rows are of."""
    if name.startswith("admin:"):
        return next(model for model in admin.site._registry if _page(model) in name)
    if name.startswith("api-"):
        found = [one for _, one, base in router.registry if name.startswith(f"{base}-")]
        return max(found, key=lambda one: len(one.serializer_class.Meta.model.__name__)).serializer_class.Meta.model
    fitting = [beginning for beginning in ABOUT if name.startswith(beginning)]
    assert fitting, f"{name} takes arguments: say in ABOUT of tests/matrix/targets.py which rows it is about"
    return ABOUT[max(fitting, key=len)]


def _page(model):
    return f":{model._meta.app_label}_{model._meta.model_name}_"


def _given(address, row, second):
    for name in address.arguments:
        if name == "second":
            yield name, second.pk
        elif name not in FIXED:
            assert name in FROM_ROW, f"{address.name}: say in FROM_ROW of tests/matrix/targets.py what <{name}> is of a row"
            yield name, FROM_ROW[name](row)


def _absent(address):
    for name in address.arguments:
        if name not in FIXED:
            yield name, ABSENT_TOKEN if name in ("token", "key") else ABSENT_KEY
