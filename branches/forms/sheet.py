"""The whole form of a record: its fields, roster, votes and papers, read and judged together."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict

from branches import papers
from branches.enums import MeetingType
from branches.filing import Entry
from branches.models import Paper

from .meeting import MeetingForm
from .roster import Roster
from .votes import VoteSet, votes_of

MORE_VOTES = "more-votes"


class RecordSheet:
    """data, files: what was sent. resumed: what was typed before and is only shown again, not judged."""

    def __init__(self, meeting, *, by, on, draft, data=None, files=None, resumed=False):
        self.meeting, self.by, self.on, self.draft, self.files = meeting, by, on, draft, files
        self.form = MeetingForm(data, instance=meeting, by=by, on=on, branch=meeting.branch, prefix=None)
        if resumed:
            self.form._errors, self.form.cleaned_data = ErrorDict(), {}
        self.file_errors = []
        said = self.form.cleaned_data if data is not None and not resumed and self.form.is_valid() else {}
        day = said.get("held_on") or meeting.held_on or on
        joint = said.get("joint", self._joint_stored())
        self.roster = Roster(meeting, self._kinds(data), joint, by=by, on=day, data=data)
        self.votes = VoteSet(data, initial=votes_of(meeting), prefix="vote", form_kwargs=self._voters())
        if resumed:
            for form in self.votes.forms:
                form._errors, form.cleaned_data = ErrorDict(), {}

    def _kinds(self, data):
        if data is None:
            return self.meeting.kinds
        sent = [data.get("type", ""), *data.getlist("also")]
        return [MeetingType(code) for code in dict.fromkeys(sent) if code in MeetingType.values] or self.meeting.kinds

    def _joint_stored(self):
        rows = self.meeting.joint_branches.filter(is_listed=True).select_related("branch") if self.meeting.pk else ()
        return [row.branch for row in rows]

    def _voters(self):
        if not self.roster.lines:
            return {"voters": None, "due": None}
        counts = self.roster.counts
        return {"voters": counts["voting_present"], "due": counts["voting_due"]}

    def is_valid(self):
        """Papers that are in order are kept whatever else is wrong: they need not be chosen again."""
        self._keep_papers()
        judged = [self.form.is_valid(), self.votes.is_valid()]
        return all(judged) and not self.file_errors

    def _keep_papers(self):
        for file in self.files.getlist("papers") if self.files else ():
            try:
                papers.receive(file, self.draft, use=self.form.data.get("use", ""), by=self.by, meeting=self.meeting)
            except papers.Refused as refused:
                self.file_errors.append(f"“{file.name}”{refused}")

    @property
    def papers(self):
        """What was uploaded already, for this record or while the form was filled in."""
        rows = Paper.objects.visible_to(self.by).filter(is_listed=True)
        stored = rows.filter(meeting=self.meeting) if self.meeting.pk else rows.none()
        waiting = rows.filter(draft=self.draft) if self.draft.pk else rows.none()
        return [*stored, *waiting]

    @property
    def has_errors(self):
        return any(True for _ in self.errors)

    @property
    def errors(self):
        """(anchor, label, sentence) of everything wrong, in the form's order."""
        for name, sentences in self.form.errors.items():
            bound = None if name == NON_FIELD_ERRORS else self.form[name]
            yield from ((bound.auto_id if bound else "main", bound.label if bound else "", one) for one in sentences)
        for form in self.votes.forms:
            for name, sentences in form.errors.items():
                yield from ((form[name].auto_id, form[name].label, one) for one in sentences)
        yield from (("id_papers", "照片、签到表", one) for one in self.file_errors)

    def entry(self):
        """What the form says, once it is valid."""
        said = self.form.cleaned_data
        return Entry(
            meeting=self.form.instance,
            joint=said["joint"],
            organizations=list(said["organizations"]),
            roster=self.roster.attendances,
            votes=self.votes.as_votes(self.meeting),
        )
