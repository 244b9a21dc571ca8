"""REST: Party organizations, everything recorded about them, and the coverage figures."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.api import ON, CodeLink, ScopedSerializer, ScopedViewSet, day_asked
from xiaoyi_partybuild.access.scoping import VIEW

from .. import breakdown, coverage
from ..breakdown import By
from ..filters import BranchFilter
from ..models import (
    Assignment,
    Branch,
    Coverage,
    FurtherBranch,
    Instructor,
    Member,
    Post,
    ServedUnit,
    Term,
)
from . import life, meetings


class BranchSerializer(ScopedSerializer):
    region = CodeLink(Region)

    class Meta:
        model = Branch
        fields = [
            "id",
            "name",
            "level",
            "special",
            "region",
            "superior",
            "further_manager",
            "approved_by",
            "approval_number",
            "is_pilot",
            "brand",
            "remark",
            "start",
            "end",
        ]


@extend_schema_view(list=extend_schema(parameters=[ON]))
class BranchViewSet(ScopedViewSet):
    serializer_class = BranchSerializer
    filterset_class = BranchFilter
    is_as_of = True
    related = ["region"]


class CoverageSerializer(ScopedSerializer):
    class Meta:
        model = Coverage
        fields = ["id", "organization", "branch", "mode", "is_primary", "start", "end"]


class CoverageViewSet(ScopedViewSet):
    serializer_class = CoverageSerializer
    filterset_fields = ["organization", "branch", "mode", "is_primary"]


class TermSerializer(ScopedSerializer):
    class Meta:
        model = Term
        fields = ["id", "branch", "number", "start", "due", "extended_until", "extension_number"]


class TermViewSet(ScopedViewSet):
    serializer_class = TermSerializer
    filterset_fields = ["branch"]


class PostSerializer(ScopedSerializer):
    class Meta:
        model = Post
        fields = ["id", "branch", "title", "name", "phone", "start", "end"]


class PostViewSet(ScopedViewSet):
    serializer_class = PostSerializer
    filterset_fields = ["branch", "title"]


class MemberSerializer(ScopedSerializer):
    class Meta:
        model = Member
        fields = [
            "id",
            "name",
            "sex",
            "born",
            "id_number",
            "phone",
            "education",
            "category",
            "joined_on",
            "probation_until",
            "full_since",
            "status",
            "left_on",
            "home_branch",
            "organization",
            "employment",
            "file_at",
        ]


class MemberViewSet(ScopedViewSet):
    serializer_class = MemberSerializer
    filterset_fields = ["home_branch", "organization", "category", "status", "employment", "file_at"]


class FurtherBranchSerializer(ScopedSerializer):
    class Meta:
        model = FurtherBranch
        fields = ["id", "member", "branch", "start", "end"]


class FurtherBranchViewSet(ScopedViewSet):
    serializer_class = FurtherBranchSerializer
    filterset_fields = ["member", "branch"]


class ServedUnitSerializer(ScopedSerializer):
    class Meta:
        model = ServedUnit
        fields = ["id", "branch", "name", "type", "location", "start", "end"]


class ServedUnitViewSet(ScopedViewSet):
    serializer_class = ServedUnitSerializer
    filterset_fields = ["branch", "type"]


class InstructorSerializer(ScopedSerializer):
    region = CodeLink(Region)

    class Meta:
        model = Instructor
        fields = ["id", "name", "unit", "title", "phone", "region"]


class InstructorViewSet(ScopedViewSet):
    serializer_class = InstructorSerializer
    filterset_fields = ["name", "unit"]
    related = ["region"]


class AssignmentSerializer(ScopedSerializer):
    class Meta:
        model = Assignment
        fields = ["id", "instructor", "organization", "document", "start", "end"]


class AssignmentViewSet(ScopedViewSet):
    serializer_class = AssignmentSerializer
    filterset_fields = ["instructor", "organization"]


class FigureSerializer(serializers.Serializer):
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)


FigureRowSerializer = type(
    "FigureRowSerializer",
    (serializers.Serializer,),
    {"key": serializers.CharField(), "name": serializers.CharField()}
    | {code: FigureSerializer(help_text=indicator.name) for code, indicator in coverage.INDICATORS.items()},
)


class FiguresSerializer(serializers.Serializer):
    on = serializers.DateField()
    by = serializers.ChoiceField(By.choices)
    rows = FigureRowSerializer(many=True)


class CoverageFiguresView(APIView):
    """K1–K11 over what the person sees, as `manage.py coverage --json` prints them over everything."""

    @extend_schema(
        operation_id="coverage_figures",
        parameters=[
            ON,
            OpenApiParameter("by", str, enum=By.values, default=By.TOTAL.value),
            OpenApiParameter("region", str, description="区划代码，含其下级；不写是本人管理的最大区域"),
        ],
        responses=FiguresSerializer,
    )
    def get(self, request):
        on, by, region = day_asked(request), self._by(), self._region()
        organizations = Organization.objects.visible_to(request.user).registered(on=on)
        facts = coverage.with_facts(organizations, on=on)
        rows = breakdown.rows(facts, Branch.objects.visible_to(request.user), by=by, on=on, region=region)
        return Response(breakdown.as_data(rows, by=by, on=on))

    def _by(self):
        asked = self.request.query_params.get("by", By.TOTAL)
        if asked not in By.values:
            raise exceptions.ValidationError({"by": f"“{asked}”不是能用的分组，请用 {'、'.join(By.values)}"})
        return By(asked)

    def _region(self):
        code = self.request.query_params.get("region") or self._widest_region()
        region = Region.objects.visible_to(self.request.user).filter(code=code).first()
        if region is None:
            raise exceptions.ValidationError({"region": f"没有区划代码为“{code}”的区域，请写明已有的代码"})
        return region

    def _widest_region(self):
        reach = self.request.user.reach(VIEW, Organization.scope.kind)
        return min(reach.regions, key=len, default="")


ROUTES = {
    "branches": BranchViewSet,
    "coverages": CoverageViewSet,
    "terms": TermViewSet,
    "posts": PostViewSet,
    "members": MemberViewSet,
    "further-branches": FurtherBranchViewSet,
    "served-units": ServedUnitViewSet,
    "instructors": InstructorViewSet,
    "assignments": AssignmentViewSet,
    **life.ROUTES,
    **meetings.ROUTES,
}
