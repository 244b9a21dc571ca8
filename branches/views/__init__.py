"""Party organizations: the list and one page for each."""

from branches import standing
from branches.filters import BranchFilter
from branches.models import Branch
from branches.posts import secretary
from orgs import parameters
from xiaoyi_partybuild.access import events
from xiaoyi_partybuild.registers.pages import ImportedValues, rows_in
from xiaoyi_partybuild.registers.views.taking import taken_along
from xiaoyi_partybuild.ui.pages import DetailPage, ListPage

from . import record


class BranchList(ListPage):
    model = Branch
    filterset_class = BranchFilter
    template_name = "branches/branch_list.html"
    partial = "branches/_branch_list.html"
    heading = "党组织"
    unit = "个"
    shown_filters = ("q", "region", "show")

    def get_queryset(self):
        rules = parameters.as_of(self.on)
        rows = record.with_flags(super().get_queryset(), on=self.on, rules=rules)
        return rows.annotate(secretary=secretary(on=self.on)).select_related("region", "superior")


class BranchWorkbook(BranchList):
    """The list as a workbook: the rows that its filters show, in the layout of the register."""

    def get(self, request):
        return taken_along(request, "branches", self.get_queryset(), on=self.on)

    post = get


class BranchDetail(ImportedValues, DetailPage):
    model = Branch
    template_name = "branches/branch_detail.html"

    def get_queryset(self):
        rules = parameters.as_of(self.on)
        rows = standing.with_standing(super().get_queryset(), on=self.on, rules=rules)
        return record.with_flags(rows, on=self.on, rules=rules).select_related("region", "superior", "further_manager")

    def shown_rows(self, context):
        return [self.object, *rows_in(context["record"])]

    def get_context_data(self, **kwargs):
        viewer = self.request.user
        found = record.build(self.object, viewer=viewer, on=self.on)
        if found.members:
            events.tell(events.Kind.LISTED, by=viewer, about=self.object, facts={"rows": len(found.members)})
        may_edit = Branch.objects.editable_by(viewer).filter(pk=self.object.pk).exists()
        return super().get_context_data(record=found, may_edit=may_edit, **kwargs)
