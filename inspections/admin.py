"""Maintenance of annual inspections and grades."""

from django.contrib import admin

from xiaoyi_partybuild.access.admin import ScopedAdmin

from .models import AnnualInspection, Grading


class OrganizationRecordAdmin(ScopedAdmin):
    list_select_related = ["organization"]
    search_fields = ["organization__name", "organization__credit_code"]
    autocomplete_fields = ["organization"]


@admin.register(AnnualInspection)
class AnnualInspectionAdmin(OrganizationRecordAdmin):
    list_display = ["organization", "year", "conclusion"]
    list_filter = ["year", "conclusion"]


@admin.register(Grading)
class GradingAdmin(OrganizationRecordAdmin):
    list_display = ["organization", "grade", "as_written", "start", "end"]
    list_filter = ["grade"]
