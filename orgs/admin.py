"""Maintenance of regions, organizations, what is dated about them, and the rule numbers."""

from django import forms
from django.contrib import admin

from xiaoyi_partybuild.access.admin import ScopedAdmin, ScopedForm

from .models import FormerName, Headcount, MassOrganization, Organization, Parameter, Region, StatusPeriod
from .rule_numbers import DEFAULTS


class OrganizationRecordAdmin(ScopedAdmin):
    """For the tables whose rows each belong to one organization."""

    list_select_related = ["organization"]
    search_fields = ["organization__name", "organization__credit_code"]
    autocomplete_fields = ["organization"]


@admin.register(Region)
class RegionAdmin(ScopedAdmin):
    list_display = ["name", "code", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    exclude = ["merged_into"]
    list_display = ["name", "credit_code", "type", "field", "management", "region", "registered_on", "is_priority"]
    list_filter = ["type", "management", "field", "is_priority", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "credit_code", "certificate_number", "former_names__name", "legal_representative"]


@admin.register(FormerName)
class FormerNameAdmin(OrganizationRecordAdmin):
    list_display = ["name", "organization", "until"]
    search_fields = ["name", *OrganizationRecordAdmin.search_fields]


@admin.register(StatusPeriod)
class StatusPeriodAdmin(OrganizationRecordAdmin):
    list_display = ["organization", "status", "start", "end", "document"]
    list_filter = ["status"]


@admin.register(Headcount)
class HeadcountAdmin(OrganizationRecordAdmin):
    list_display = ["organization", "on", "staff", "members_all", "members_full_time", "members_on_file", "probationary"]
    list_filter = ["on"]


@admin.register(MassOrganization)
class MassOrganizationAdmin(OrganizationRecordAdmin):
    list_display = ["organization", "type", "start", "end"]
    list_filter = ["type"]


class ParameterForm(ScopedForm):
    key = forms.ChoiceField(
        label="参数", choices=[(key, f"{rule.label}（默认 {rule.value}）") for key, rule in DEFAULTS.items()]
    )


@admin.register(Parameter)
class ParameterAdmin(ScopedAdmin):
    form = ParameterForm
    list_display = ["label", "value", "since", "source"]
    search_fields = ["key", "source"]

    @admin.display(description="参数", ordering="key")
    def label(self, parameter):
        return DEFAULTS[parameter.key].label if parameter.key in DEFAULTS else parameter.key
