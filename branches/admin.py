"""Maintenance of Party organizations and of everything recorded about them."""

from django.contrib import admin

from xiaoyi_partybuild.access.admin import ReadOnlyAdmin, ScopedAdmin

from .models import (
    Absence,
    Arrears,
    Assignment,
    Branch,
    Brand,
    Candidate,
    Coverage,
    DuesCheck,
    Education,
    Fund,
    FurtherBranch,
    Instructor,
    Meeting,
    Member,
    Participation,
    PartyGroup,
    Post,
    Procedure,
    Quota,
    Review,
    ServedUnit,
    Term,
    Transfer,
    Venue,
)


@admin.register(Branch)
class BranchAdmin(ScopedAdmin):
    list_display = ["name", "level", "special", "region", "superior", "start", "end", "is_pilot"]
    list_filter = ["level", "special", "is_pilot", "region"]
    list_select_related = ["region", "superior"]
    search_fields = ["name", "approval_number"]
    autocomplete_fields = ["superior", "further_manager"]


class BranchRecordAdmin(ScopedAdmin):
    """For the tables whose rows each belong to one Party organization."""

    list_select_related = ["branch"]
    search_fields = ["branch__name"]
    autocomplete_fields = ["branch"]


@admin.register(Coverage)
class CoverageAdmin(ScopedAdmin):
    list_display = ["organization", "branch", "mode", "is_primary", "start", "end"]
    list_filter = ["mode", "is_primary"]
    list_select_related = ["organization", "branch"]
    search_fields = ["organization__name", "organization__credit_code", "branch__name"]
    autocomplete_fields = ["organization", "branch"]


@admin.register(Term)
class TermAdmin(BranchRecordAdmin):
    list_display = ["branch", "number", "start", "due", "extended_until"]


@admin.register(Post)
class PostAdmin(BranchRecordAdmin):
    list_display = ["name", "title", "branch", "start", "end"]
    list_filter = ["title"]
    search_fields = ["name", "branch__name"]


@admin.register(Member)
class MemberAdmin(ScopedAdmin):
    list_display = ["name", "sex", "category", "status", "home_branch", "organization", "employment", "file_at"]
    list_filter = ["category", "status", "employment", "file_at", "sex"]
    list_select_related = ["home_branch", "organization"]
    search_fields = ["name", "home_branch__name", "organization__name"]
    autocomplete_fields = ["home_branch", "organization"]


@admin.register(FurtherBranch)
class FurtherBranchAdmin(ScopedAdmin):
    list_display = ["member", "branch", "start", "end"]
    list_select_related = ["member", "branch"]
    search_fields = ["member__name", "branch__name"]
    autocomplete_fields = ["member", "branch"]


@admin.register(ServedUnit)
class ServedUnitAdmin(BranchRecordAdmin):
    list_display = ["name", "type", "location", "branch", "start", "end"]
    list_filter = ["type"]
    search_fields = ["name", "location", "branch__name"]


@admin.register(Instructor)
class InstructorAdmin(ScopedAdmin):
    list_display = ["name", "unit", "title", "region"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["name", "unit"]


@admin.register(Assignment)
class AssignmentAdmin(ScopedAdmin):
    list_display = ["instructor", "organization", "start", "end", "document"]
    list_select_related = ["instructor", "organization"]
    search_fields = ["instructor__name", "organization__name", "document"]
    autocomplete_fields = ["instructor", "organization"]


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    list_display = ["held_on", "type", "topic", "branch", "instructor", "due_count", "present_count"]
    list_display_links = ["held_on", "topic"]
    list_filter = ["type", "held_on"]
    list_select_related = ["branch", "instructor"]
    search_fields = ["topic", "branch__name", "instructor__name"]
    autocomplete_fields = ["branch", "instructor"]


@admin.register(Participation)
class ParticipationAdmin(ScopedAdmin):
    list_display = ["organization", "meeting"]
    list_select_related = ["organization", "meeting"]
    search_fields = ["organization__name", "meeting__topic"]
    autocomplete_fields = ["organization", "meeting"]


@admin.register(PartyGroup)
class PartyGroupAdmin(BranchRecordAdmin):
    list_display = ["name", "branch", "leader", "start", "end"]


@admin.register(Venue)
class VenueAdmin(BranchRecordAdmin):
    list_display = ["address", "branch", "type", "area"]
    list_filter = ["type"]


@admin.register(Fund)
class FundAdmin(BranchRecordAdmin):
    list_display = ["year", "source", "branch", "amount"]
    list_filter = ["year", "source"]


@admin.register(DuesCheck)
class DuesCheckAdmin(BranchRecordAdmin):
    list_display = ["month", "branch"]


class MemberRecordAdmin(ScopedAdmin):
    """For the tables whose rows each belong to one member."""

    list_select_related = ["member"]
    search_fields = ["member__name"]
    autocomplete_fields = ["member"]


@admin.register(Absence)
class AbsenceAdmin(MemberRecordAdmin):
    list_display = ["member", "kind", "place", "start", "end"]
    list_filter = ["kind"]


@admin.register(Arrears)
class ArrearsAdmin(MemberRecordAdmin):
    list_display = ["member", "month", "settled_on"]


@admin.register(Quota)
class QuotaAdmin(ScopedAdmin):
    list_display = ["year", "region", "planned", "document"]
    list_select_related = ["region"]


@admin.register(Review)
class ReviewAdmin(ScopedAdmin):
    list_display = ["candidate", "on"]
    list_select_related = ["candidate"]
    autocomplete_fields = ["candidate"]


@admin.register(Procedure)
class ProcedureAdmin(ReadOnlyAdmin):
    """Moved by acts on pages of its own; so are transfers and candidates."""

    list_display = ["name", "kind", "state", "proposed_on", "replied_on", "filed_on"]
    list_filter = ["kind", "state"]
    search_fields = ["name"]


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = ["member", "from_branch", "to_branch", "sent_on", "state", "closed_on"]
    list_filter = ["state"]
    list_select_related = ["member", "from_branch", "to_branch"]
    search_fields = ["member__name"]


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    list_display = ["name", "branch", "applied_on", "activist_on", "target_on", "admitted_on"]
    list_select_related = ["branch"]
    search_fields = ["name", "branch__name"]


@admin.register(Education)
class EducationAdmin(ScopedAdmin):
    list_display = ["name", "place", "start", "end"]
    search_fields = ["name"]


@admin.register(Brand)
class BrandAdmin(BranchRecordAdmin):
    list_display = ["name", "branch", "is_pilot", "start", "end"]
    list_filter = ["is_pilot"]
    search_fields = ["name", "branch__name"]
