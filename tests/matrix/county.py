"""The canary county: every row of every model carries the mark of the place it stands in, or of the person it belongs to.

Rows are made from the models' fields: a new model has its canaries from its first day.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from branches.enums import MeetingState, MeetingType
from branches.models import Branch, Meeting
from branches.models.moves import Transfer
from orgs.judgements import Comparison, Distinct
from orgs.models import Organization, Parameter, Region
from orgs.rule_numbers import DEFAULTS
from tests import factories
from tests.registers import books
from xiaoyi_partybuild.access import values, writing
from xiaoyi_partybuild.access.dates import PartialDateField
from xiaoyi_partybuild.access.events import Event
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.models import Batch, Change, Seal
from xiaoyi_partybuild.access.scoping import Kind
from xiaoyi_partybuild.accounts.models import Grant, SecondFactor, User
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.registers import apply
from xiaoyi_partybuild.registers.models import Confirmation, Upload

from . import oracle

CITY, FIRST, SECOND, ABROAD = "141181", "141181001", "141181002", "141121100"
# Each place is one branch: (region, place of its superior, place of its further manager).
PLACES = {
    "city": (CITY, None, None),
    "own": (FIRST, "city", None),
    "child": (FIRST, "own", None),
    "sibling": (FIRST, "city", None),
    "far": (SECOND, None, None),
    "farther": (SECOND, "far", None),
    "farthest": (SECOND, "far", None),
    "dual": (SECOND, "far", "own"),
    "abroad": (ABROAD, None, None),
}
SITE = "site"
# The place whose rows a person changed.
AT_WORK = {"department": "city", "township": "own", "secretary": "child", "secretary2": "sibling"}
AT_WORK |= {"department2": "abroad", "township2": "farther"}
# Links that would change where a row stands, and what only one of two may name.
LEFT_EMPTY = frozenset({"merged_into", "replaces", "undoes", "revoked_by", "follows"})
RETURNED_MEETING = {"type": MeetingType.GENERAL, "also": "", "state": MeetingState.RETURNED}
DAY, MOMENT = date(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)


def mark(place):
    """What every text of a place holds."""
    return f"鹮{place}鹮"


def name_mark(place):
    """What a branch's name holds: it is also read on the pages of the branches it leads or is led by."""
    return f"鹳{place}鹳"


def number(place):
    """Another one for each place."""
    return 3 + sorted(PLACES).index(place) if place in PLACES else 2


def id_number(place):
    return f"14118119800101{number(place):03d}X"


def phone(place):
    return f"1387788{number(place):04d}"


NUMBERS = (id_number, phone)


@dataclass
class County:
    """rows: {(model, place or owner's user name): row}; people: {user name: User}; merged, second: {place: Organization}."""

    people: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    second: dict = field(default_factory=dict)
    merged: dict = field(default_factory=dict)

    def row(self, model, place):
        """The row of that model in that place, made when missing; None where it cannot stand."""
        key = model, place
        if key not in self.rows:
            self.rows[key] = self._stored(model, place)
        return self.rows[key]

    def _stored(self, model, place):
        """With as much filled in as the table's promises allow."""
        refused = []
        for has_dates, has_links in ((False, True), (True, True), (False, False), (True, False)):
            try:
                made = self._made(model, place, has_dates, has_links)
                return _added(made) if made else None
            except IntegrityError as error:
                refused.append(str(error))
        raise AssertionError(f"say in GIVEN of tests/matrix/county.py what a row of {model._meta.label} needs: {refused}")

    def of(self, model):
        """{place: row} of a model."""
        return {place: row for (one, place), row in self.rows.items() if one is model and row is not None}

    def _made(self, model, place, has_dates, has_links):
        given = GIVEN.get(model, lambda county, place: {})(self, place)
        if given is None:
            return None
        for one in model._meta.concrete_fields:
            if one.name in given or one.primary_key or values.source_of(one) or one.name in LEFT_EMPTY:
                continue
            if one.is_relation and one.null and not has_links:
                continue
            value = self._link(one, place) if one.is_relation else _plain(one, place, has_dates)
            if value is None and one.is_relation and not one.null:
                return None
            if value is not None:
                given[one.name] = value
        return model(**given)

    def _link(self, link, place):
        target = link.related_model
        if target is User:
            return self.people.get(place)
        if target is Region:
            return Region.objects.get(code=PLACES[place][0] if place in PLACES else CITY)
        is_own, is_persons = target.scope.kind == Kind.OWN, place in self.people
        if (is_own and not is_persons) or target is link.model or _is_further(link):
            return None
        if is_persons and not is_own:
            return None if link.null else self.row(target, "own")
        return self.row(target, place if is_own or _stands_somewhere(target) else SITE)


def _added(row):
    with transaction.atomic():
        writing.add_notes([row])
    return row


def _is_further(link):
    """A link that may stay empty beside one to the same kind of row that may not."""
    others = [one for one in link.model._meta.concrete_fields if one.related_model is link.related_model]
    return link.null and any(not one.null for one in others)


def _plain(one, place, has_dates):
    """A value for a field, as much of it a canary as the field takes; None to leave it as it is."""
    if isinstance(one, EncryptedTextField):
        return phone(place) if "phone" in one.name else id_number(place)
    if one.has_default() or one.choices or getattr(one, "auto_now_add", False):
        return one.flatchoices[0][0] if one.choices and not one.has_default() else None
    if isinstance(one, PartialDateField):
        return str(DAY) if has_dates or not one.null else None
    if isinstance(one, models.DateTimeField | models.DateField):
        return None if one.null else MOMENT if isinstance(one, models.DateTimeField) else DAY
    if isinstance(one, models.CharField | models.TextField):
        return mark(place)[: one.max_length]
    if isinstance(one, models.IntegerField | models.DecimalField):
        return number(place)
    return None


def _branch(county, place):
    if place not in PLACES:
        return None
    _, superior, manager = PLACES[place]
    return {
        "name": f"{name_mark(place)}党支部",
        "superior": county.row(Branch, superior) if superior else None,
        "further_manager": county.row(Branch, manager) if manager else None,
    }


def _organization(county, place):
    """None in the place two manage: an organization is counted by one of them alone."""
    if place not in PLACES or place == "dual":
        return None
    return {"credit_code": factories.valid_credit_code(880_000 + number(place)), "name": f"{mark(place)}协会"}


def _batch(county, person):
    """Its words are read in the history of the row that was changed: they are that place's, not the person's."""
    words = mark(AT_WORK.get(person, person))
    return {"title": words, "reason": words}


def _change(county, person):
    """An update of the organization that stands where this person was at work; of one that is gone for all others."""
    changed = county.row(Organization, AT_WORK[person]).pk if person in AT_WORK else 987_654_321
    return {"action": Change.Action.UPDATE, "model": Organization._meta.label_lower, "object_pk": changed}


def _distinct(county, place):
    return {"second": county.second[place]} if place in county.second else None


GIVEN = {
    Region: lambda county, place: None,
    User: lambda county, place: None,
    Branch: _branch,
    Organization: _organization,
    Distinct: _distinct,
    # Sent back, so that its branch may still change it.
    Meeting: lambda county, place: RETURNED_MEETING | {"instructor": None},
    Upload: lambda county, place: {"register": "organizations", "counts": {"create": 0, "update": 0}},
    Seal: lambda county, place: {"number": 987_654_321},
    Batch: _batch,
    Change: _change,
    Event: lambda county, place: {"model": "orgs.organization", "object_pk": 987_654_321},
    Transfer: lambda county, place: {"to_branch": None},
    SecondFactor: lambda county, place: {"seed": "ab" * 20},
    Comparison: lambda county, place: {"day": str(DAY), "rows": []},
    Parameter: lambda county, place: {"key": next(iter(DEFAULTS)), "value": "3"},
    # What the office learned about headings is shown to all who import: no place's secret.
    Confirmation: lambda county, place: {"register": "organizations", "about": "column", "written": "全名", "chosen": ""},
    Grant: lambda county, place: None,
}


def build():
    """The whole county with its people."""
    for code in (FIRST, SECOND, ABROAD):
        factories.region(code)
    county = County()
    for place, (code, _, _) in PLACES.items():
        county.rows[Region, place] = Region.objects.get(code=code)
        county.row(Branch, place)
        county.row(Organization, place)
    _twins(county)
    _people(county)
    _wait_for_a_second_person(county)
    _bring_files(county)
    for model in apps.get_models():
        if hasattr(model, "scope"):
            for place in _places(county, model):
                county.row(model, place)
    return county


def _twins(county):
    """Of each organization a second one that looks alike, and one that was merged into it."""
    for place, one in county.of(Organization).items():
        given = {"region": one.region, "name": f"{one.name}（孝义）"}
        county.second[place] = factories.organization(**given, remark=mark(place))
        county.merged[place] = factories.organization(**given | {"name": f"{one.name}旧"}, merged_into=one)
        branch = county.row(Branch, place)
        for covered in (county.second[place], county.merged[place]):
            factories.coverage(organization=covered, branch=branch)


def _people(county):
    for subject in oracle.SUBJECTS:
        region = Region.objects.get(code=subject.region) if subject.region else None
        branch = county.row(Branch, subject.branch) if subject.branch else None
        given = {"username": subject.name, "name": f"人{subject.name}", "is_active": subject.state != oracle.DISABLED}
        if subject.state != oracle.ANONYMOUS:
            county.people[subject.name] = factories.user(subject.role, region=region, branch=branch, **given)


def _wait_for_a_second_person(county):
    """A grant nobody has confirmed yet, and one in force: the rows of the pages of rights."""
    city = Region.objects.get(code=CITY)
    waiting = {"user": county.people["nobody"], "role": Role.LEADER, "region": city, "confirmed_at": None}
    county.rows[Grant, SITE] = factories.grant(**waiting, start=DAY, granted_by=county.people["security"])
    county.rows[User, SITE] = county.people["nobody"]


def _bring_files(county):
    """Each of those who import has brought one file that waits, under a name and with contents that are canaries."""
    for name in oracle.IMPORTERS:
        header = ["社会组织名称", "社会组织类型", "成立登记日期", "所属乡镇（街道）", "备注"]
        row = [f"{mark(name)}学会", "社会团体", "2015年6月", "新义街道", mark(name)]
        book, by = books.xlsx([header, row]), county.people[name]
        brought = apply.take_in(book, f"{mark(name)}.xlsx", by=by, on=timezone.localdate(), register="organizations")
        county.rows[Upload, name] = brought


def _places(county, model):
    kind = model.scope.kind
    if kind == Kind.OWN:
        return county.people
    return PLACES if _stands_somewhere(model) and kind not in oracle.SITE_WIDE else [SITE]


def _stands_somewhere(model):
    """Whether its links lead to a region or a branch, however far."""
    linked = [one.related_model for one in model._meta.concrete_fields if one.is_relation and one.related_model is not model]
    return model is Region or any(hasattr(one, "scope") and _stands_somewhere(one) for one in linked if one is not User)
