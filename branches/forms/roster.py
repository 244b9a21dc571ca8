"""The roster on a form: everybody is there, the absent are tapped out and say why."""

from dataclasses import dataclass

from branches import rosters
from branches.enums import AbsenceReason, Mark
from branches.models import Attendance

ABSENT, WHY, NOTE = "absent", "why-", "note-"


@dataclass
class Line:
    """One person. key: what the form calls the line; attendance: the row it is, stored or new."""

    key: str
    attendance: Attendance

    @property
    def is_absent(self):
        return self.attendance.mark == Mark.ABSENT

    @property
    def why_name(self):
        return f"{WHY}{self.key}"


class Roster:
    """The lines of a record. data: what was sent, None for a form that is only shown."""

    absences = AbsenceReason.choices

    def __init__(self, meeting, kinds, joint, *, by, on, data=None):
        stored = _stored(meeting, by)
        branches = [branch for branch in (meeting.branch, *joint) if branch]
        due = rosters.due_at(branches, kinds, on=on, viewer=by)
        known = {line.attendance.member_id or line.attendance.name for line in stored}
        fresh = [one for one in due if (one.member or one.name) not in known]
        wanted = {one.member or one.name for one in due}
        kept = [line for line in stored if (line.attendance.member_id or line.attendance.name) in wanted]
        self.lines = kept + [Line(one.key, one.as_attendance(meeting)) for one in fresh]
        if data is not None:
            self._read(data)

    def _read(self, data):
        absent = set(data.getlist(ABSENT))
        for line in self.lines:
            line.attendance.mark = Mark.ABSENT if line.key in absent else Mark.PRESENT
            why = data.get(line.why_name, "")
            line.attendance.absence = why if line.is_absent and why in AbsenceReason.values else ""

    @property
    def attendances(self):
        """Rows to keep; None where nobody is known to be due, so that typed counts stand."""
        return [line.attendance for line in self.lines] or None

    @property
    def counts(self):
        return rosters.counts([line.attendance for line in self.lines])

    @property
    def has_absent(self):
        return any(line.is_absent for line in self.lines)


def _stored(meeting, by):
    if not meeting.pk:
        return []
    rows = Attendance.objects.visible_to(by).filter(meeting=meeting).select_related("member")
    return [Line(f"m{row.member_id}" if row.member_id else f"a{row.pk}", row) for row in rows]
