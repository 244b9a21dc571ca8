"""Addresses of the Party organization pages."""

from django.urls import path

from . import views

app_name = "branches"
urlpatterns = [
    path("", views.BranchList.as_view(), name="list"),
    path("branches.xlsx", views.BranchWorkbook.as_view(), name="workbook"),
    path("<int:pk>/", views.BranchDetail.as_view(), name="detail"),
]
