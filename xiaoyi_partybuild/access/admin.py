"""The maintenance pages' base: Django's admin with its hooks wired to the two doors. Nothing is deleted here."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpResponseRedirect

from . import events, writing
from .fields import EncryptedTextField
from .models import Batch, Change
from .scoping import EDIT, SYSTEM, VIEW

LONGEST_KEY = 19  # digits that fit a key of either database
KEEP = "不显示已填内容；要改就填新的，留空则不变"


class ScopedForm(forms.ModelForm):
    """Keeps what the person may not choose or see: a link outside the reach stays as it is, sealed text is never shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and self.instance.pk:
                field.queryset = field.queryset | self._linked(name, field)
            if name in self._sealed() and getattr(self.instance, name):
                field.help_text = KEEP
                self.initial[name] = ""

    def clean(self):
        cleaned = super().clean()
        for name in self._sealed() & cleaned.keys():
            cleaned[name] = cleaned[name] or getattr(self.instance, name)
        return cleaned

    def _sealed(self):
        return {field.name for field in self._meta.model._meta.fields if isinstance(field, EncryptedTextField)}

    def _linked(self, name, field):
        """The row that is linked now."""
        rows = field.queryset.model._default_manager.all()
        return rows.filter(pk=getattr(self.instance, f"{name}_id"))


class Autocomplete(AutocompleteSelect):
    def optgroups(self, name, value, attr=None):
        """Shown again after a mistake; what is no key at all cannot be shown, and Django would fail on it."""
        return super().optgroups(name, [key for key in value if _is_key(key)], attr)


def _is_key(text):
    return not text or (text.isascii() and text.isdigit() and len(text) < LONGEST_KEY)


class ScopedAdmin(admin.ModelAdmin):
    """Lists what the person may view, changes what the person may edit, saves through `writing`.

    is_written_here: whether people add and change these rows here; otherwise the site writes them by itself.
    """

    is_written_here = True
    form = ScopedForm
    actions = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def get_urls(self):
        """Without addresses of what is never done here."""
        never = ("_delete",) if self.is_written_here else ("_delete", "_add")
        return [url for url in super().get_urls() if url.name and not url.name.endswith(never)]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        return bool(request.user.reach(VIEW, self.model.scope.kind))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return bool(request.user.reach(EDIT, self.model.scope.kind))

    def has_change_permission(self, request, obj=None):
        rows = self.model._default_manager.editable_by(request.user)
        return self.has_add_permission(request) if obj is None else rows.filter(pk=obj.pk).exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_field_queryset(self, db, db_field, request):
        return db_field.remote_field.model._default_manager.offered_to(request.user, self.model.scope.kind)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, EncryptedTextField):
            kwargs["widget"] = forms.TextInput(attrs={"autocomplete": "off"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        """Filters that make no sense are dropped; Django would show a bare page about its database."""
        if ERROR_FLAG in request.GET:
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
            raise DisallowedModelAdminToField("no field is named by an empty text")
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except writing.OutOfReach:
            events.tell_beyond(request.user, self.get_object(request, object_id) or self.opts.verbose_name)
            self.message_user(request, "没有保存：改动后的记录不在您的管理范围内", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        writing.save(obj, by=request.user)

    def log_addition(self, request, obj, message):
        """The write door has journaled it."""

    log_change = log_addition

    def history_view(self, request, object_id, extra_context=None):
        """Our journal, in words that the site above knows how to find."""
        row = self.get_object(request, object_id)
        history = self.admin_site.history_of(row) if row else ()
        return super().history_view(request, object_id, {"history": history, "may_revert": False} | (extra_context or {}))


class ReadOnlyAdmin(ScopedAdmin):
    """For what the site writes by itself."""

    is_written_here = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="操作人", ordering="by")
    def person(self, row):
        """By name, without the link to an account that most may not open."""
        return str(row.by or SYSTEM)


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    fields = list_display = ["title", "person", "at", "reason", "undoes"]
    list_filter = ["at"]
    list_select_related = ["by", "undoes"]
    search_fields = ["title", "reason"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    fields = list_display = ["batch", "action", "model", "object_pk"]
    list_filter = ["action", "batch__at"]
    list_select_related = ["batch"]
    search_fields = ["batch__title", "model"]
