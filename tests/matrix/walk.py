"""Send the requests of the matrix, each in a savepoint that is rolled back, and say what is wrong with the answers."""

import hashlib
import json
import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from zlib import crc32

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from xiaoyi_partybuild.access import fresh

from . import bodies, oracle
from . import county as places
from .targets import ABSENT, targets

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({200, 201, 204, 302, 400, 409, 422})
# Notes about the asking itself: they may be written whatever the answer is.
BOOKKEEPING = frozenset({"django_session", "access_event", "access_counter"})
WRITING = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
OWNERS = frozenset(subject.name for subject in oracle.SUBJECTS)
SOME_OWNERS = frozenset({"department", "township", "nobody"})
# A marked workbook nobody has ordered; what was never merged; a body that names no row; what another person confirms.
MAY_BE_ABSENT = frozenset(
    {"registers:marked", "registers:marked_file", "registers:order_marked", "orgs:take_apart"}
    | {"orgs:comparisons", "orgs:decide", "orgs:recognize", "registers:confirm_handout"}
    | {"branches:paper", "branches:paper_remove", "branches:meeting_act"}
)
# It wants to be told which field is asked about (test_searching.py).
MAY_REFUSE = frozenset({"admin:autocomplete"})


@dataclass(frozen=True)
class Case:
    subject: oracle.Subject
    target: object
    method: str

    def __str__(self):
        label = f" ({self.target.object.label})" if self.target.object else ""
        return f"{self.subject.name} {self.method} {self.target.path} {self.target.name}{label}"


@dataclass
class Findings:
    """What was asked, and each complaint as one line."""

    asked: int = 0
    complaints: list = field(default_factory=list)
    by_verdict: dict = field(default_factory=lambda: defaultdict(int))


def cases(county, subjects=oracle.SUBJECTS):
    """All of them, the safe methods first: what a POST does to files is not rolled back."""
    found = [
        Case(subject, target, method)
        for target in targets(county)
        for subject in subjects
        for method in METHODS
        if _matters(target, method, subject)
    ]
    return sorted(found, key=lambda case: case.method not in SAFE)


def _matters(target, method, subject):
    """Where the answer does not hang on the object, two of them will do; of methods no line holds, one per address.

    HEAD is the view of GET with a line of its own: no object of its own is needed either.
    """
    one = target.object
    if method not in oracle.methods(target.name):
        return (one is None or one.label == ABSENT) and method == _unheard(target.name, subject)
    if one is None or one.label in ("own", ABSENT, subject.name):
        return True
    if method == "HEAD" or not oracle.admits(target.name, subject, method):
        return False
    return one.place not in OWNERS or one.place in SOME_OWNERS


def _unheard(name, subject):
    """The method outside the line that this person tries: another one at each address, the same in each run."""
    others = [method for method in METHODS if method not in oracle.methods(name)]
    return others[crc32(f"{subject.name} {name}".encode()) % len(others)]


class Walk:
    def __init__(self, county):
        self.county, self.findings = county, Findings()
        self.keys = {subject.name: self._session(subject) for subject in oracle.SUBJECTS}
        self.forbidden = {subject.name: forbidden(subject) for subject in oracle.SUBJECTS}

    def _session(self, subject):
        """A session of that person as signing in leaves it."""
        if subject.state == oracle.ANONYMOUS:
            return None
        client = Client()
        user = self.county.people[subject.name]
        user.is_active = True
        client.force_login(user)
        session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        if subject.state == oracle.EXPIRED:
            session[fresh.VERIFIED] = timezone.now().timestamp()
            type(user).objects.filter(pk=user.pk).update(must_change=True)
        session.save()
        return session.session_key

    def run(self, some):
        for case in some:
            self._ask(case)
        return self.findings

    def _ask(self, case):
        expected = verdict(case)
        with kept_apart(case) as written:
            answer = self.send(case)
            text = bodies.text_of(answer)
            self._judge(case, expected, answer, text)
            tables = {table for table in written if table not in BOOKKEEPING}
            after = self._marked_rows(tables)
        self._compare(case, expected, tables, after)

    def send(self, case, body=None):
        client = Client(raise_request_exception=False)
        key = self.keys[case.subject.name]
        if key:
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        if case.target.path.startswith("/api/"):
            return client.generic(case.method, case.target.path, json.dumps(body or {}), content_type="application/json")
        if case.method == "POST":
            return client.post(case.target.path, body or {})
        return client.generic(case.method, case.target.path)

    def _judge(self, case, expected, answer, text):
        self.findings.asked += 1
        self.findings.by_verdict[expected] += 1
        if not VERDICTS[expected](case, answer):
            self.findings.complaints.append(f"{case}: {answer.status_code} instead of {expected}")
        leaked = [canary for canary in self.forbidden[case.subject.name] if canary in text]
        if leaked:
            self.findings.complaints.append(f"{case}: shows {leaked[:3]}")

    def _compare(self, case, expected, tables, after):
        if tables and expected != OPENED:
            self.findings.complaints.append(f"{case}: wrote into {sorted(tables)} although refused")
        elif tables and case.target.name not in oracle.RESETS:
            before = self._marked_rows(tables, outside=case.subject)
            if before != _outside(after, case.subject):
                self.findings.complaints.append(f"{case}: changed rows outside the reach in {sorted(tables)}")

    def _marked_rows(self, tables, outside=None):
        """{(table, place): digest of the row} of the county's rows in some tables."""
        rows = self.county.rows.items()
        asked = [(key, row.pk) for key, row in rows if row is not None and key[0]._meta.db_table in tables]
        return {key: _digest(key[0], pk) for key, pk in asked if outside is None or not oracle.reaches(outside, *key)}


def _outside(digests, subject):
    return {key: digest for key, digest in digests.items() if not oracle.reaches(subject, *key)}


def _digest(model, pk):
    columns = [one.attname for one in model._meta.concrete_fields]
    return hashlib.sha256(repr(model._base_manager.filter(pk=pk).values_list(*columns).first()).encode()).hexdigest()


@contextmanager
def kept_apart(case):
    """Inside a savepoint that is rolled back; yields the tables that are written into meanwhile."""
    written = set()

    def note(execute, sql, params, many, context):
        found = WRITING.match(sql)
        if found:
            written.add(found[1])
        return execute(sql, params, many, context)

    owes = case.subject.state in (oracle.PASSWORD_ONLY, oracle.EXPIRED)
    savepoint = transaction.atomic()
    savepoint._from_testcase = True  # what insists on a transaction of its own takes this for the outermost
    with savepoint, override_settings(SIGN_IN_STEPS=owes), connection.execute_wrapper(note):
        yield written
        transaction.set_rollback(True)


def forbidden(subject):
    """The canaries that must not reach this person: the marks of what lies outside the reach, and anybody's full numbers."""
    reads = oracle.RIGHTS[subject.role][0] if not subject.is_stranger else set()
    seen = subject.sees if oracle.Kind.BUSINESS in reads else frozenset()
    named = seen | oracle.NAMED_BESIDE.get(subject.name, set())
    others = {one.name for one in oracle.SUBJECTS} - {subject.name}
    marks = [places.mark(place) for place in [*places.PLACES, *others] if place not in seen]
    marks += [places.name_mark(place) for place in places.PLACES if place not in named]
    return marks + [number(place) for place in [*places.PLACES, places.SITE] for number in places.NUMBERS]


# --- what must be answered

STRANGER, OWES, NOT_ALLOWED, NO_PAGE, NO_ROW, NOT_ITS = "sign-in", "a step first", "405", "403", "404", "403 or 404"
OPENED = "an answer"


def verdict(case):
    subject, name = case.subject, case.target.name
    if subject.is_stranger and not any(oracle.admits(name, subject, method) for method in oracle.methods(name)):
        return STRANGER
    if subject.state in (oracle.PASSWORD_ONLY, oracle.EXPIRED) and name not in owed_by(subject):
        return OWES
    if case.method not in oracle.methods(name):
        return NOT_ALLOWED
    if not oracle.admits(name, subject, case.method):
        return NO_PAGE
    return _of_row(case) if case.target.object else OPENED


def _of_row(case):
    one = case.target.object
    if one.label.startswith("merged"):
        return ANY_BUT_BROKEN
    if one.place is None or not oracle.reaches(case.subject, one.model, one.place):
        return NO_ROW
    if case.target.name in oracle.RESETS:
        return OPENED
    if case.method not in SAFE and not oracle.reaches(case.subject, one.model, one.place, editing=True):
        return NOT_ITS
    return OPENED


ANY_BUT_BROKEN = "no fault"


def owed_by(subject):
    """The addresses that stay open while a step of signing in is owed."""
    step = "password" if subject.state == oracle.EXPIRED else "second-factor-setup"
    return {step, "logout", "healthz"}


def _is_absent(case, answer):
    if case.target.name.startswith("admin:"):
        return answer.status_code == 302 and answer.headers["Location"] == "/maintenance/"
    return answer.status_code == 404


def _is_open(case, answer):
    excused = {404: MAY_BE_ABSENT, 403: MAY_REFUSE}
    return answer.status_code in OPEN or case.target.name in excused.get(answer.status_code, ())


def _is_sent_to_sign_in(case, answer):
    if case.target.path.startswith("/api/"):
        return answer.status_code == 403
    return answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next=")


def _is_sent_to_a_step(case, answer):
    if case.target.path.startswith("/api/"):
        return answer.status_code == 403
    step = "/login/password/" if case.subject.state == oracle.EXPIRED else "/login/code/setup/"
    return answer.status_code == 302 and answer.headers["Location"] == step


VERDICTS = {
    STRANGER: _is_sent_to_sign_in,
    OWES: _is_sent_to_a_step,
    NOT_ALLOWED: lambda case, answer: answer.status_code == 405 and bool(answer.headers.get("Allow")),
    NO_PAGE: lambda case, answer: answer.status_code == 403,
    NO_ROW: _is_absent,
    NOT_ITS: lambda case, answer: answer.status_code in (403, 404),
    OPENED: _is_open,
    ANY_BUT_BROKEN: lambda case, answer: answer.status_code in OPEN or answer.status_code in (403, 404),
}
