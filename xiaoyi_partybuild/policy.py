"""Who may use which address: one table. An address or method without a line is refused to everybody (gate.py).

A line says which roles may send which methods to the address of that name. The addresses of maintenance pages and of the
REST API follow from what each role opens (accounts/roles.py); all others are named here. The manual's page of rights
(docs/manual/权限.md) is written from this table: python -m docs.rights
"""

from dataclasses import dataclass
from functools import cache

from django.contrib import admin

from xiaoyi_partybuild.access.scoping import EDIT, VIEW, Kind
from xiaoyi_partybuild.accounts.roles import POWERS, Role, opening

READS, POSTS, CHANGES = ("GET", "HEAD"), ("POST",), ("PUT", "PATCH")


@dataclass(frozen=True)
class Who:
    """The roles that may; anybody: whoever is signed in, with or without a role; strangers: also who is not."""

    roles: frozenset = frozenset(Role)
    anybody: bool = False
    strangers: bool = False

    def admits(self, user):
        if self.strangers or not user.is_authenticated:
            return self.strangers
        return self.anybody or not self.roles.isdisjoint(user.roles)

    def __or__(self, other):
        return Who(self.roles | other.roles, self.anybody or other.anybody, self.strangers or other.strangers)


def only(*roles):
    return Who(frozenset(roles))


def viewing(kind):
    return Who(opening(VIEW, kind))


def editing(kind):
    return Who(opening(EDIT, kind))


STRANGERS = Who(anybody=True, strangers=True)
ANYBODY = Who(anybody=True)
MAINTAINERS = only(*(role for role, powers in POWERS.items() if powers.maintains))
SECURITY = only(Role.SECURITY)
RECORDS, KEEPERS = viewing(Kind.BUSINESS), editing(Kind.BUSINESS)
GRANTS, PARTICULARS = viewing(Kind.GRANTS), viewing(Kind.PERSONAL)
AUDITORS = viewing(Kind.AUDIT)
MEMBER_KEEPERS = editing(Kind.PERSONAL)


def reads(who):
    return dict.fromkeys(READS, who)


def posts(who):
    return dict.fromkeys(POSTS, who)


def form(who):
    """A page with a form on it."""
    return reads(who) | posts(who)


# Files under /static/ answer before any of this; they are the same for everybody.
PAGES = {
    "healthz": reads(STRANGERS),
    "login": form(STRANGERS),
    "logout": posts(ANYBODY),
    "password": form(ANYBODY),
    "second-factor": form(ANYBODY),
    "second-factor-setup": form(ANYBODY),
    "workbench": reads(ANYBODY),
    "trend": reads(RECORDS),
    "orgs:list": reads(RECORDS),
    "orgs:workbook": form(RECORDS),
    "orgs:detail": reads(RECORDS),
    "orgs:edit": form(KEEPERS),
    "orgs:duplicates": reads(KEEPERS),
    "orgs:duplicate": form(KEEPERS),
    "orgs:distinct": posts(KEEPERS),
    "orgs:take_apart": posts(KEEPERS),
    "orgs:comparisons": form(KEEPERS),
    "orgs:comparison": reads(KEEPERS),
    "orgs:comparison_workbook": reads(KEEPERS),
    "orgs:decide": posts(KEEPERS),
    "orgs:recognize": posts(KEEPERS),
    "branches:list": reads(RECORDS),
    "branches:workbook": form(RECORDS),
    "branches:detail": reads(RECORDS),
    "branches:meetings": reads(RECORDS),
    "branches:meeting": reads(RECORDS),
    "branches:meeting_new": form(KEEPERS),
    "branches:meeting_edit": form(KEEPERS),
    "branches:meeting_draft": posts(KEEPERS),
    "branches:meeting_act": posts(KEEPERS),
    "branches:draft_give_up": posts(KEEPERS),
    "branches:pulse": reads(KEEPERS),
    "branches:minutes": reads(RECORDS),
    "branches:record_book": reads(RECORDS),
    "branches:paper": reads(PARTICULARS),
    "branches:paper_remove": posts(MEMBER_KEEPERS),
    "branches:due": reads(RECORDS),
    "branches:unreported": reads(RECORDS),
    "branches:findings": reads(KEEPERS),
    "branches:file": reads(RECORDS),
    "branches:dues": form(MEMBER_KEEPERS),
    "branches:add_part": form(KEEPERS),
    "branches:part": form(KEEPERS),
    "branches:members": reads(PARTICULARS),
    "branches:member_workbook": form(PARTICULARS),
    "branches:member": reads(PARTICULARS),
    "branches:member_edit": form(MEMBER_KEEPERS),
    "branches:convert": form(MEMBER_KEEPERS),
    "branches:extend": form(MEMBER_KEEPERS),
    "branches:send": form(MEMBER_KEEPERS),
    "branches:leave": form(MEMBER_KEEPERS),
    "branches:away": form(MEMBER_KEEPERS),
    "branches:back": form(MEMBER_KEEPERS),
    "branches:take_in": form(MEMBER_KEEPERS),
    "branches:transfer": form(MEMBER_KEEPERS),
    "branches:candidates": reads(PARTICULARS),
    "branches:candidate_workbook": form(PARTICULARS),
    "branches:candidate": reads(PARTICULARS),
    "branches:new_candidate": form(MEMBER_KEEPERS),
    "branches:review": form(MEMBER_KEEPERS),
    "branches:stop": form(MEMBER_KEEPERS),
    "branches:step": form(MEMBER_KEEPERS),
    "branches:quotas": reads(RECORDS),
    "branches:new_quota": form(KEEPERS),
    "branches:quota": form(KEEPERS),
    "branches:procedures": reads(RECORDS),
    "branches:propose": form(KEEPERS),
    "branches:adjust": form(KEEPERS),
    "branches:abolish": form(KEEPERS),
    "branches:procedure": reads(RECORDS),
    "branches:act": form(KEEPERS),
    "full-number": form(PARTICULARS),
    "registers:upload": form(KEEPERS),
    "registers:mine": reads(KEEPERS),
    "registers:remembered": reads(KEEPERS),
    "registers:forget": posts(KEEPERS),
    "registers:forms": reads(RECORDS),
    "registers:export": form(RECORDS),
    "registers:handouts": reads(RECORDS),
    "registers:confirm_handout": posts(RECORDS),
    "registers:template": reads(KEEPERS),
    "registers:step": reads(KEEPERS),
    "registers:columns": form(KEEPERS),
    "registers:review": reads(KEEPERS),
    "registers:fix": posts(KEEPERS),
    "registers:answer": posts(KEEPERS),
    "registers:take_back": posts(KEEPERS),
    "registers:policy": posts(KEEPERS),
    "registers:commit": posts(KEEPERS),
    "registers:resume": posts(KEEPERS),
    "registers:give_up": posts(KEEPERS),
    "registers:progress": reads(KEEPERS),
    "registers:failed": reads(KEEPERS),
    "registers:order_marked": posts(KEEPERS),
    "registers:marked": reads(KEEPERS),
    "registers:marked_file": reads(KEEPERS),
    "registers:done": reads(KEEPERS),
    "registers:again": posts(KEEPERS),
    "registers:undo": form(KEEPERS),
    "changes:together": reads(RECORDS | MAINTAINERS),
    "changes:revert": posts(KEEPERS),
    "record:list": reads(AUDITORS),
    "record:detail": reads(AUDITORS),
    "record:workbook": reads(AUDITORS),
    "rights:list": reads(GRANTS),
    "rights:give": form(SECURITY),
    "rights:confirm": posts(GRANTS),
    "rights:end": posts(SECURITY),
    "rights:hand-over": form(SECURITY),
    "rights:reset-password": posts(SECURITY),
    "rights:reset-second-factor": posts(SECURITY),
    "admin:index": reads(MAINTAINERS),
    "admin:app_list": reads(MAINTAINERS),
    "admin:jsi18n": reads(MAINTAINERS),
    "admin:autocomplete": reads(MAINTAINERS),
    "admin:logout": posts(MAINTAINERS),
    "api-root": reads(ANYBODY),
    "api-schema": reads(ANYBODY),
    "api-coverage": reads(RECORDS),
}


@cache
def table():
    """{name of an address: {method: Who}}, complete; asked once the addresses are loaded."""
    from xiaoyi_partybuild.api import router

    lines = dict(PAGES)
    for model, pages in admin.site._registry.items():
        lines |= _maintenance(model._meta, model.scope, pages)
    for _, viewset, name in router.registry:
        lines |= _interface(name, viewset, viewset.serializer_class.Meta.model.scope)
    return lines


def _maintenance(meta, scope, pages):
    """The pages for the rows of one model: for those who maintain the site and open its kind."""
    page = f"admin:{meta.app_label}_{meta.model_name}"
    seers, keepers = (Who(MAINTAINERS.roles & opening(action, scope.kind)) for action in (VIEW, EDIT))
    lines = {f"{page}_changelist": reads(seers), f"{page}_history": reads(seers), f"{page}_change": reads(seers)}
    if pages.is_written_here:
        lines |= {f"{page}_change": reads(seers) | posts(keepers), f"{page}_add": form(keepers)}
    return lines


def _interface(name, viewset, scope):
    """A list and its records over the API; what everybody signed in may read needs no role."""
    seers = ANYBODY if scope.shared else viewing(scope.kind)
    lines = {f"{name}-list": reads(seers), f"{name}-detail": reads(seers)}
    if hasattr(viewset, "create"):
        lines[f"{name}-list"] |= posts(editing(scope.kind))
    if hasattr(viewset, "update"):
        lines[f"{name}-detail"] |= dict.fromkeys(CHANGES, editing(scope.kind))
    return lines
