"""Addresses of the pages about Party organizations and their organizational life."""

from django.urls import path, re_path

from . import development, lifecycle, transfers, views
from .views import due, file, growth, meetings, members, minutes, procedures, queue, writing_records

KEYS = dict.fromkeys(act.key for act in lifecycle.ACTS)


def one_of(keys):
    """Only acts that exist have an address."""
    return "|".join(keys)


app_name = "branches"
urlpatterns = [
    path("", views.BranchList.as_view(), name="list"),
    path("branches.xlsx", views.BranchWorkbook.as_view(), name="workbook"),
    path("<int:pk>/", views.BranchDetail.as_view(), name="detail"),
    path("<int:pk>/meetings/new/", writing_records.new, name="meeting_new"),
    path("<int:pk>/meetings/draft/", writing_records.keep_draft, name="meeting_draft"),
    path("drafts/<uuid:key>/give-up/", writing_records.give_up_draft, name="draft_give_up"),
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("meetings/pulse/", writing_records.pulse, name="pulse"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting"),
    path("meetings/<int:pk>/edit/", writing_records.edit, name="meeting_edit"),
    path("meetings/<int:pk>/act/", meetings.act, name="meeting_act"),
    path("meetings/<int:pk>/minutes.docx", minutes.minutes, name="minutes"),
    path("<int:pk>/records-<int:year>.docx", minutes.book, name="record_book"),
    path("papers/<uuid:token>/", meetings.paper, name="paper"),
    path("papers/<uuid:token>/remove/", meetings.remove_paper, name="paper_remove"),
    path("due/", due.year, name="due"),
    path("due/missing/", due.missing, name="unreported"),
    path("findings/", queue.listed, name="findings"),
    path("<int:pk>/file/", file.BranchFile.as_view(), name="file"),
    path("<int:pk>/file/dues/", file.Dues.as_view(), name="dues"),
    path("<int:pk>/file/<slug:part>/", file.AddPart.as_view(), name="add_part"),
    path("file/<slug:part>/<int:pk>/", file.PartEdit.as_view(), name="part"),
    path("members/", members.MemberList.as_view(), name="members"),
    path("members/members.xlsx", members.MemberWorkbook.as_view(), name="member_workbook"),
    path("members/<int:pk>/", members.MemberDetail.as_view(), name="member"),
    path("members/<int:pk>/edit/", members.MemberEdit.as_view(), name="member_edit"),
    path("members/<int:pk>/convert/", members.Convert.as_view(), name="convert"),
    path("members/<int:pk>/extend/", members.Extend.as_view(), name="extend"),
    path("members/<int:pk>/send/", members.Send.as_view(), name="send"),
    path("members/<int:pk>/leave/", members.Leave.as_view(), name="leave"),
    path("members/<int:pk>/away/", members.GoAway.as_view(), name="away"),
    path("absences/<int:pk>/end/", members.ComeBack.as_view(), name="back"),
    path("<int:pk>/members/new/", members.TakeIn.as_view(), name="take_in"),
    re_path(
        rf"^transfers/(?P<pk>\d+)/(?P<answer>{one_of(transfers.BY_KEY)})/$", members.CloseTransfer.as_view(), name="transfer"
    ),
    path("development/", growth.CandidateList.as_view(), name="candidates"),
    path("development/candidates.xlsx", growth.CandidateWorkbook.as_view(), name="candidate_workbook"),
    path("development/<int:pk>/", growth.CandidateDetail.as_view(), name="candidate"),
    path("<int:pk>/development/new/", growth.NewCandidate.as_view(), name="new_candidate"),
    path("development/<int:pk>/review/", growth.AddReview.as_view(), name="review"),
    path("development/<int:pk>/stop/", growth.Stop.as_view(), name="stop"),
    re_path(
        rf"^development/(?P<pk>\d+)/step/(?P<step>{one_of(development.BY_KEY)})/$", growth.TakeStep.as_view(), name="step"
    ),
    path("quotas/", growth.quota_list, name="quotas"),
    path("quotas/new/", growth.NewQuota.as_view(), name="new_quota"),
    path("quotas/<int:pk>/", growth.QuotaEdit.as_view(), name="quota"),
    path("procedures/", procedures.listed, name="procedures"),
    path("procedures/new/", procedures.Propose.as_view(), {"kind": "establish"}, name="propose"),
    path("<int:pk>/adjust/", procedures.Propose.as_view(), {"kind": "adjust"}, name="adjust"),
    path("<int:pk>/abolish/", procedures.Propose.as_view(), {"kind": "abolish"}, name="abolish"),
    path("procedures/<int:pk>/", procedures.ProcedureDetail.as_view(), name="procedure"),
    re_path(rf"^procedures/(?P<pk>\d+)/(?P<act>{one_of(KEYS)})/$", procedures.Act.as_view(), name="act"),
]
