"""The addresses of the record as the auditor reads it, under /record/."""

from django.urls import path

from .views import record

app_name = "record"
urlpatterns = [
    path("", record.listed, name="list"),
    path("workbook/", record.workbook, name="workbook"),
    path("<int:pk>/", record.detail, name="detail"),
]
