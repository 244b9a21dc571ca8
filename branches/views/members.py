"""Members: the list, one page for each, and what is done to them."""

from django.urls import reverse

from branches import advancing, development, membership, transfers
from branches.filters.people import MemberFilter
from branches.forms.life import (
    AbsenceForm,
    BackForm,
    CloseForm,
    ConvertForm,
    ExtendForm,
    LeaveForm,
    MemberForm,
    SendForm,
    TakeInForm,
)
from branches.models import Absence, Branch, Member, Transfer
from orgs import parameters
from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.dates import PartialDate, in_force
from xiaoyi_partybuild.registers.pages import ImportedValues
from xiaoyi_partybuild.registers.views.taking import taken_along
from xiaoyi_partybuild.ui.pages import DetailPage, EditPage, ListPage

from .acting import LifeAct


class MemberList(ListPage):
    model = Member
    filterset_class = MemberFilter
    template_name = "branches/member_list.html"
    partial = "branches/_member_list.html"
    heading = "党员"
    unit = "名"
    shown_filters = ("q", "category", "show")

    def get_queryset(self):
        return super().get_queryset().select_related("home_branch", "going_to").order_by("home_branch", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["page_obj"].object_list:
            shown = {"rows": len(context["page_obj"].object_list)}
            events.tell(events.Kind.LISTED, by=self.request.user, about="党员名单", facts=shown)
        return context


class MemberWorkbook(MemberList):
    def get(self, request):
        return taken_along(request, "members", self.get_queryset(), on=self.on)

    post = get


class MemberDetail(ImportedValues, DetailPage):
    model = Member
    template_name = "branches/member_detail.html"

    def get_queryset(self):
        rows = membership.with_state(super().get_queryset(), on=self.on)
        return rows.select_related("home_branch", "organization", "going_to")

    def get_context_data(self, **kwargs):
        member, user = self.object, self.request.user
        open_branches = set(Branch.objects.visible_to(user).filter(pk=member.home_branch_id).values_list("pk", flat=True))
        moves = member.transfers.visible_to(user).select_related("from_branch", "to_branch")
        return super().get_context_data(
            moves=[(move, transfers.possible(move, user)) for move in moves],
            absences=member.absences.visible_to(user),
            arrears=member.arrears.visible_to(user),
            further=member.further_branches.visible_to(user).filter(in_force(self.on)).select_related("branch"),
            probation_end=development.probation_end(member, parameters.as_of(self.on)),
            is_full=membership.is_full(member, self.on),
            may_edit=Member.objects.editable_by(user).filter(pk=member.pk).exists(),
            is_here=member.home_branch_id in open_branches,
            **kwargs,
        )


class MemberEdit(EditPage):
    model = Member
    form_class = MemberForm
    success_url_name = "branches:member"


class MemberAct(LifeAct):
    model = Member


class Convert(MemberAct):
    form_class, heading, button = ConvertForm, "办理转正", "登记转正"
    note = "预备期满、支部大会讨论通过以后登记。转正时间写大会日期。"

    def do(self, form):
        told = form.cleaned_data
        advancing.convert(self.record, told["day"], as_happened=told["as_happened"], reason=told["reason"], **self.when)
        return f"已登记{self.record}转为正式党员。"


class Extend(MemberAct):
    form_class, heading, button = ExtendForm, "延长预备期", "登记延长"

    def do(self, form):
        told = form.cleaned_data
        advancing.extend(self.record, told["until"], told["day"], reason=told["reason"], **self.when)
        return f"已登记{self.record}的预备期延长至 {told['until']}。"


class Send(MemberAct):
    form_class, heading, button = SendForm, "转出组织关系", "转出组织关系"
    note = "对方确认接收以前，这名党员仍算在本支部。"

    def do(self, form):
        told = form.cleaned_data
        transfers.send(self.record, told["to_name"], letter=told["letter"], sent_on=told["sent_on"], **self.when)
        return f"已登记{self.record}转往{told['to_name']}，等对方接收。"


class Leave(MemberAct):
    form_class, heading, button = LeaveForm, "登记离开", "登记离开"
    note = "名字不会删除，以前日子的人数不变。转出的请用“转出组织关系”。"

    def do(self, form):
        told, day = form.cleaned_data, form.cleaned_data["left_on"]
        self.record.status, self.record.left_on = told["status"], PartialDate.of(day.year, day.month, day.day)
        writing.save(self.record, by=self.request.user, reason=told["reason"], touched=("status", "left_on"))
        return f"已登记{self.record}：{self.record.get_status_display()}。"


class GoAway(MemberAct):
    form_class, heading, button = AbsenceForm, "登记流动或失联", "登记情况"

    def do(self, form):
        told, day = form.cleaned_data, form.cleaned_data["start"]
        start = PartialDate.of(day.year, day.month, day.day)
        away = Absence(member=self.record, kind=told["kind"], place=told["place"], start=start)
        writing.save(away, by=self.request.user)
        return f"已登记{away}。"


class ComeBack(LifeAct):
    model = Absence
    form_class, heading, button = BackForm, "登记已回来或已联系上", "登记结束"

    def do(self, form):
        day = form.cleaned_data["end"]
        self.record.end = PartialDate.of(day.year, day.month, day.day)
        writing.save(self.record, by=self.request.user, touched=("end",))
        return f"已登记{self.record}结束。"


class TakeIn(LifeAct):
    model = Branch
    form_class, heading, button = TakeInForm, "转入党员", "登记转入"
    note = "从市外或没有登记的党组织转来时用。本市已登记的支部转来的，请对方办转出，这里只要接收。"

    def do(self, form):
        told = form.cleaned_data
        own = {name: told[name] for name in ("name", "category", "joined_on")}
        member = Member(home_branch=self.record, **own)
        given = {name: told[name] for name in ("letter", "sent_on", "received_on")}
        transfers.take_in(member, told["from_name"], **given, **self.when)
        return f"已登记{member}转入。请补上身份号码和联系电话。"


class CloseTransfer(LifeAct):
    model = Transfer
    form_class = CloseForm

    def find(self, pk, answer):
        self.act = transfers.BY_KEY[answer]
        return super().find(pk=pk)

    @property
    def heading(self):
        return self.act.words

    button = heading

    def do(self, form):
        told = form.cleaned_data
        transfers.close(self.record, self.act.key, day=told["day"], reason=told["reason"], **self.when)
        return f"已办理：{self.act.words}。"

    def get_success_url(self):
        seen = Member.objects.visible_to(self.request.user).filter(pk=self.record.member_id).exists()
        return self.record.get_absolute_url() if seen else reverse("branches:members")
