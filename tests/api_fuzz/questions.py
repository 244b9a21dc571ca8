"""Strategies: an operation of the description becomes requests, sound and wrong ones, at real rows and invented ones."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import strategies as st
from schemathesis.core import NotSet
from schemathesis.generation import GenerationMode

from xiaoyi_partybuild.access.api import CodeLink, Link
from xiaoyi_partybuild.api import router

V1 = "/api/v1/"
ABSENT = ("999999", str(10**9), str(2**63), str(10**40), "0")
UNUSUAL_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; x=1",
)
UNUSUAL_BODIES = (b"", b"\x00", b"[", b"null", b"\xff\xfe", b'{"name": "\\ud800"}', b'{"a":' * 5000, b"[1e999]", b"NaN")


@dataclass(frozen=True)
class Question:
    person: str
    method: str
    path: str
    query: tuple
    body: bytes | None
    content_type: str = "application/json"
    accept: str = "*/*"

    @property
    def address(self):
        asked = urlencode(self.query, errors="replace")
        return quote(self.path, safe="/%") + (f"?{asked}" if asked else "")


def operations():
    """All operations of the description."""
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
    return [found.ok() for found in schema.get_all_operations()]


def declared(operation):
    """The statuses an operation says it may answer."""
    return {int(status) for status in operation.responses.status_codes}


@st.composite
def questions(draw, operation, site):
    """site: see world.Site; half of the bodies are sound ones with some values put into them."""
    mode = draw(st.sampled_from(list(GenerationMode)))
    case = draw(operation.as_strategy(generation_mode=mode))
    return Question(
        person=draw(st.sampled_from(site.people)),
        method=operation.method.upper(),
        path=_path(draw, operation, case, site),
        query=tuple(_query(draw, case)),
        **_sent(draw, operation, case, site),
        accept=draw(st.sampled_from((*["*/*"] * 10, "application/json", "text/html", "\x00"))),
    )


def prefix_of(operation):
    return operation.path.removeprefix(V1).split("/")[0]


def _path(draw, operation, case, site):
    if not case.path_parameters:
        return operation.path
    made = next(iter(case.path_parameters.values()))
    key = draw(st.sampled_from((*site.keys[prefix_of(operation)] * 2, *ABSENT, str(made))))
    return operation.path[: operation.path.index("{")] + key + "/"


def _query(draw, case):
    for name, value in (case.query or {}).items():
        for one in value if isinstance(value, list) else [value]:
            yield name, _text(one)
            if draw(st.integers(0, 20)) == 0:
                yield name, _text(one) + "\x00"


def _text(value):
    return value if isinstance(value, str) else json.dumps(value)


def _sent(draw, operation, case, site):
    if isinstance(case.body, NotSet):
        return {"body": None}
    if draw(st.integers(0, 15)) == 0:
        return {"body": draw(st.sampled_from(UNUSUAL_BODIES))}
    body = case.body if isinstance(case.body, bytes) else json.dumps(_deepened(draw, operation, case.body, site)).encode()
    unusual = draw(st.integers(0, 20)) == 0
    return {"body": body, "content_type": draw(st.sampled_from(UNUSUAL_TYPES)) if unusual else "application/json"}


def _deepened(draw, operation, body, site):
    """The made body, often put over a sound one, with links that lead somewhere."""
    if not isinstance(body, dict):
        return body
    prefix = prefix_of(operation)
    if draw(st.booleans()):
        kept = draw(st.sets(st.sampled_from(sorted(body)))) if body else set()
        body = site.sound[prefix] | {name: body[name] for name in kept}
    for name, targets in site.links[prefix].items():
        if name in body and draw(st.integers(0, 3)):
            body[name] = draw(st.sampled_from((*targets, *ABSENT[:2])))
    return body


def links_of(prefix):
    """{field: label of the model it leads to} of a route."""
    viewset = next(viewset for known, viewset, _ in router.registry if known == prefix)
    fields = viewset.serializer_class().fields
    linked = {name: field for name, field in fields.items() if isinstance(field, Link | CodeLink)}
    return {name: field.queryset.model for name, field in linked.items()}
