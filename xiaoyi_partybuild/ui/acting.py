"""A page on which one thing is done to a record: a form, what is refused said on it, what was done told on the next page."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from xiaoyi_partybuild.access import writing

OUTSIDE = "这条记录已不在您的管理范围内，没有保存；请刷新看看"
TWICE = "刚有别人保存了同样的内容，没有重复保存；请刷新看看"


class ActPage(FormView):
    """Subclasses name `model`, `form_class`, `heading`, `button` and `do(form)`, which acts and returns what is told.

    refusal: the exception that says in one sentence why not. `record`: the row of the address, within the reach of editing.
    """

    template_name = "ui/act.html"
    model = None
    heading = button = note = ""
    refusal = ()

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def dispatch(self, request, *args, **kwargs):
        self.record = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk=None, **kwargs):
        rows = self.model._default_manager.editable_by(self.request.user).standing()
        return get_object_or_404(rows, pk=pk) if pk else None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user, "today": self.today, "record": self.record}

    def form_valid(self, form):
        try:
            said = self.do(form)
        except self.refusal as error:
            form.add_error(None, str(error))
        except writing.OutOfReach:
            form.add_error(None, OUTSIDE)
        except IntegrityError:
            form.add_error(None, TWICE)
        else:
            messages.success(self.request, said)
            return redirect(self.get_success_url())
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        words = {"heading": self.heading, "button": self.button, "note": self.note, "back": self.get_back_url()}
        return super().get_context_data(record=self.record, **words | kwargs)

    def get_back_url(self):
        return self.get_success_url()
