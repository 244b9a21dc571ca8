"""What must be answered, told without asking the site: who opens which kind of rows, and who stands above which places.

Which role opens which address is read from the manual's page of rights, the page that people have read and agreed to.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docs.addresses import all_of_them
from docs.rights import shown
from xiaoyi_partybuild.access.scoping import Kind
from xiaoyi_partybuild.accounts.roles import Role

MANUAL = Path(__file__).parents[2] / "docs" / "manual" / "权限.md"
SIGNED_IN, ANONYMOUS, DISABLED, PASSWORD_ONLY, EXPIRED = "signed in", "anonymous", "disabled", "password only", "expired"
CITY, FIRST, SECOND, ABROAD = "141181", "141181001", "141181002", "141121100"

IN_FIRST = {"own", "child", "sibling"}
IN_SECOND = {"far", "farther", "farthest", "dual"}
IN_CITY = {"city", *IN_FIRST, *IN_SECOND}


@dataclass(frozen=True)
class Subject:
    """One who asks. sees: the places whose rows lie within the reach, as far as the role opens their kind."""

    name: str
    role: str | None = None
    region: str = ""
    branch: str = ""
    sees: frozenset = frozenset()
    state: str = SIGNED_IN

    @property
    def is_stranger(self):
        return self.state in (ANONYMOUS, DISABLED)


def _within(name, role, region, sees, state=SIGNED_IN):
    return Subject(name, role, region=region, sees=frozenset(sees), state=state)


SUBJECTS = (
    _within("department", Role.DEPARTMENT, CITY, IN_CITY),
    _within("township", Role.TOWNSHIP, FIRST, IN_FIRST),
    Subject("secretary", Role.SECRETARY, branch="own", sees=frozenset({"own", "child", "dual"})),
    _within("officer", Role.OFFICER, CITY, IN_CITY),
    _within("leader", Role.LEADER, CITY, IN_CITY),
    _within("admin", Role.ADMIN, CITY, IN_CITY),
    _within("security", Role.SECURITY, CITY, IN_CITY),
    _within("auditor", Role.AUDITOR, CITY, IN_CITY),
    _within("department2", Role.DEPARTMENT, ABROAD, {"abroad"}),
    _within("township2", Role.TOWNSHIP, SECOND, IN_SECOND),
    Subject("secretary2", Role.SECRETARY, branch="sibling", sees=frozenset({"sibling"})),
    _within("officer2", Role.OFFICER, SECOND, IN_SECOND),
    _within("leader2", Role.LEADER, SECOND, IN_SECOND),
    Subject("nobody"),
    Subject("anonymous", state=ANONYMOUS),
    _within("disabled", Role.DEPARTMENT, CITY, (), DISABLED),
    _within("halfway", Role.DEPARTMENT, CITY, (), PASSWORD_ONLY),
    _within("expired", Role.DEPARTMENT, CITY, (), EXPIRED),
)
IMPORTERS = ("department", "township", "secretary", "township2")
# Whose branch's name is read beside one's own: the one above, the other manager, the one below.
NAMED_BESIDE = {
    "township": {"city"},
    "secretary": {"city", "far"},
    "secretary2": {"city"},
    "township2": {"own"},
    "officer2": {"own"},
    "leader2": {"own"},
}

# Whoever gives rights reads whose branch a grant is for.
NAMED_BESIDE |= {name: {"own", "sibling"} for name in ("admin", "security")}

# By role: the kinds it views, and those it edits. (The words, written down by hand.)
_RECORDS = {Kind.BUSINESS, Kind.PERSONAL, Kind.INSPECTION}
_NO_NAMES = {Kind.BUSINESS, Kind.INSPECTION}
_SITE = {Kind.ACCOUNTS, Kind.GRANTS}
RIGHTS = {
    Role.DEPARTMENT: (_RECORDS | {Kind.REFERENCE}, _RECORDS | {Kind.REFERENCE}),
    Role.TOWNSHIP: (_RECORDS | {Kind.REFERENCE}, _RECORDS),
    Role.SECRETARY: (_RECORDS | {Kind.REFERENCE}, {Kind.BUSINESS, Kind.PERSONAL}),
    Role.OFFICER: (_NO_NAMES | {Kind.REFERENCE}, {Kind.INSPECTION}),
    Role.LEADER: (_NO_NAMES | {Kind.REFERENCE}, set()),
    Role.ADMIN: (_SITE | {Kind.REFERENCE}, _SITE | {Kind.REFERENCE}),
    Role.SECURITY: (_SITE | {Kind.REFERENCE}, {Kind.GRANTS}),
    Role.AUDITOR: ({Kind.AUDIT}, set()),
    None: (set(), set()),
}
PLACED = {"branches.branch", "orgs.organization"}
SITE_WIDE = frozenset({Kind.ACCOUNTS, Kind.GRANTS, Kind.AUDIT})
# What people confirmed about headings serves the whole office; whoever looks after the value lists may revoke it.
OFFICE_MEMORY = "registers.confirmation"
# What a page may do to the rows of a person: a lost authenticator is reset by somebody who may do nothing else to it.
RESETS = frozenset({"rights:reset-password", "rights:reset-second-factor"})
# An instructor hangs on a region, and is seen too by the branches of the organizations he is sent to.
SENT_TO = {"branches.instructor": frozenset({"own", "child", "sibling"})}


def reaches(subject, model, place, *, editing=False):
    """Whether a row of a place, or of a person, is there for the subject."""
    kind = model.scope.kind
    if model._meta.label_lower == OFFICE_MEMORY:
        return place == subject.name or (Kind.REFERENCE if editing else Kind.BUSINESS) in RIGHTS[subject.role][True]
    if kind == Kind.OWN:
        return place == subject.name
    if kind == Kind.REFERENCE and not editing:
        return True
    if kind not in RIGHTS[subject.role][editing]:
        return False
    return place == "site" or place in _seen(subject, model)


def _seen(subject, model):
    """Whose grant is for a branch sees nothing of what hangs on regions alone."""
    if subject.region or not hangs_on_region_alone(model):
        return subject.sees
    return subject.sees & SENT_TO.get(model._meta.label_lower, frozenset())


def hangs_on_region_alone(model):
    linked = {one.related_model._meta.label_lower for one in model._meta.concrete_fields if one.is_relation}
    return "orgs.region" in linked and not linked & PLACED and model._meta.label_lower not in PLACED


# --- which role opens which address

READING, SENDING = "看", "交"
NO_ROLE, STRANGER = "没有角色", "未登录"


@cache
def manual():
    """{address as the manual writes it: {role label or NO_ROLE or STRANGER: {READING, SENDING}}}."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in MANUAL.read_text().splitlines()]
    heads = next(row for row in rows if row[0] == "网址")[1:]
    told = {row[0].strip("`"): row[1:] for row in rows if row[0].startswith("`/")}
    return {
        path: dict(zip(heads, (set(filter(None, cell.split("、"))) for cell in cells), strict=True))
        for path, cells in told.items()
    }


@cache
def lines():
    """{name of an address: what the manual says of it}."""
    return {address.name: manual().get(shown(address.path), {}) for address in all_of_them()}


def methods(name):
    """The methods an address answers."""
    words = set().union(*lines()[name].values())
    sent = ("PUT", "PATCH") if name.startswith("api-") and name.endswith("-detail") else ("POST",)
    return ({"GET", "HEAD"} if READING in words else set()) | (set(sent) if SENDING in words else set())


def admits(name, subject, method):
    who = STRANGER if subject.is_stranger else NO_ROLE if subject.role is None else Role(subject.role).label
    return (READING if method in ("GET", "HEAD") else SENDING) in lines()[name][who]
