"""Addresses of the organization pages."""

from django.urls import path, re_path

from . import views

app_name = "orgs"
urlpatterns = [
    path("", views.OrganizationList.as_view(), name="list"),
    re_path(r"^(?P<slug>organizations|ledger)\.xlsx$", views.OrganizationWorkbook.as_view(), name="workbook"),
    path("<int:pk>/", views.OrganizationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.OrganizationEdit.as_view(), name="edit"),
]
