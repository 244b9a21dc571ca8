"""Addresses of the pages about Party organizations and their organizational life."""

from django.urls import path

from . import views
from .views import due, meetings, minutes, writing_records

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
]
