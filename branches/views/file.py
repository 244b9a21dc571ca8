"""A branch's file (一支部一档): what it holds, what is missing, the records that are added here, and the month's dues."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from branches import completeness, dues
from branches.forms.life import PARTS, DuesForm
from branches.models import Branch
from branches.refusal import Refused
from xiaoyi_partybuild.access import dates, writing
from xiaoyi_partybuild.access.scoping import VIEW, Kind
from xiaoyi_partybuild.ui.pages import DetailPage, EditPage

from .acting import FormAct, LifeAct

MONTHS = 12


class BranchFile(DetailPage):
    model = Branch
    template_name = "branches/branch_file.html"

    def get_context_data(self, **kwargs):
        branch, user = self.object, self.request.user
        lines = completeness.of(branch, on=self.on)
        sees_personal = bool(user.reach(VIEW, Kind.PERSONAL))
        return super().get_context_data(
            lines=lines,
            missing=sum(bool(why) for _, why in lines),
            parts=[self._part(name, form._meta.model) for name, form in PARTS.items()],
            procedures=branch.procedures.visible_to(user),
            months=dues.months(branch, on=self.on, most=MONTHS) if sees_personal else None,
            may_edit=Branch.objects.editable_by(user).filter(pk=branch.pk).exists(),
            **kwargs,
        )

    def _part(self, name, model):
        """(name in addresses, its words, its rows)."""
        rows = model.objects.visible_to(self.request.user).filter(branch=self.object)
        return name, model._meta.verbose_name, rows


def _form(name):
    if name not in PARTS:
        raise Http404
    return PARTS[name]


class AddPart(FormAct):
    model = Branch

    def find(self, pk, part):
        self.form_class = _form(part)
        return super().find(pk=pk)

    @property
    def heading(self):
        return f"登记{self.form_class._meta.model._meta.verbose_name}"

    button = heading

    def fresh(self):
        return self.form_class._meta.model(branch=self.record)

    def do(self, form):
        try:
            form.instance.validate_constraints()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        writing.save(form.instance, by=self.request.user)
        return f"已登记{form.instance}。"

    def get_success_url(self):
        return reverse("branches:file", args=[self.record.pk])


class PartEdit(EditPage):
    @property
    def form_class(self):
        return _form(self.kwargs["part"])

    @property
    def model(self):
        return self.form_class._meta.model

    def get_success_url(self):
        return reverse("branches:file", args=[self.object.branch_id])


class Dues(LifeAct):
    model = Branch
    form_class = DuesForm
    button = "保存核对结果"
    note = "只记交没交，不记金额。勾上没有交的，其余都算已交。"

    @property
    def month(self):
        try:
            month = dates.read(self.request.GET.get("month") or f"{self.today:%Y-%m}")
        except ValueError:
            raise Http404 from None
        if len(month.parts) != 2 or month.first > self.today:
            raise Http404
        return month

    @property
    def heading(self):
        return f"{self.month.spoken}党费核对"

    def get_form_kwargs(self):
        members = dues.payers(self.record, self.month, by=self.request.user)
        return super().get_form_kwargs() | {"members": members}

    def get_initial(self):
        return {"owing": dues.owing(self.record, self.month, by=self.request.user)}

    def do(self, form):
        dues.check(self.record, self.month, form.cleaned_data["owing"], **self.when)
        return f"已保存{self.heading}，{len(form.cleaned_data['owing'])} 人没有交。"

    def get_success_url(self):
        return reverse("branches:file", args=[self.record.pk])
