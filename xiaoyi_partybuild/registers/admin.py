"""Maintenance of imports: what was brought when, and the cells its values came from. Read only; the wizard writes them."""

from django.contrib import admin

from xiaoyi_partybuild.access.admin import ReadOnlyAdmin

from .models import Confirmation, Source, Upload


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    fields = ["name", "register", "state", "message", "person", "at", "size", "sha256", "batch"]
    list_display = ["name", "register", "state", "person", "at"]
    list_filter = ["state", "register", "at"]
    list_select_related = ["by"]
    search_fields = ["name"]


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["upload", "sheet", "row", "model", "object_pk"]
    list_select_related = ["upload"]
    search_fields = ["upload__name", "sheet"]


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnlyAdmin):
    fields = list_display = ["written", "register", "about", "chosen", "person", "at", "revoked_at"]
    list_select_related = ["by"]
    list_filter = ["register", "about"]
    search_fields = ["written", "chosen"]
