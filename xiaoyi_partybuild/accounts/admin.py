"""Maintenance of accounts. Rights are given on pages of their own (views/rights.py): they want a second person."""

from django.contrib import admin, messages
from django.utils import timezone

from xiaoyi_partybuild.access.admin import ReadOnlyAdmin, ScopedAdmin

from . import passwords
from .models import Grant, User


@admin.register(User)
class UserAdmin(ScopedAdmin):
    fields = ["username", "name", "email", "is_active"]
    list_display = ["username", "name", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "name"]
    ordering = ["username"]

    def save_model(self, request, obj, form, change):
        """A new account gets a one-time password, told once to who made it."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            code = passwords.issue_code(obj, by=request.user, now=timezone.now())
            self.message_user(request, passwords.spoken_code(obj, code), messages.SUCCESS)


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    fields = list_display = [
        "user",
        "role",
        "region",
        "branch",
        "start",
        "end",
        "granted_by",
        "confirmed_by",
        "confirmed_at",
    ]
    list_filter = ["role", "region"]
    list_select_related = ["user", "region", "branch", "granted_by", "confirmed_by"]
    search_fields = ["user__username", "user__name", "region__name", "branch__name"]
