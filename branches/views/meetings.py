"""Records of organizational life: the list, one record, what its superior does with it, its papers and minutes."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from branches import filing, meeting_states, papers, quorum
from branches.filters import MeetingFilter
from branches.models import Attendance, Meeting, Paper
from orgs import parameters
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.registers import taking
from xiaoyi_partybuild.registers.pages import ImportedValues
from xiaoyi_partybuild.ui.pages import DetailPage, ListPage

GONE = "这份记录的状态刚刚变了，没有改动；请看现在的状态再决定。"
CHANGES = frozenset({"edit", "reopen"})
NO_REASON = "请写明原因，支部才知道要改什么。"


class MeetingList(ListPage):
    model = Meeting
    filterset_class = MeetingFilter
    template_name = "branches/meeting_list.html"
    partial = "branches/_meeting_list.html"
    heading = "会议记录"
    unit = "份"
    shown_filters = ("q", "type", "state")

    def get_queryset(self):
        return super().get_queryset().select_related("branch", "instructor").order_by("-held_on", "-pk")


class MeetingDetail(ImportedValues, DetailPage):
    model = Meeting
    template_name = "branches/meeting_detail.html"

    def get_queryset(self):
        related = ("branch__region", "instructor__region", "education", "brand")
        return super().get_queryset().select_related(*related)

    def shown_rows(self, context):
        return [self.object]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**_told(self.object, self.request.user) | kwargs)


def _told(meeting, viewer):
    today = timezone.localdate()
    rules, then = parameters.as_of(today), parameters.as_of(meeting.held_on)
    votes = meeting.votes.visible_to(viewer).filter(is_listed=True)
    acts = meeting_states.possible(meeting, viewer, on=today, rules=rules)
    return {
        "acts": acts,
        "can_change": bool(CHANGES & {one.name for one in acts}),
        "is_locked": meeting_states.is_locked(meeting, on=today, rules=rules),
        "is_late": meeting.filed_on and meeting.filed_on > meeting_states.locks_after(meeting, rules),
        "quorum": quorum.of_meeting(meeting, then),
        "results": [quorum.of_vote(vote, then) for vote in votes],
        "attendances": list(Attendance.objects.visible_to(viewer).filter(meeting=meeting).exclude(mark="not_due")),
        "joint": list(meeting.joint_branches.visible_to(viewer).filter(is_listed=True).select_related("branch")),
        "units": list(meeting.participations.visible_to(viewer).filter(is_listed=True).select_related("organization")),
        "papers": list(Paper.objects.visible_to(viewer).filter(meeting=meeting, is_listed=True)),
    }


def act(request, pk):
    """One act of the table on one record."""
    meeting = get_object_or_404(Meeting.objects.editable_by(request.user), pk=pk)
    name, why = request.POST.get("act", ""), request.POST.get("why", "").strip()[:500]
    if name not in meeting_states.ACTS or name in CHANGES:
        raise Http404
    if meeting_states.ACTS[name].asks_why and not why:
        messages.error(request, NO_REASON)
        return redirect(meeting)
    today = timezone.localdate()
    done = filing.do(name, meeting, by=request.user, on=today, rules=parameters.as_of(today), why=why)
    _tell(request, name, done)
    return redirect(meeting)


def _tell(request, name, done):
    if done is None:
        messages.error(request, GONE)
    else:
        messages.success(request, f"{meeting_states.ACTS[name].done}，编号 {done.number}。")


def paper(request, token):
    """A paper as a file to keep, never shown in the page, whatever it is."""
    found = get_object_or_404(Paper.objects.visible_to(request.user).filter(is_listed=True), token=token)
    try:
        data = papers.contents(found)
    except papers.LOST as error:
        raise Http404 from error
    taking.leaves([data], by=request.user, about=found, purpose=f"会议附件：{found.get_use_display()}", rows=1)
    answer = HttpResponse(data, content_type=papers.TYPES[found.kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.safe_name)}"
    return answer


def remove_paper(request, token):
    """Take a paper back from a record that may still be changed."""
    found = get_object_or_404(Paper.objects.editable_by(request.user).filter(is_listed=True), token=token)
    if found.meeting and not _may_change(found.meeting, request.user):
        messages.error(request, "这份记录已经接受或锁定，附件不能移除。")
        return redirect(found.meeting)
    found.is_listed = False
    writing.save(found, by=request.user, reason="移除附件")
    messages.success(request, f"已移除“{found.name}”。")
    return redirect(found.meeting) if found.meeting else redirect("workbench")


def _may_change(meeting, person):
    today = timezone.localdate()
    acts = meeting_states.possible(meeting, person, on=today, rules=parameters.as_of(today))
    return bool(CHANGES & {one.name for one in acts})
