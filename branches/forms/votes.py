"""The votes on a form: one line a matter, and always one empty line more."""

from django import forms
from django.forms import BaseFormSet, formset_factory

from branches.models import Vote

MOST = 30


class VoteForm(forms.Form):
    """One matter. `voters`, `due`: who could vote and came, and who could vote and was due; None where nobody knows."""

    matter = forms.CharField(label="表决事项", max_length=200, required=False)
    is_election = forms.BooleanField(label="这是选举", required=False)
    ayes = forms.IntegerField(label="赞成", min_value=0, max_value=9999, required=False)
    nays = forms.IntegerField(label="反对", min_value=0, max_value=9999, required=False)
    abstentions = forms.IntegerField(label="弃权", min_value=0, max_value=9999, required=False)
    written = forms.IntegerField(label="其中会前书面意见", min_value=0, max_value=9999, required=False)

    def __init__(self, *args, voters=None, due=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.voters, self.due = voters, due
        for name in ("ayes", "nays", "abstentions", "written"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean(self):
        said = super().clean()
        cast = sum(said.get(name) or 0 for name in ("ayes", "nays", "abstentions"))
        written = said.get("written") or 0
        if cast and not said.get("matter"):
            self.add_error("matter", "填了票数，没有写表决什么，请补上")
        if self.voters is not None and written > self.due - self.voters:
            self.add_error("written", f"缺席的有表决权党员只有 {self.due - self.voters} 名，请核对")
        elif self.voters is not None and cast > self.voters + written:
            self.add_error(
                "ayes",
                f"赞成、反对、弃权合计 {cast} 票，到会的有表决权党员 {self.voters} 名"
                f"（预备党员没有表决权）、会前书面意见 {written} 份，请核对票数或到会名单",
            )
        return said

    def as_vote(self, place, stored):
        """The row: the stored one with this place, or a new one."""
        said = self.cleaned_data
        vote = stored.get(place) or Vote(place=place)
        vote.matter, vote.is_election, vote.is_listed = said["matter"], said["is_election"], bool(said["matter"])
        for name in ("ayes", "nays", "abstentions", "written"):
            setattr(vote, name, said[name] or 0)
        cast = vote.ayes + vote.nays + vote.abstentions
        vote.voters = cast - vote.written if self.voters is None else self.voters
        vote.due = cast if self.due is None else self.due
        return vote


class VotesOnForm(BaseFormSet):
    def as_votes(self, meeting):
        """Rows for all lines that say something or did; they stay in their places."""
        stored = {vote.place: vote for vote in meeting.votes.all()} if meeting.pk else {}
        lines = enumerate(self.forms, start=1)
        return [form.as_vote(place, stored) for place, form in lines if form.cleaned_data.get("matter") or place in stored]


VoteSet = formset_factory(VoteForm, formset=VotesOnForm, extra=1, max_num=MOST, absolute_max=MOST)


def votes_of(meeting):
    """The stored votes as a form's initial lines."""
    names = ("matter", "is_election", "ayes", "nays", "abstentions", "written")
    return [{name: getattr(vote, name) for name in names} for vote in meeting.votes.all()] if meeting.pk else []
