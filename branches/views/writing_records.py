"""Writing a record: the form, its drafts, and what happens when two people write at once. Nothing typed is lost."""

import uuid

from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from branches import drafts, filing, meeting_states, record_defaults, record_differences
from branches.enums import MeetingState, MeetingType
from branches.forms import RecordSheet
from branches.forms.sheet import MORE_VOTES
from branches.models import Branch, Meeting
from orgs import parameters
from xiaoyi_partybuild.access import events, writing

DRAFT, FILE = "draft", "file"
LOCKED = "这份记录已经接受或锁定，不能直接修改；确需修改，请上级党组织退回或解锁。"
BEYOND = "保存后这份记录就不在您的管理范围内了，没有保存。请核对共同召开的党支部。"


@never_cache
def new(request, pk):
    """A fresh record of a branch; `?type=` and `?on=` come from the list of what is due."""
    branch = get_object_or_404(Branch.objects.editable_by(request.user), pk=pk)
    asked = request.POST.get("type") or request.GET.get("type")
    kind = asked if asked in MeetingType.values else MeetingType.PARTY_DAY
    meeting = record_defaults.fresh(branch, kind, on=timezone.localdate())
    return _form(request, meeting)


@never_cache
def edit(request, pk):
    rows = Meeting.objects.editable_by(request.user).filter(branch__isnull=False).select_related("branch__region")
    meeting = get_object_or_404(rows, pk=pk)
    on = timezone.localdate()
    acts = meeting_states.possible(meeting, request.user, on=on, rules=parameters.as_of(on))
    if not {"edit", "reopen"} & {act.name for act in acts} and not _was_sent(request):
        messages.error(request, LOCKED)
        return redirect(meeting)
    return _form(request, meeting)


def _form(request, meeting):
    key, now = _key(request), timezone.now()
    done = filing.spent(key, by=request.user)
    if done:
        return _to_result(request, done)
    known = meeting if meeting.pk else None
    draft = drafts.of_form(key, by=request.user, branch=meeting.branch, meeting=known, type=meeting.type, now=now)
    return _sent(request, meeting, drafts.stored(draft)) if request.method == "POST" else _asked_for(request, meeting, draft)


def _was_sent(request):
    return request.method == "POST" and filing.spent(_key(request), by=request.user) is not None


def _key(request):
    """The form's own key: sent back with it, named by a link to a draft, or a new one."""
    try:
        return uuid.UUID(request.POST.get("key") or request.GET.get("draft") or "")
    except ValueError:
        return uuid.uuid4()


def _asked_for(request, meeting, draft):
    """The form empty, or as far as it was typed before."""
    typed, on = drafts.typed(draft), timezone.localdate()
    data = _as_sent(typed) if typed else None
    sheet = RecordSheet(meeting, by=request.user, on=on, draft=draft, data=data, resumed=bool(typed))
    version = data.get("version", "0") if typed else meeting.version
    return _shown(request, sheet, version=version, resumed=bool(typed))


def _as_sent(typed):
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, texts)
    return data


def _sent(request, meeting, draft):
    on, act = timezone.localdate(), request.POST.get("act", FILE)
    resumed = act == MORE_VOTES
    sheet = RecordSheet(
        meeting, by=request.user, on=on, draft=draft, data=_one_more(request), files=request.FILES, resumed=resumed
    )
    drafts.keep(draft, dict(request.POST.lists()), now=timezone.now())
    if resumed or not sheet.is_valid():
        return _shown(request, sheet, version=request.POST.get("version"), status=200 if resumed else 422)
    return _keep(request, sheet, act)


def _one_more(request):
    """What was sent, with one more line for a vote where that was asked for."""
    data = request.POST.copy()
    if data.get("act") == MORE_VOTES and data.get("vote-TOTAL_FORMS", "").isdecimal():
        data["vote-TOTAL_FORMS"] = str(int(data["vote-TOTAL_FORMS"]) + 1)
    return data


def _keep(request, sheet, act):
    entry, on = sheet.entry(), timezone.localdate()
    meeting = entry.meeting
    before = meeting.state
    meeting_states.entered(meeting, as_draft=act == DRAFT, on=on)
    try:
        kept = filing.keep(entry, sheet.draft, by=request.user, version=_version(request))
    except filing.Conflict as conflict:
        meeting.state = before
        told = record_differences.between(conflict.stored, meeting)
        return _shown(request, sheet, version=conflict.stored.version, status=422, conflict=conflict, differences=told)
    except writing.OutOfReach:
        events.tell_beyond(request.user, meeting.branch)
        sheet.form.add_error("joint", BEYOND)
        return _shown(request, sheet, version=request.POST.get("version"), status=422)
    return _to_result(request, kept)


def _version(request):
    sent = request.POST.get("version", "0")
    return int(sent) if sent.isdecimal() else 0


def _to_result(request, meeting):
    done = "已存为草稿，还没有提交" if meeting.state == MeetingState.DRAFT else "已提交"
    messages.success(request, f"{done}，编号 {meeting.number}。")
    return redirect(meeting)


def _shown(request, sheet, *, version, status=200, **context):
    context |= {"sheet": sheet, "form": sheet.form, "meeting": sheet.meeting, "version": version}
    context["topics"] = record_defaults.topics(sheet.meeting.branch, sheet.meeting.type, viewer=request.user)
    context["state"] = MeetingState
    return render(request, "branches/record_form.html", context, status=status)


def keep_draft(request, pk):
    """What is typed so far, sent every half minute and on leaving a field."""
    branch = get_object_or_404(Branch.objects.editable_by(request.user), pk=pk)
    now, key = timezone.now(), _key(request)
    meeting = Meeting.objects.editable_by(request.user).filter(pk=_number(request.POST.get("record"))).first()
    draft = drafts.of_form(
        key, by=request.user, branch=branch, meeting=meeting, type=request.POST.get("type", "")[:10], now=now
    )
    kept = drafts.keep(draft, dict(request.POST.lists()), now=now)
    return JsonResponse({"kept": kept, "at": f"{timezone.localtime(now):%H:%M}"})


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def give_up_draft(request, key):
    draft = get_object_or_404(drafts.waiting(request.user), key=key)
    drafts.give_up(draft)
    messages.success(request, "已丢弃没写完的记录。")
    return redirect("workbench")


@never_cache
def pulse(request):
    """A fresh token for a form that was open while its writer signed in anew."""
    return JsonResponse({"token": get_token(request)})
