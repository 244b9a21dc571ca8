"""Requests that try to reach past an answer that is right in itself: foreign links, unlisted fields, guesses, no token."""

import json
import re
from types import SimpleNamespace

from django.contrib import admin
from django.test import Client

from xiaoyi_partybuild.api import router

from . import bodies, oracle, walk
from .targets import ABSENT, ABSENT_KEY, Target, targets

FOREIGN, OWN = "abroad", "own"
BY_NAME = {subject.name: subject for subject in oracle.SUBJECTS}
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A token may begin with digits: it is looked for before numbers.
NONCES = re.compile(rf"\b[\w-]{{64}}\b|{UUID}|\b[0-9a-f]{{8}}\b|\d+")


def sent(walker, name, method, path, body=None, **extra):
    """(answer, its text, the tables written into) of one request that leaves nothing behind."""
    case = walk.Case(BY_NAME[name], Target("api" if path.startswith("/api/") else "page", path), method)
    with walk.kept_apart(case) as written:
        answer = walker.send(case, body)
        return answer, bodies.text_of(answer), written - walk.BOOKKEEPING


# --- foreign links and unlisted fields (S-05, S-34)


def foreign_links_over_the_api(walker):
    """(what, status, tables written) of every writable link of every kind of record, set to a row abroad."""
    for viewset, path, told in _own_records(walker):
        links = _links(viewset, walker.county)
        for name, row in links.items():
            value = row.code if name in ("region", "parent") else row.pk
            answer, _, written = sent(walker, "department", "PATCH", path, {name: value})
            yield f"PATCH {path} {name}", answer.status_code, written
            answer, _, written = sent(walker, "department", "POST", path.rsplit("/", 2)[0] + "/", told | {name: value})
            yield f"POST {path} {name}", answer.status_code, written


def unlisted_fields_over_the_api(walker):
    for viewset, path, _ in _own_records(walker):
        model = viewset.serializer_class.Meta.model
        listed = set(viewset.serializer_class.Meta.fields) - {"id"}
        for one in model._meta.concrete_fields:
            if one.name not in listed:
                answer, _, written = sent(walker, "department", "PATCH", path, {one.name: 1})
                yield f"PATCH {path} {one.name}", answer.status_code, written


def _own_records(walker):
    """(viewset, address, what it says) of one record of each kind that the department may change."""
    for prefix, viewset, _ in router.registry:
        row = walker.county.rows.get((viewset.serializer_class.Meta.model, OWN))
        if row is not None and hasattr(viewset, "update"):
            path = f"/api/v1/{prefix}/{getattr(row, viewset.lookup_field)}/"
            answer = sent(walker, "department", "GET", path)[0]
            yield viewset, path, {name: value for name, value in answer.json().items() if name != "id"}


def _links(viewset, county):
    model, listed = viewset.serializer_class.Meta.model, viewset.serializer_class.Meta.fields
    links = [one for one in model._meta.concrete_fields if one.is_relation and one.name in listed]
    rows = {one.name: county.rows.get((one.related_model, FOREIGN)) for one in links}
    return {name: row for name, row in rows.items() if row is not None and hasattr(row, "scope")}


def foreign_links_in_maintenance(walker):
    """Every link in every maintenance form, set to a row abroad."""
    for model, pages in admin.site._registry.items():
        row = walker.county.rows.get((model, OWN))
        if row is None or not pages.is_written_here or not oracle.reaches(BY_NAME["department"], model, OWN, editing=True):
            continue
        path = f"/maintenance/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        fields = pages.get_form(SimpleNamespace(user=walker.county.people["department"])).base_fields
        for one in model._meta.concrete_fields:
            foreign = walker.county.rows.get((one.related_model, FOREIGN)) if one.is_relation else None
            if foreign is not None and one.name in fields and getattr(row, one.attname) != foreign.pk:
                body = {name: _shown(row, name) for name in fields} | {one.name: foreign.pk}
                answer, _, written = sent(walker, "department", "POST", path, body)
                yield f"POST {path} {one.name}", answer.status_code, written


def _shown(row, name):
    """What a form sends back unchanged."""
    value = row._meta.get_field(name).value_from_object(row)
    return "" if value is None else value


# --- guesses (S-04, S-06)


def foreign_and_absent(walker, name="township"):
    """(address, whether a foreign object answers as one that is not there) for every address that shows an object."""
    subject, answers = BY_NAME[name], {}
    for target in targets(walker.county):
        if target.object and target.object.label in (FOREIGN, "township2", ABSENT) and "GET" in oracle.methods(target.name):
            case = walk.Case(subject, target, "GET")
            if walk.verdict(case) == walk.NO_ROW:
                answer, text, _ = sent(walker, name, "GET", target.path)
                answers.setdefault(target.name, set()).add((answer.status_code, NONCES.sub("#", text)))
    return {address: len(told) for address, told in answers.items()}


UNDECLARED = ("id_number__startswith", "home_branch__name__contains", "branch__members__id_no__startswith", "ordering", "q2")


def undeclared_filters(walker):
    for prefix, _, _ in router.registry:
        for lookup in UNDECLARED:
            answer, _, _ = sent(walker, "department", "GET", f"/api/v1/{prefix}/?{lookup}=1")
            yield f"{prefix}?{lookup}", answer.status_code


def guessed_links(walker):
    """(filter, what a foreign row's key answers, what nobody's answers), over the API."""
    for prefix, viewset, _ in router.registry:
        for name, row in _links(viewset, walker.county).items():
            if name in (getattr(viewset, "filterset_fields", None) or ()):
                asked = (f"/api/v1/{prefix}/?{name}={key}" for key in (row.pk, ABSENT_KEY))
                answers = [sent(walker, "township", "GET", path) for path in asked]
                yield f"{prefix}?{name}", *[(answer.status_code, NONCES.sub("#", text)) for answer, text, _ in answers]


# --- forged requests (S-17)


def forged(walker):
    """(what, status) of one request of each unsafe method and address, sent without a token and with a wrong one."""
    tried = set()
    for target in targets(walker.county):
        for method in oracle.methods(target.name) & {"POST", "PUT", "PATCH"}:
            case = None if (target.name, method) in tried else _somebody_s(target, method)
            if case:
                tried.add((target.name, method))
                for token in ("", "x" * 64):
                    yield f"{case} token {token[:1]!r}", _forged(walker, case, token).status_code


def _somebody_s(target, method):
    cases = (walk.Case(subject, target, method) for subject in oracle.SUBJECTS if subject.state == oracle.SIGNED_IN)
    return next((case for case in cases if walk.verdict(case) == walk.OPENED), None)


def _forged(walker, case, token):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["sessionid"] = walker.keys[case.subject.name]
    with walk.kept_apart(case):
        body, headers = json.dumps({}), {"X-CSRFToken": token} if token else {}
        return client.generic(case.method, case.target.path, body, content_type="application/json", headers=headers)
