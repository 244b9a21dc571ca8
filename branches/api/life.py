"""REST: the life of branches and members. What moves by acts on pages of their own is read here, not written."""

from orgs.models import Region
from xiaoyi_partybuild.access.api import CodeLink, ReadOnlyScopedViewSet, ScopedSerializer, ScopedViewSet

from ..models import Absence, Arrears, Candidate, DuesCheck, Fund, PartyGroup, Procedure, Quota, Review, Transfer, Venue


def _of(model, *fields, regional=False):
    """The serializer of all fields named."""
    meta = type("Meta", (), {"model": model, "fields": ["id", *fields]})
    own = {"Meta": meta} | ({"region": CodeLink(Region)} if regional else {})
    return type(f"{model.__name__}Serializer", (ScopedSerializer,), own)


class PartyGroupViewSet(ScopedViewSet):
    serializer_class = _of(PartyGroup, "branch", "name", "leader", "start", "end")
    filterset_fields = ["branch"]


class VenueViewSet(ScopedViewSet):
    serializer_class = _of(Venue, "branch", "type", "address", "area", "start", "end")
    filterset_fields = ["branch", "type"]


class FundViewSet(ScopedViewSet):
    serializer_class = _of(Fund, "branch", "year", "source", "amount")
    filterset_fields = ["branch", "year", "source"]


class AbsenceViewSet(ScopedViewSet):
    serializer_class = _of(Absence, "member", "kind", "place", "start", "end")
    filterset_fields = ["member", "kind"]


class ArrearsViewSet(ScopedViewSet):
    serializer_class = _of(Arrears, "member", "month", "settled_on")
    filterset_fields = ["member"]


class DuesCheckViewSet(ScopedViewSet):
    serializer_class = _of(DuesCheck, "branch", "month")
    filterset_fields = ["branch"]


class ReviewViewSet(ScopedViewSet):
    serializer_class = _of(Review, "candidate", "on", "finding")
    filterset_fields = ["candidate"]


class QuotaViewSet(ScopedViewSet):
    serializer_class = _of(Quota, "year", "region", "planned", "document", regional=True)
    filterset_fields = ["year"]
    related = ["region"]


class ProcedureViewSet(ReadOnlyScopedViewSet):
    serializer_class = _of(
        Procedure,
        *("kind", "state", "branch", "name", "level", "special", "region", "superior", "applicant"),
        *("good_for_activity", "good_for_members", "good_for_lead", "grounds", "proposed_on", "proposal_number"),
        *("replied_on", "reply_number", "elected_on", "election_number", "filed_on", "filing_number", "remark"),
        regional=True,
    )
    filterset_fields = ["kind", "state", "branch"]
    related = ["region"]


class TransferViewSet(ReadOnlyScopedViewSet):
    serializer_class = _of(
        Transfer,
        *("member", "from_branch", "from_name", "to_branch", "to_name", "letter", "sent_on", "state", "closed_on", "reason"),
    )
    filterset_fields = ["member", "from_branch", "to_branch", "state"]


class CandidateViewSet(ReadOnlyScopedViewSet):
    serializer_class = _of(
        Candidate,
        *("name", "sex", "born", "education", "branch", "organization", "applied_on", "talked_on", "activist_on"),
        *("trainers", "target_on", "trained_on", "training_days", "vetted_on", "sponsors", "prereviewed_on"),
        *("admitted_on", "approved_on", "member", "stopped_on", "stop_reason"),
    )
    filterset_fields = ["branch", "organization"]


ROUTES = {
    "party-groups": PartyGroupViewSet,
    "venues": VenueViewSet,
    "funds": FundViewSet,
    "absences": AbsenceViewSet,
    "arrears": ArrearsViewSet,
    "dues-checks": DuesCheckViewSet,
    "reviews": ReviewViewSet,
    "quotas": QuotaViewSet,
    "procedures": ProcedureViewSet,
    "transfers": TransferViewSet,
    "candidates": CandidateViewSet,
}
