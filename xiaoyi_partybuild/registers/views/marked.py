"""The own workbook back with what is wrong marked in it: order it, wait for a large one, fetch it."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from .. import annotated, download, steps, store, taking
from .common import own, while_kept


@while_kept
def order(request, token, kind):
    brought = _reviewed(request, token, kind)
    try:
        is_ready = steps.order_marked(brought, kind, on=timezone.localdate())
    except (annotated.NotMade, store.Gone) as error:
        messages.error(request, str(error))
        return redirect("registers:step", token)
    return redirect("registers:marked_file" if is_ready else "registers:marked", token, kind)


@while_kept
def wait(request, token, kind):
    brought = _reviewed(request, token, kind)
    context = {"upload": brought, "kind": kind, "words": annotated.KINDS[kind]}
    context |= steps.marked_progress(brought, kind, timezone.now())
    part = "registers/_marked.html" if "HX-Request" in request.headers else "registers/marked.html"
    return render(request, part, context)


@while_kept
def fetch(request, token, kind):
    brought = _reviewed(request, token, kind)
    if not store.has_made(brought, kind):
        return redirect("registers:marked", token, kind)
    name = f"{brought.name.rsplit('.', 1)[0]}（{annotated.KINDS[kind]}）.xlsx"
    rows = annotated.rows_in(brought, kind)
    taking.leaves(store.made(brought, kind), by=request.user, about=brought, purpose=annotated.KINDS[kind], rows=rows)
    disposition = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(store.made(brought, kind), content_type=download.XLSX, headers=disposition)


def _reviewed(request, token, kind):
    """The person's own upload, as long as it is known what is wrong in it."""
    brought = own(request, token)
    if kind not in annotated.KINDS or not steps.is_reviewed(brought) or (kind == annotated.RESULT and not brought.batch):
        raise Http404
    return brought
