"""REST: regions, organizations, what is dated about them, and the rule numbers."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from xiaoyi_partybuild.access.api import ON, CodeLink, ScopedSerializer, ScopedViewSet

from .filters import OrganizationFilter
from .models import FormerName, Headcount, MassOrganization, Organization, Parameter, Region, StatusPeriod


class RegionSerializer(ScopedSerializer):
    parent = CodeLink(Region, required=False, allow_null=True)

    class Meta:
        model = Region
        fields = ["code", "name", "parent"]


class RegionViewSet(ScopedViewSet):
    serializer_class = RegionSerializer
    filterset_fields = ["code", "name"]
    lookup_field = "code"
    related = ["parent"]


class OrganizationSerializer(ScopedSerializer):
    region = CodeLink(Region)

    class Meta:
        model = Organization
        fields = [
            "id",
            "name",
            "credit_code",
            "certificate_number",
            "type",
            "field",
            "management",
            "supervising_unit",
            "registration_authority",
            "inspection_authority",
            "leading_body",
            "legal_representative",
            "funds",
            "registered_on",
            "region",
            "address",
            "business_scope",
            "is_priority",
            "remark",
        ]


@extend_schema_view(list=extend_schema(parameters=[ON]))
class OrganizationViewSet(ScopedViewSet):
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter
    is_as_of = True
    related = ["region"]


class FormerNameSerializer(ScopedSerializer):
    class Meta:
        model = FormerName
        fields = ["id", "organization", "name", "until"]


class FormerNameViewSet(ScopedViewSet):
    serializer_class = FormerNameSerializer
    filterset_fields = ["organization", "name"]


class StatusPeriodSerializer(ScopedSerializer):
    class Meta:
        model = StatusPeriod
        fields = ["id", "organization", "status", "document", "start", "end"]


class StatusPeriodViewSet(ScopedViewSet):
    serializer_class = StatusPeriodSerializer
    filterset_fields = ["organization", "status"]


class HeadcountSerializer(ScopedSerializer):
    class Meta:
        model = Headcount
        fields = [
            "id",
            "organization",
            "on",
            "staff",
            "staff_full_time",
            "staff_part_time",
            "members_on_file",
            "members_full_time",
            "members_all",
            "probationary",
        ]


class HeadcountViewSet(ScopedViewSet):
    serializer_class = HeadcountSerializer
    filterset_fields = ["organization", "on"]


class MassOrganizationSerializer(ScopedSerializer):
    class Meta:
        model = MassOrganization
        fields = ["id", "organization", "type", "start", "end"]


class MassOrganizationViewSet(ScopedViewSet):
    serializer_class = MassOrganizationSerializer
    filterset_fields = ["organization", "type"]


class ParameterSerializer(ScopedSerializer):
    class Meta:
        model = Parameter
        fields = ["id", "key", "value", "since", "source"]


class ParameterViewSet(ScopedViewSet):
    serializer_class = ParameterSerializer
    filterset_fields = ["key"]


ROUTES = {
    "regions": RegionViewSet,
    "organizations": OrganizationViewSet,
    "former-names": FormerNameViewSet,
    "status-periods": StatusPeriodViewSet,
    "headcounts": HeadcountViewSet,
    "mass-organizations": MassOrganizationViewSet,
    "parameters": ParameterViewSet,
}
