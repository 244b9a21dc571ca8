"""REST: annual inspections and grades."""

from xiaoyi_partybuild.access.api import ScopedSerializer, ScopedViewSet

from .models import AnnualInspection, Grading


class InspectionSerializer(ScopedSerializer):
    class Meta:
        model = AnnualInspection
        fields = ["id", "organization", "year", "conclusion", "as_written"]


class InspectionViewSet(ScopedViewSet):
    serializer_class = InspectionSerializer
    filterset_fields = ["organization", "year", "conclusion"]


class GradingSerializer(ScopedSerializer):
    class Meta:
        model = Grading
        fields = ["id", "organization", "grade", "as_written", "start", "end"]


class GradingViewSet(ScopedViewSet):
    serializer_class = GradingSerializer
    filterset_fields = ["organization", "grade"]


ROUTES = {"inspections": InspectionViewSet, "gradings": GradingViewSet}
