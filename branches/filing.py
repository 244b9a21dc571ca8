"""Keeping a record with its roster, votes and papers: once for each form sent, never over what another has saved since."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction

from xiaoyi_partybuild.access import events, writing

from . import meeting_states, rosters
from .enums import Mark
from .models import Attendance, Draft, JointBranch, Meeting, Participation

TOLD = {"accept": events.Kind.ACCEPTED, "return": events.Kind.RETURNED, "unlock": events.Kind.UNLOCKED}


class Conflict(Exception):
    """Another has saved the record since this form was opened. `stored`: the record as it is now."""

    def __init__(self, stored):
        super().__init__("这份记录刚被别人改过")
        self.stored = stored


@dataclass
class Entry:
    """What one form says: a record with all that hangs on it. roster: None where the form has none."""

    meeting: Meeting
    joint: list = field(default_factory=list)
    organizations: list = field(default_factory=list)
    roster: list | None = None
    votes: list = field(default_factory=list)


def spent(key, *, by):
    """The record that a form with this key has become already, None for none."""
    draft = Draft.objects.visible_to(by).filter(key=key, is_spent=True).select_related("meeting").first()
    return draft and draft.meeting


def keep(entry, draft, *, by, version):
    """Write an Entry; `version`: the record's when the form was opened. Raise Conflict, writing.OutOfReach.

    Sent twice, it is written once: the second sender gets what the first one made.
    """
    try:
        with transaction.atomic():
            return _keep(entry, draft, by, version)
    except IntegrityError:
        done = spent(draft.key, by=by)
        if done is None:
            raise
        return done


def _keep(entry, draft, by, version):
    spend(draft)
    _demand_version(entry.meeting, version)
    entry.meeting.version = version + 1
    roster = _roster(entry, by)
    rows = [*_joint(entry, by), *_participations(entry, by), *roster, *entry.votes, *_papers(entry, draft)]
    title = f"保存{entry.meeting}的记录"
    _count(entry, roster)
    batch = writing.open_batch(by=by, title=title)
    writing.write_into(batch, [entry.meeting], by=by)
    for row in rows:
        row.meeting = entry.meeting
    writing.write_into(batch, sorted(rows, key=lambda row: type(row).__name__), by=by)
    draft.meeting = entry.meeting
    writing.keep_state(draft, "meeting")
    return entry.meeting


def spend(draft):
    """Use the form's key up, once: whoever comes second waits for the lock and finds it used."""
    stored = writing.locked(Draft, [draft.pk]).get()
    if stored.is_spent:
        raise IntegrityError("this form was sent before")
    draft.is_spent, draft.typed = True, ""
    writing.keep_state(draft, "is_spent", "typed")


def _demand_version(meeting, version):
    if meeting.pk is None:
        return
    stored = writing.locked(Meeting, [meeting.pk]).get()
    if stored.version != version:
        raise Conflict(stored)


def _joint(entry, by):
    """The further branches: new ones, those taken back, those that are listed again."""
    wanted = {branch.pk for branch in entry.joint}
    return list(_listed(JointBranch, "branch_id", wanted, entry.meeting, by))


def _participations(entry, by):
    wanted = {organization.pk for organization in entry.organizations}
    return list(_listed(Participation, "organization_id", wanted, entry.meeting, by))


def _listed(model, link, wanted, meeting, by):
    """Rows for what is new, and those that change; what this writer may not change stays as it is."""
    rows = {getattr(row, link): row for row in model.objects.filter(meeting=meeting)} if meeting.pk else {}
    own = set(model.objects.editable_by(by).filter(meeting=meeting).values_list("pk", flat=True)) if rows else set()
    yield from (model(**{link: pk}) for pk in sorted(wanted - rows.keys()))
    for pk, row in rows.items():
        if row.pk in own and row.is_listed != (pk in wanted):
            row.is_listed = pk in wanted
            yield row


def _roster(entry, by):
    """The lines of the form, and those of the keeping branch that are on it no more: they were not due after all.

    Lines of a branch that joined are its secretary's: they stay as they are, and so do those this writer cannot see.
    """
    if entry.roster is None:
        return []
    kept = {line.pk for line in entry.roster if line.pk}
    seen = Attendance.objects.visible_to(by).filter(meeting=entry.meeting) if entry.meeting.pk else ()
    gone = [line for line in seen if line.pk not in kept and _is_of_keeper(line, entry.meeting)]
    for line in gone:
        line.mark = Mark.NOT_DUE
    return [*entry.roster, *gone]


def _is_of_keeper(line, meeting):
    return line.member is None or line.member.home_branch_id == meeting.branch_id


def _count(entry, written):
    """Let the record say what all lines add up to: those written now, and those that stay as they are."""
    if entry.roster is None:
        return
    pks = [line.pk for line in written if line.pk]
    others = Attendance.objects.filter(meeting=entry.meeting).exclude(pk__in=pks) if entry.meeting.pk else ()
    for name, number in rosters.counts([*written, *others]).items():
        setattr(entry.meeting, name, number)


def _papers(entry, draft):
    """What was uploaded while the form was filled in now hangs on the record."""
    papers = list(draft.papers.all())
    for paper in papers:
        paper.draft = None
    return papers


def do(name, meeting, *, by, on, rules, why=""):
    """Do one of the acts that change a record's state; returns the record, or None where it cannot be done (any more)."""
    with transaction.atomic():
        stored = writing.locked(Meeting, [meeting.pk]).get()
        if not meeting_states.may(name, stored, by, on=on, rules=rules):
            return None
        act = meeting_states.ACTS[name]
        advance(stored, act, on=on, rules=rules, why=why)
        batch = writing.save_all([stored], by=by, title=f"{act.words}：{stored}", reason=why)
        if name in TOLD:
            events.tell(TOLD[name], by=by, about=stored, reason=why, batch=batch)
    return stored


def advance(meeting, act, *, on, rules, why=""):
    """Let a record be what it is after an act."""
    meeting.version += 1
    meeting.state = act.after or meeting.state
    if act.asks_why or act.name in ("file", "accept"):
        meeting.reason = why
    if act.name in ("file", "reopen"):
        meeting.filed_on = on
    if act.name == "unlock":
        meeting.unlocked_until = on + timedelta(days=rules.number("meeting_unlock_days"))
