"""Giving and taking rights: one person proposes, another confirms, nobody serves himself; a post handed over in one step."""

from django.db import transaction

from branches.models import Branch
from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.events import Kind

from .models import Grant
from .roles import APART, Role


class NotAllowed(Exception):
    """One plain Chinese sentence."""


def branch_named(name):
    """The Party organization of exactly this name, None for none: who gives rights sees no list of them to choose from."""
    return Branch.objects.filter(name=name).first() if name else None


def propose(grant, *, by):
    """Store a grant that waits for a second person. Raise NotAllowed."""
    kind = Kind.RIGHT_HANDED_OVER if grant.replaces_id else Kind.RIGHT_PROPOSED
    with _watched(kind, grant, by):
        _demand_possible(grant, by)
        grant.granted_by_id = by.pk
        with transaction.atomic():
            batch = writing.save_all([grant], by=by, title="提出授权", reason="待第二人确认", kind=None)
            _tell(kind, grant, by, batch)
    return grant


def _demand_possible(grant, by):
    if Role.SECURITY not in by.roles:
        raise NotAllowed("授权由安全管理员办理，系统管理员只能确认")
    if grant.user_id == by.pk:
        raise NotAllowed("不能给自己授权，请由另一位安全管理员办理")
    if grant.region_id is None and grant.branch_id is None:
        raise NotAllowed("没有登记过这个名称的党组织，请填写登记的全称")
    others = Grant.objects.filter(in_force(grant.start), user=grant.user).exclude(pk=grant.replaces_id)
    if grant.role in APART and others.exclude(role=grant.role).exists():
        raise NotAllowed("系统管理员、安全管理员、审计员要分开，也不兼做业务；这个人已有别的角色，请先收回")
    if grant.role not in APART and others.filter(role__in=APART).exists():
        raise NotAllowed("这个人是系统管理员、安全管理员或审计员，不能再授业务角色；请先收回")


def may_confirm(grant, person):
    return grant.confirmed_at is None and person.pk not in (grant.granted_by_id, grant.user_id)


def confirm(grant, *, by, now, on):
    """The second person's yes: the grant counts from now on, and the one it replaces ends. Raise NotAllowed."""
    with _watched(Kind.RIGHT_CONFIRMED, grant, by), transaction.atomic():
        if not may_confirm(grant, by):
            raise NotAllowed("要由授权人和本人以外的另一位管理员确认")
        if grant.replaces:
            _end(grant.replaces, by=by, on=on)
        grant.confirmed_by_id, grant.confirmed_at = by.pk, now
        _kept(grant, "confirmed_by", "confirmed_at", by=by, kind=Kind.RIGHT_CONFIRMED)


def end(grant, *, by, on):
    """Take a right away; it bites on the next request."""
    with _watched(Kind.RIGHT_ENDED, grant, by), transaction.atomic():
        _end(grant, by=by, on=on)


def hand_over(grant, to, *, by, on):
    """Propose that another person holds the same role in the same place; the present holder's grant ends on confirmation."""
    fresh = Grant(user=to, role=grant.role, region=grant.region, branch=grant.branch, start=on, replaces=grant)
    return propose(fresh, by=by)


def _end(grant, *, by, on):
    grant.end = on
    _kept(grant, "end", by=by, kind=Kind.RIGHT_ENDED)


def _kept(grant, *fields, by, kind):
    """Journaled as one change; the person's open sessions end, since their rights are others now."""
    title = f"{kind.label}：{grant}"
    batch = writing.save_all([grant], by=by, title=title, touched=lambda row: fields, kind=None)
    _tell(kind, grant, by, batch)
    grant.user.rights_stamp += 1
    writing.keep_state(grant.user, "rights_stamp")


def _watched(kind, grant, by):
    return events.watched(kind, by=by, about=grant.user, refused=NotAllowed)


def _tell(kind, grant, by, batch):
    events.tell(kind, by=by, about=grant.user, batch=batch, facts={"grant": grant.pk, "role": grant.role})
