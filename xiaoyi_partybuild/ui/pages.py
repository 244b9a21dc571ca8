"""The kinds of pages: a list, a record, a form, an act. Each shows a person only what lies within that person's reach."""

from django.contrib import messages
from django.core.paginator import InvalidPage
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, UpdateView

from xiaoyi_partybuild.access import events, later, writing

from . import history, meanwhile
from .filtering import chips, query
from .forms import AsOfForm

ROWS = 50


class AsOf:
    """A page that shows the facts of the day `?on=`, today without it."""

    @cached_property
    def as_of(self):
        form = AsOfForm(self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def on(self):
        return self.as_of.cleaned_data.get("on") or timezone.localdate()

    def get_context_data(self, **kwargs):
        asked = self.as_of.cleaned_data.get("on")
        context = {"as_of": self.as_of, "on": self.on, "carried": f"?on={asked}" if asked else ""}
        return super().get_context_data(**context | kwargs)


class ListPage(AsOf, ListView):
    """A filtered list. Subclasses name `model`, `filterset_class`, `template_name`, `partial`, `heading` and `unit`.

    shown_filters: the filters in the first row; the others unfold. Filters take (data, queryset, request=, on=).
    htmx gets the partial alone, which is the page's own middle.
    """

    filterset_class = None
    partial = None
    heading = ""
    unit = "条"
    shown_filters = ()
    paginate_by = ROWS

    @cached_property
    def filterset(self):
        rows = self.model._default_manager.visible_to(self.request.user)
        return self.filterset_class(self.request.GET, rows, request=self.request, on=self.on)

    def get_queryset(self):
        return self.filterset.qs

    def paginate_queryset(self, queryset, page_size):
        """A page number that does not exist means the first page."""
        paginator = self.get_paginator(queryset, page_size)
        try:
            page = paginator.page(self.request.GET.get("page") or 1)
        except InvalidPage:
            page = paginator.page(1)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        applied = chips([self.as_of, self.filterset.form], self.request.GET)
        further = self._further_fields()
        context = super().get_context_data(**kwargs)
        return context | {
            "heading": self.heading,
            "unit": self.unit,
            "partial": self.partial,
            "title": self._title(context["page_obj"]),
            "first_fields": [self.filterset.form[name] for name in self.shown_filters],
            "further_fields": further,
            "is_unfolded": any(field.data for field in further),
            "chips": applied,
            "emptiness": "unmatched" if applied else "none",
            "is_swap": self._is_swap(),
        }

    def get_template_names(self):
        return ["ui/_swap.html"] if self._is_swap() else [self.template_name]

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        if self._is_swap():
            response.headers["HX-Push-Url"] = self.request.path + query(self.request.GET)
        return response

    def _is_swap(self):
        headers = self.request.headers
        return "HX-Request" in headers and "HX-History-Restore-Request" not in headers

    def _title(self, page):
        pages = page.paginator.num_pages
        return f"{self.heading}（第 {page.number} 页，共 {pages} 页）" if pages > 1 else self.heading

    def _further_fields(self):
        rest = [field for field in self.filterset.form if field.name not in self.shown_filters]
        return [*rest, self.as_of["on"]]


class DetailPage(AsOf, DetailView):
    """One record as of a day, and the tab with its history."""

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        is_history = self.request.GET.get("tab") == "history"
        context = {"is_history": is_history, "history": history.of(self.object) if is_history else ()}
        rows = self.model._default_manager.editable_by(self.request.user).filter(pk=self.object.pk)
        context["may_revert"] = is_history and rows.exists()
        return super().get_context_data(**context | kwargs)


class EditPage(UpdateView):
    """A form for one record. Subclasses name `model`, a `form_class` made from RecordForm, and `success_url_name`."""

    template_name = "ui/edit.html"
    success_url_name = None

    def get_queryset(self):
        return self.model._default_manager.editable_by(self.request.user).standing()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        mine, clashes = meanwhile.compare(form, form.cleaned_data["seen"])
        if clashes:
            return self._told_of(clashes, form)
        try:
            reason = form.cleaned_data.get("reason", "")
            writing.save(form.instance, by=self.request.user, reason=reason, touched=mine)
        except writing.OutOfReach:
            events.tell_beyond(self.request.user, self.object)
            form.add_error(None, "改动后这条记录就不在您的管理范围内了，没有保存。请改回您管理的区域。")
            return self.form_invalid(form)
        messages.success(self.request, f"已保存“{form.instance}”的修改。")
        return redirect(self.get_success_url())

    def _told_of(self, clashes, form):
        """Shown with both values; whoever saves again has seen the other's."""
        for clash in clashes:
            form.add_error(clash.name, clash.words)
        form.data = form.data.copy()
        form.data["seen"] = later.newest(self.object)
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return reverse(self.success_url_name, args=[self.object.pk])


OUTSIDE = "这条记录已不在您的管理范围内，没有保存；请刷新看看"
TWICE = "刚有别人保存了同样的内容，没有重复保存；请刷新看看"


class ActPage(FormView):
    """One thing done to a record: a form, what is refused said on it, what was done told on the next page.

    Subclasses name `model`, `form_class`, `heading`, `button` and `do(form)`, which acts and returns what is told.

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
            events.tell_beyond(self.request.user, self.record or self.heading)
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
