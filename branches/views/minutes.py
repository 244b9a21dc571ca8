"""Minutes of a meeting and a branch's yearly record book as Word files in official style; the record's page prints."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from branches import meeting_year, quorum
from branches.enums import Mark
from branches.models import Attendance, Branch, Meeting
from orgs import parameters
from xiaoyi_partybuild.access.dates import EARLIEST_YEAR, LATEST_YEAR
from xiaoyi_partybuild.registers import taking
from xiaoyi_partybuild.reports import official

NUMERALS = "一二三四五六七八九"
MOST = 400  # records in one book


def minutes(request, pk):
    """One meeting's minutes."""
    meeting = get_object_or_404(_full(Meeting.objects.visible_to(request.user)), pk=pk)
    paper = official.Paper(foot=_foot(request.user))
    _write(paper, meeting, request.user)
    return _sent(request.user, f"{meeting}会议记录", paper, meeting, 1)


def book(request, pk, year):
    """All that a branch has recorded in a year, after a table of what was due and held."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Http404
    held = _full(Meeting.objects.visible_to(request.user).counted()).filter(branch=branch, held_on__year=year)
    held = list(held.order_by("held_on", "pk")[:MOST])
    paper = official.Paper(foot=_foot(request.user))
    paper.title(f"{branch}{year}年组织生活记录册")
    paper.table(("会议类型", "应开", "已开", "缺"), _sums(branch, year, timezone.localdate()))
    for meeting in held:
        paper.page_break()
        _write(paper, meeting, request.user)
    return _sent(request.user, f"{branch}{year}年组织生活记录册", paper, branch, len(held))


def _full(meetings):
    return meetings.select_related("branch", "instructor", "education", "brand")


def _sums(branch, year, on):
    lines = meeting_year.lines([branch], year, on=on)[branch.pk]
    for kind in dict.fromkeys(line.kind for line in lines):
        some = [line for line in lines if line.kind == kind]
        yield kind.label, *(sum(getattr(line, name) for line in some) for name in ("due", "held", "missing"))


def _write(paper, meeting, viewer):
    host = str(meeting.branch) if meeting.branch else f"指导员{meeting.instructor}"
    paper.title(f"{host}{meeting.kind_words}记录")
    for label, words in _facts(meeting, viewer):
        paper.text(f"{label}：{words}")
    parts = [(label, text) for label, text in _parts(meeting, viewer) if text]
    for numeral, (label, text) in zip(NUMERALS, parts, strict=False):
        paper.heading(f"{numeral}、{label}")
        paper.text(text)
    paper.signature(host, meeting.held_on)


def _facts(meeting, viewer):
    day = meeting.held_on
    yield "时间", f"{day.year}年{day.month}月{day.day}日"
    yield "地点", meeting.place or "（未填写）"
    yield "主持人", meeting.chair or "（未填写）"
    yield "记录人", meeting.recorder or "（未填写）"
    if meeting.due_count is not None:
        yield "到会", f"应到{meeting.due_count}名，实到{meeting.present_count}名"
    absent = Attendance.objects.visible_to(viewer).filter(meeting=meeting, mark=Mark.ABSENT)
    if names := [f"{line.name}（{line.get_absence_display()}）" if line.absence else line.name for line in absent]:
        yield "缺席", "、".join(names)
    yield "议题", meeting.topic


def _parts(meeting, viewer):
    rules = parameters.as_of(meeting.held_on)
    found = quorum.of_meeting(meeting, rules)
    votes = meeting.votes.visible_to(viewer).filter(is_listed=True)
    told = [f"{vote.matter}：{quorum.of_vote(vote, rules).sentence}" for vote in votes]
    yield "议程", meeting.agenda
    yield "主要内容", meeting.content
    yield "表决情况", "\n".join([*([found.sentence] if found and told else []), *told])
    yield "决议", meeting.resolution


def _foot(person):
    return f"{person} {timezone.localtime():%Y-%m-%d %H:%M} 导出"


def _sent(person, name, paper, about, records):
    data = paper.data
    taking.leaves([data], by=person, about=about, purpose="会议记录", rows=records)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.docx"}
    return HttpResponse(data, content_type=official.DOCX, headers=headers)
