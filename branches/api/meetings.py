"""REST: records of meetings and activities with what hangs on them. Rosters and votes are written with the record's form."""

from django.utils import timezone
from rest_framework import exceptions, serializers

from orgs import parameters
from xiaoyi_partybuild.access.api import ReadOnlyScopedViewSet, ScopedSerializer, ScopedViewSet

from .. import meeting_states
from ..models import Attendance, Brand, Education, JointBranch, Meeting, Participation, Vote

LOCKED = "这份记录已经接受或锁定，请上级党组织退回或解锁后再改"


class MeetingSerializer(ScopedSerializer):
    class Meta:
        model = Meeting
        fields = [
            "id",
            "type",
            "also",
            "branch",
            "instructor",
            "held_on",
            "place",
            "topic",
            "chair",
            "recorder",
            "due_count",
            "present_count",
            "voting_due",
            "voting_present",
            "agenda",
            "content",
            "resolution",
            "education",
            "brand",
            "state",
            "reason",
            "filed_on",
        ]
        read_only_fields = ["state", "reason", "filed_on"]

    def validate_held_on(self, day):
        if day > timezone.localdate():
            raise serializers.ValidationError(f"{day} 还没有到，请填实际召开的日期")
        return day

    def validate_also(self, codes):
        kinds = dict(Meeting._meta.get_field("type").choices)
        unknown = [code for code in codes.split(",") if code and code not in kinds]
        if unknown:
            raise serializers.ValidationError(f"没有“{'”“'.join(unknown)}”这种会议，请用 {'、'.join(kinds)}，几种之间用逗号")
        return codes

    def _write(self, row, validated):
        """What comes in is filed like a form that was sent; what is accepted, locked or the same stays."""
        on, user = timezone.localdate(), self.context["request"].user
        if row.pk:
            if all(getattr(row, name) == value for name, value in validated.items()):
                return row
            acts = meeting_states.possible(row, user, on=on, rules=parameters.as_of(on))
            if not {"edit", "reopen"} & {act.name for act in acts}:
                raise exceptions.PermissionDenied(LOCKED)
        meeting_states.entered(row, as_draft=False, on=on)
        told = {"state": row.state, "reason": row.reason, "filed_on": row.filed_on, "version": row.version + 1}
        return super()._write(row, validated | told)


class MeetingViewSet(ScopedViewSet):
    serializer_class = MeetingSerializer
    filterset_fields = {
        "type": ["exact"],
        "branch": ["exact"],
        "instructor": ["exact"],
        "held_on": ["exact", "gte", "lte"],
        "state": ["exact"],
        "education": ["exact"],
        "brand": ["exact"],
    }
    related = ["branch__region", "instructor__region"]


class ParticipationSerializer(ScopedSerializer):
    class Meta:
        model = Participation
        fields = ["id", "meeting", "organization"]


class ParticipationViewSet(ScopedViewSet):
    serializer_class = ParticipationSerializer
    filterset_fields = ["meeting", "organization"]


class EducationSerializer(ScopedSerializer):
    class Meta:
        model = Education
        fields = ["id", "name", "place", "start", "end"]


class EducationViewSet(ScopedViewSet):
    serializer_class = EducationSerializer


class BrandSerializer(ScopedSerializer):
    class Meta:
        model = Brand
        fields = ["id", "branch", "name", "is_pilot", "description", "start", "end"]


class BrandViewSet(ScopedViewSet):
    serializer_class = BrandSerializer
    filterset_fields = ["branch", "is_pilot"]


class JointBranchSerializer(ScopedSerializer):
    class Meta:
        model = JointBranch
        fields = ["id", "meeting", "branch", "is_listed"]


class JointBranchViewSet(ReadOnlyScopedViewSet):
    serializer_class = JointBranchSerializer
    filterset_fields = ["meeting", "branch"]


class AttendanceSerializer(ScopedSerializer):
    class Meta:
        model = Attendance
        fields = ["id", "meeting", "member", "name", "standing", "has_vote", "mark", "absence", "note"]


class AttendanceViewSet(ReadOnlyScopedViewSet):
    serializer_class = AttendanceSerializer
    filterset_fields = ["meeting", "member", "mark"]


class VoteSerializer(ScopedSerializer):
    class Meta:
        model = Vote
        fields = [
            *("id", "meeting", "place", "matter", "is_election", "ayes", "nays", "abstentions", "written", "voters", "due"),
            "is_listed",
        ]


class VoteViewSet(ReadOnlyScopedViewSet):
    serializer_class = VoteSerializer
    filterset_fields = ["meeting"]


ROUTES = {
    "meetings": MeetingViewSet,
    "participations": ParticipationViewSet,
    "educations": EducationViewSet,
    "brands": BrandViewSet,
    "joint-branches": JointBranchViewSet,
    "attendances": AttendanceViewSet,
    "votes": VoteViewSet,
}
