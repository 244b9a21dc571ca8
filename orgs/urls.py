"""Addresses of the organization pages."""

from django.urls import path, re_path

from . import views
from .views import duplicates, reconciliation

app_name = "orgs"
urlpatterns = [
    path("", views.OrganizationList.as_view(), name="list"),
    re_path(r"^(?P<slug>organizations|ledger)\.xlsx$", views.OrganizationWorkbook.as_view(), name="workbook"),
    path("duplicates/", duplicates.listed, name="duplicates"),
    path("duplicates/<int:first>/<int:second>/", duplicates.compare, name="duplicate"),
    path("duplicates/<int:first>/<int:second>/distinct/", duplicates.distinct, name="distinct"),
    path("reconciliation/", reconciliation.start, name="comparisons"),
    path("reconciliation/<int:pk>/", reconciliation.compared, name="comparison"),
    path("reconciliation/<int:pk>/decide/", reconciliation.decide, name="decide"),
    path("reconciliation/<int:pk>/recognize/", reconciliation.recognize, name="recognize"),
    path("reconciliation/<int:pk>.xlsx", reconciliation.exported, name="comparison_workbook"),
    path("<int:pk>/take-apart/", duplicates.take_apart, name="take_apart"),
    path("<int:pk>/", views.OrganizationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.OrganizationEdit.as_view(), name="edit"),
]
