"""The register of organizations: the list, one dossier for each (一社一档), and the form for its basic facts."""

from django.http import Http404

from branches.coverage import with_facts
from branches.enums import Mode
from branches.establishment import Duty
from branches.state import State, with_state
from inspections.enums import Conclusion
from orgs import merging
from orgs.filters import OrganizationFilter
from orgs.forms import OrganizationForm
from orgs.models import Organization
from xiaoyi_partybuild.registers.pages import ImportedValues, rows_in
from xiaoyi_partybuild.registers.views.taking import taken_along
from xiaoyi_partybuild.ui.pages import DetailPage, EditPage, ListPage

from . import dossier, duplicates

WORDS = {"Mode": Mode, "State": State, "Duty": Duty, "Conclusion": Conclusion}


class OrganizationList(ListPage):
    model = Organization
    filterset_class = OrganizationFilter
    template_name = "orgs/organization_list.html"
    partial = "orgs/_organization_list.html"
    heading = "社会组织"
    unit = "户"
    shown_filters = ("q", "region", "show")
    extra_context = WORDS

    def get_queryset(self):
        return with_state(super().get_queryset(), on=self.on).select_related("region")


class OrganizationWorkbook(OrganizationList):
    """The list as a workbook: the rows that its filters show, in the layout of a register."""

    def get(self, request, slug):
        return taken_along(request, slug, self.get_queryset(), on=self.on)

    post = get


class OrganizationDetail(ImportedValues, DetailPage):
    model = Organization
    template_name = "orgs/organization_detail.html"
    extra_context = WORDS

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            merged = merging.away(request.user).filter(pk=kwargs["pk"]).select_related("merged_into", "region").first()
            if merged is None:
                raise
            return duplicates.merged_page(request, merged)

    def get_queryset(self):
        facts = with_facts(super().get_queryset(), on=self.on)
        return with_state(facts, on=self.on).select_related("region")

    def shown_rows(self, context):
        return rows_in(context["dossier"])

    def get_context_data(self, **kwargs):
        viewer = self.request.user
        record = dossier.build(self.object, viewer=viewer, on=self.on)
        may_edit = Organization.objects.editable_by(viewer).filter(pk=self.object.pk).exists()
        return super().get_context_data(dossier=record, may_edit=may_edit, **kwargs)


class OrganizationEdit(EditPage):
    model = Organization
    form_class = OrganizationForm
    success_url_name = "orgs:detail"
