"""The auditor's pages: the record searched, one event, what was found as a workbook. They only read."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers import download, export

from .. import record
from ..forms import AuditForm

ROWS = 50


def listed(request):
    """Page after page by the last key shown, which stays quick however long the record grows."""
    form, found = _asked(request)
    shown, older = record.after(found, form.cleaned_data.get("before"), ROWS)
    rows = [(event, record.name_of(event)) for event in shown]
    context = {"form": form, "rows": rows, "older": older, "is_first": not form.cleaned_data.get("before")}
    return render(request, "accounts/record.html", context)


def detail(request, pk):
    event = get_object_or_404(record.seen_by(request.user), pk=pk)
    changed = record.changed(event.batch) if event.batch else ()
    context = {"event": event, "about": record.name_of(event), "facts": record.facts(event), "changed": changed}
    return render(request, "accounts/record_event.html", context)


def _asked(request):
    form = AuditForm(request.GET)
    form.is_valid()
    return form, form.narrow(record.seen_by(request.user))


# --- the workbook


@dataclass(frozen=True)
class Report:
    """As much of a register as a written workbook shows."""

    title: str = "操作记录"
    stored: tuple = tuple(
        c.Text(target=f"event.{name}", label=label)
        for name, label in (
            ("at", "时间"),
            ("by", "操作人"),
            ("kind", "事项"),
            ("result", "结果"),
            ("about", "对象"),
            ("reason", "原因"),
            ("address", "地址"),
            ("number", "请求编号"),
            ("pk", "记录号"),
        )
    )


def workbook(request):
    """What the filters leave, the newest first; that it was taken along is told like everything else."""
    _, found = _asked(request)
    now = timezone.now()
    shown = export.Sheet(Report(), timezone.localdate(now), [_row(event) for event in found[: record.MOST]])
    return download.report(f"{Report.title}（{shown.on}）", shown, by=request.user, now=now)


def _row(event):
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
    said = [at, str(event.by or ""), event.get_kind_display(), event.get_result_display(), record.name_of(event)]
    return [*said, event.reason, event.address, event.number, str(event.pk)]
