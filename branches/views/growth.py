"""Those on their way into the Party: the list with what may come next, one page for each, the steps, the year's quota."""

from django.shortcuts import render
from django.urls import reverse

from branches import advancing, development, quotas
from branches.filters.people import CandidateFilter
from branches.forms.life import CandidateForm, QuotaForm, ReviewForm, StepForm, StopForm
from branches.models import Branch, Candidate, Quota, Review
from orgs import parameters
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.access.scoping import EDIT
from xiaoyi_partybuild.registers.views.taking import taken_along
from xiaoyi_partybuild.ui.pages import DetailPage, EditPage, ListPage

from . import outlook
from .acting import FormAct, LifeAct


class CandidateList(ListPage):
    model = Candidate
    filterset_class = CandidateFilter
    template_name = "branches/candidate_list.html"
    partial = "branches/_candidate_list.html"
    heading = "发展党员"
    unit = "人"
    shown_filters = ("q", "stage", "next")

    def get_queryset(self):
        return super().get_queryset().select_related("branch").order_by("branch", "applied_on", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rules = parameters.as_of(self.on)
        lines = [outlook.of(candidate, on=self.on, rules=rules) for candidate in context["page_obj"]]
        return context | {"lines": lines}


class CandidateWorkbook(CandidateList):
    def get(self, request):
        return taken_along(request, "candidates", self.get_queryset(), on=self.on)

    post = get


class CandidateDetail(DetailPage):
    model = Candidate
    template_name = "branches/candidate_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("branch", "organization", "member")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            outlook=outlook.of(self.object, on=self.on, rules=parameters.as_of(self.on)),
            reviews=self.object.reviews.visible_to(user),
            may_edit=Candidate.objects.editable_by(user).filter(pk=self.object.pk).exists(),
            **kwargs,
        )


class NewCandidate(FormAct):
    model = Branch
    form_class, heading, button = CandidateForm, "登记入党申请人", "登记申请人"

    def fresh(self):
        return Candidate(branch=self.record)

    def do(self, form):
        self.made = writing.save(form.instance, by=self.request.user)
        return f"已登记{form.instance}申请入党。请在一个月内派人谈话。"

    def get_success_url(self):
        return (getattr(self, "made", None) or self.record).get_absolute_url()


class TakeStep(LifeAct):
    model = Candidate
    form_class = StepForm

    def find(self, pk, step):
        self.step = development.BY_KEY[step]
        return super().find(pk=pk)

    @property
    def heading(self):
        return self.step.words

    button = heading

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"step": self.step}

    def do(self, form):
        told = form.cleaned_data
        written = {name: told[name] for name in self.step.also}
        how = {"as_happened": told["as_happened"], "reason": told["reason"]}
        advancing.take(self.record, self.step.key, told["day"], written, **how, **self.when)
        return f"已办理：{self.record}，{self.step.words}。"


class AddReview(LifeAct):
    model = Candidate
    form_class, heading, button = ReviewForm, "登记考察", "登记考察"

    def do(self, form):
        writing.save(Review(candidate=self.record, **form.cleaned_data), by=self.request.user)
        return f"已登记{self.record}的考察。"


class Stop(LifeAct):
    model = Candidate
    form_class, heading, button = StopForm, "停止培养", "停止培养"

    def do(self, form):
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        self.record.stopped_on, self.record.stop_reason = PartialDate.of(day.year, day.month, day.day), reason
        writing.save(self.record, by=self.request.user, touched=("stopped_on", "stop_reason"))
        return f"已登记{self.record}停止培养。"


def quota_list(request):
    """Planned, used and remaining, the newest year first."""
    rows = quotas.with_used(Quota.objects.visible_to(request.user)).select_related("region")
    editable = set(Quota.objects.editable_by(request.user).values_list("pk", flat=True))
    may_add = bool(request.user.reach(EDIT, Quota.scope.kind).regions)
    return render(
        request,
        "branches/quota_list.html",
        {"rows": rows.order_by("-year", "region__code"), "editable": editable, "may_add": may_add},
    )


class NewQuota(FormAct):
    model = Quota
    form_class, heading, button = QuotaForm, "下达发展党员计划", "保存计划"
    note = "社会组织发展党员计划单列：一年一个区域一条。"

    def fresh(self):
        return Quota()

    def do(self, form):
        writing.save(form.instance, by=self.request.user)
        return f"已保存{form.instance}。"

    def get_success_url(self):
        return reverse("branches:quotas")


class QuotaEdit(EditPage):
    model = Quota
    form_class = QuotaForm

    def get_success_url(self):
        return reverse("branches:quotas")
