"""Founding, adjusting and abolishing Party organizations: what is under way, the proposal, each act."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from branches import lifecycle
from branches.enums import ProcedureKind
from branches.forms.life import LifecycleForm, ProposalForm
from branches.models import Branch, Procedure
from branches.refusal import Refused
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.ui.pages import DetailPage

from .acting import LifeAct

LEFT_OUT = {
    ProcedureKind.ESTABLISH: ProposalForm.ESTABLISHES,
    ProcedureKind.ADJUST: ProposalForm.ADJUSTS,
    ProcedureKind.ABOLISH: ProposalForm.ABOLISHES,
}
MOST = 200


def listed(request):
    """The newest first, whatever has become of them."""
    rows = Procedure.objects.visible_to(request.user).select_related("region", "superior", "branch")[:MOST]
    lines = [(row, lifecycle.waits_for(row)) for row in rows]
    return render(request, "branches/procedure_list.html", {"lines": lines, "may_propose": request.user.edits_business})


class ProcedureDetail(DetailPage):
    model = Procedure
    template_name = "branches/procedure_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("region", "superior", "branch")

    def get_context_data(self, **kwargs):
        acts = lifecycle.possible(self.object, self.request.user)
        return super().get_context_data(acts=acts, waits_for=lifecycle.waits_for(self.object), **kwargs)


class Propose(LifeAct):
    """Founding names no branch; adjusting and abolishing are of the branch in the address."""

    model = Branch
    form_class = ProposalForm
    button = "提交申请"
    note = "提交后由上级党组织批复。"

    def find(self, kind, pk=None):
        self.kind = ProcedureKind(kind)
        return super().find(pk=pk)

    @property
    def heading(self):
        return f"申请{self.kind.label}党组织"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"left_out": LEFT_OUT[self.kind]}

    def do(self, form):
        procedure = Procedure(kind=self.kind, branch=self.record, **self._unchanged(), **self._told(form))
        try:
            procedure.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        self.made = writing.save(procedure, by=self.request.user)
        return f"已提交：{procedure}。"

    def _told(self, form):
        names = {field.name for field in Procedure._meta.concrete_fields}
        return {name: value for name, value in form.cleaned_data.items() if name in names}

    def _unchanged(self):
        """What the proposal leaves as the branch has it."""
        names = {"name", "level", "special", "region", "superior"} & set(LEFT_OUT[self.kind])
        return {name: getattr(self.record, name) for name in names}

    def get_success_url(self):
        made = getattr(self, "made", None) or self.record
        return made.get_absolute_url() if made else reverse("branches:procedures")


class Act(LifeAct):
    model = Procedure
    form_class = LifecycleForm

    def find(self, pk, act):
        procedure = super().find(pk=pk)
        found = [one for one in lifecycle.ACTS if one.key == act and procedure.kind in one.kinds]
        if not found:
            raise Http404
        self.act = found[0]
        return procedure

    @property
    def heading(self):
        return self.act.words

    button = heading

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"act": self.act}

    def do(self, form):
        told = dict(form.cleaned_data)
        renamed = {"day": self.act.day, "number": self.act.number}
        values = {renamed.get(name, name): value for name, value in told.items()}
        lifecycle.perform(self.record, self.act.key, values, **self.when)
        return f"已办理：{self.record}，{self.act.words}。"
