"""The register against the ledger on screen: bring what a ledger said, look at each result, decide differences, export."""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from orgs import duplicates, reconciliation
from orgs.judgements import Reading, Side
from orgs.models import Comparison, Organization
from orgs.reconciliation import LABELS, Result
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers import download, export, store
from xiaoyi_partybuild.registers.models import Upload
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

from . import sayings

PER_PAGE = 50
STALLED_AFTER = timedelta(minutes=5)
LEDGER = "ledger"
REFUSED, CONFLICT = 422, 409
OPEN, DECIDED = "open", "decided"
BADGES = {
    Result.SAME: "ok",
    Result.DIFFERENT: "warn",
    Result.HERE: "new",
    Result.THERE: "bad",
    Result.AGAIN: "same",
}
EXPLAINED = {
    Result.SAME: "两册都有，写的一样",
    Result.DIFFERENT: "两册都有，写的不一样",
    Result.HERE: "台账里没有",
    Result.THERE: "名册里没有",
    Result.AGAIN: "同一单位在台账里又出现一次",
}


def start(request):
    """Choose which of the own ledgers to hold against the register; the earlier comparisons."""
    ledgers = Upload.objects.visible_to(request.user).filter(register=LEDGER)
    status = 200
    if request.method == "POST":
        upload = _chosen(ledgers, request.POST.get("upload", ""))
        try:
            return redirect("orgs:comparison", sayings.note(upload, by=request.user, on=timezone.localdate()).pk)
        except (UnreadableWorkbook, store.Gone) as error:
            messages.error(request, f"不能核对这份文件：{error}")
            status = REFUSED
    earlier = Comparison.objects.visible_to(request.user).defer("rows")
    context = {"ledgers": ledgers[:PER_PAGE], "earlier": earlier[:PER_PAGE]}
    return render(request, "orgs/comparisons.html", context, status=status)


def _chosen(rows, key):
    """The row a form names; what is no number names none."""
    return get_object_or_404(rows, pk=key if key.isdecimal() else None)


def _organization(request):
    rows = Organization.objects.editable_by(request.user).standing()
    return _chosen(rows, request.POST.get("organization", ""))


def _own(request, pk):
    return get_object_or_404(Comparison.objects.visible_to(request.user), pk=pk)


def _outcome(request, comparison):
    return reconciliation.compare(comparison.rows, by=request.user, on=PartialDate(comparison.day).last)


def _while_there(view):
    """A comparison that is still being read, or has nothing to show any more, says so instead."""

    @wraps(view)
    def answer(request, pk):
        comparison = _own(request, pk)
        if comparison.state == Reading.READY:
            return view(request, pk)
        part = "orgs/_reading.html" if "HX-Request" in request.headers else "orgs/reading.html"
        is_late = timezone.now() - comparison.at > STALLED_AFTER
        return render(request, part, {"comparison": comparison, "is_late": is_late, "under_way": Reading.UNDER_WAY})

    return answer


@_while_there
def compared(request, pk):
    comparison = _own(request, pk)
    if "HX-Request" in request.headers:  # it was waited for, and is there
        return HttpResponse(headers={"HX-Redirect": reverse("orgs:comparison", args=[pk])})
    outcome = _outcome(request, comparison)
    counts = outcome.counts
    asked = request.GET.get("show")
    shown = asked if asked in (*Result.values, OPEN, DECIDED) else _first_to_look_at(outcome)
    page = Paginator(_filtered(outcome, shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "comparison": comparison,
        "outcome": outcome,
        "tiles": [(one, counts[one], EXPLAINED[one]) for one in _shown_results(counts)],
        "chips": _chips(outcome),
        "shown": shown,
        "page_obj": page,
        "paginator": page.paginator,
        "is_paginated": page.has_other_pages(),
        "rows": _rows(request, page.object_list),
        "sides": Side.choices,
    }
    return render(request, "orgs/comparison.html", context)


def _first_to_look_at(outcome):
    return OPEN if outcome.open else Result.THERE.value if outcome.counts[Result.THERE] else Result.SAME.value


def _filtered(outcome, shown):
    if shown in (OPEN, DECIDED):
        different = (line for line in outcome.lines if line.result == Result.DIFFERENT)
        return [line for line in different if line.is_open == (shown == OPEN)]
    return [line for line in outcome.lines if line.result == shown]


def _chips(outcome):
    """(what to show, words, how many): the differences apart by whether they are decided, then the other results."""
    counts = outcome.counts
    decided = counts[Result.DIFFERENT] - outcome.open
    told = [(OPEN, "有出入、待定", outcome.open), (DECIDED, "有出入、已定", decided)]
    return told + [(one.value, one.label, counts[one]) for one in _shown_results(counts) if one != Result.DIFFERENT]


def _shown_results(counts):
    """Rows said twice are only spoken of where there are any."""
    return [one for one in Result if counts[one] or one != Result.AGAIN]


def _rows(request, lines):
    """(line, badge, the organization its name may mean with the reason) for one page."""
    has_strangers = any(line.result == Result.THERE for line in lines)
    stored = duplicates.Stored(request.user) if has_strangers else None
    return [(line, BADGES[line.result], _may_be(line, stored)) for line in lines]


def _may_be(line, stored):
    """(Bearer, Evidence) of the organization that a name only the ledger has may mean."""
    if line.result != Result.THERE:
        return None
    return next(iter(stored.like({f"{duplicates.PART}.{name}": text for name, text in line.said.items()})), None)


# --- deciding


def decide(request, pk):
    """Which side is right about one field; the person's own words of both sides come along."""
    comparison = _own(request, pk)
    asked = request.POST
    organization = _organization(request)
    told = asked.get("field", ""), asked.get("register", "")[:255], asked.get("ledger", "")[:255]
    if told[0] not in LABELS or asked.get("side") not in Side.values:
        messages.error(request, "没有记下：请选以哪边为准")
    else:
        side = Side(asked["side"])
        reconciliation.decide(organization, told, side, by=request.user, at=timezone.now())
        messages.success(request, f"“{organization}”的{LABELS[told[0]]}：{side.label}。两册写的不变，就不再问。")
    return redirect(_back(comparison, asked))


def recognize(request, pk):
    """A name only the ledger uses is an organization's; the register keeps it as a former name."""
    comparison = _own(request, pk)
    organization = _organization(request)
    name = request.POST.get("name", "").strip()
    if name and len(name) <= organization.former_names.model._meta.get_field("name").max_length:
        reconciliation.recognize(organization, name, by=request.user)
        messages.success(request, f"已把“{name}”记作“{organization}”的曾用名，以后按这个名称也能找到。")
    return redirect(_back(comparison, request.POST))


def _back(comparison, asked):
    show = asked.get("show", "")
    tail = f"?show={show}" if show in (*Result.values, OPEN, DECIDED) else ""
    return reverse("orgs:comparison", args=[comparison.pk]) + tail


# --- the workbook


@dataclass(frozen=True)
class Report:
    """As much of a register as a written workbook shows: one row for each difference."""

    title: str = "两册核对结果"
    stored: tuple = tuple(
        c.Text(target=f"line.{name}", label=label)
        for name, label in (
            ("result", "核对结果"),
            ("name", "社会组织名称"),
            ("code", "统一社会信用代码"),
            ("region", "所属区域"),
            ("row", "台账行号"),
            ("field", "有出入的项目"),
            ("register", "名册里写的"),
            ("ledger", "台账里写的"),
            ("side", "以哪边为准"),
            ("by", "判定人"),
            ("at", "判定时间"),
        )
    )


@_while_there
def exported(request, pk):
    comparison = _own(request, pk)
    lines = _outcome(request, comparison).lines
    rows = [row for line in lines for row in _exported(line)]
    shown = export.Sheet(Report(), PartialDate(comparison.day).last, rows)
    name = f"{Report.title}（{comparison.day}）"
    return download.report(name, shown, by=request.user, now=timezone.now())


def _exported(line):
    organization = line.organization
    code = organization.credit_code if organization else line.said.get("credit_code")
    region = str(organization.region) if organization else line.said.get("region", "")
    about = [line.result.label, line.title, code or "", region, "" if line.row is None else str(line.row)]
    if not line.differences:
        return [[*about, *[""] * 6]]
    return [[*about, one.label, one.register, one.ledger, *_judged(one.decision)] for one in line.differences]


def _judged(decision):
    if decision is None:
        return ["待定", "", ""]
    return [decision.get_side_display(), str(decision.by or ""), timezone.localtime(decision.at).strftime("%Y-%m-%d %H:%M")]
