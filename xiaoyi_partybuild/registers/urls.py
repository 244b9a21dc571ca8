"""The wizard's addresses, under /import/."""

from django.urls import path

from . import views

app_name = "registers"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("mine/", views.mine, name="mine"),
    path("<uuid:token>/", views.step, name="step"),
    path("<uuid:token>/columns/", views.columns, name="columns"),
    path("<uuid:token>/review/", views.review, name="review"),
    path("<uuid:token>/commit/", views.commit, name="commit"),
    path("<uuid:token>/resume/", views.resume, name="resume"),
    path("<uuid:token>/progress/", views.progress, name="progress"),
    path("<uuid:token>/failed/", views.failed, name="failed"),
    path("<uuid:token>/done/", views.done, name="done"),
    path("<uuid:token>/undo/", views.undo, name="undo"),
]
