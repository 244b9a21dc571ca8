"""Addresses of the organization pages."""

from django.urls import path, re_path

from . import views
from .views import duplicates

app_name = "orgs"
urlpatterns = [
    path("", views.OrganizationList.as_view(), name="list"),
    re_path(r"^(?P<slug>organizations|ledger)\.xlsx$", views.OrganizationWorkbook.as_view(), name="workbook"),
    path("duplicates/", duplicates.listed, name="duplicates"),
    path("duplicates/<int:first>/<int:second>/", duplicates.compare, name="duplicate"),
    path("duplicates/<int:first>/<int:second>/distinct/", duplicates.distinct, name="distinct"),
    path("<int:pk>/take-apart/", duplicates.take_apart, name="take_apart"),
    path("<int:pk>/", views.OrganizationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.OrganizationEdit.as_view(), name="edit"),
]
