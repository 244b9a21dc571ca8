"""显示完整号码: one number of one record, after a reason; on the page that was posted to, never in an address."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from xiaoyi_partybuild.access import unmasking
from xiaoyi_partybuild.access.fresh import second_factor_fresh
from xiaoyi_partybuild.ui.reasons import ReasonForm


@never_cache
@second_factor_fresh
def full_number(request, label, pk, column):
    field = unmasking.field_of(label, column)
    if field is None:
        raise Http404
    row = get_object_or_404(field.model._default_manager.with_particulars_for(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, reasons=unmasking.Reason)
    context = {"form": form, "row": row, "field": field, "masked": getattr(row, field.attname)}
    context["back"] = _back(request)
    status = _shown(request, form, context) if request.method == "POST" else 200
    return render(request, "personal/full_number.html", context, status=status)


def _back(request):
    """The page the person came from."""
    asked = request.POST.get("back") or request.headers.get("Referer", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"


def _shown(request, form, context):
    """Put the number into the context where the form allows it; the answer's status."""
    if not form.is_valid():
        return 422
    asked = {"by": request.user, "reason": form.cleaned_data["said"], "now": timezone.now()}
    context["shown"] = unmasking.show(context["row"], context["field"], **asked)
    return 200
