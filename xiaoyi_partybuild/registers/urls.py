"""The wizard's addresses, under /import/."""

from django.urls import path

from .views import bringing, exporting, mapping, marked, outcome, remembering, review, taking, undoing

app_name = "registers"
urlpatterns = [
    path("", bringing.upload, name="upload"),
    path("mine/", bringing.mine, name="mine"),
    path("remembered/", remembering.remembered, name="remembered"),
    path("remembered/<int:pk>/revoke/", remembering.forget, name="forget"),
    path("forms/", exporting.forms, name="forms"),
    path("forms/<slug:slug>.xlsx", exporting.export, name="export"),
    path("forms/<slug:slug>/template.xlsx", exporting.template, name="template"),
    path("taking/", taking.handouts, name="handouts"),
    path("taking/<int:pk>/confirm/", taking.confirm, name="confirm_handout"),
    path("<uuid:token>/", bringing.step, name="step"),
    path("<uuid:token>/columns/", mapping.columns, name="columns"),
    path("<uuid:token>/review/", review.review, name="review"),
    path("<uuid:token>/fix/", review.fix, name="fix"),
    path("<uuid:token>/answer/", review.answer, name="answer"),
    path("<uuid:token>/take-back/", review.take_back, name="take_back"),
    path("<uuid:token>/policy/", review.policy, name="policy"),
    path("<uuid:token>/commit/", review.commit, name="commit"),
    path("<uuid:token>/resume/", bringing.resume, name="resume"),
    path("<uuid:token>/give-up/", bringing.give_up, name="give_up"),
    path("<uuid:token>/progress/", bringing.progress, name="progress"),
    path("<uuid:token>/failed/", bringing.failed, name="failed"),
    path("<uuid:token>/marked/<slug:kind>/order/", marked.order, name="order_marked"),
    path("<uuid:token>/marked/<slug:kind>/", marked.wait, name="marked"),
    path("<uuid:token>/marked/<slug:kind>/file/", marked.fetch, name="marked_file"),
    path("<uuid:token>/done/", outcome.done, name="done"),
    path("<uuid:token>/again/", outcome.again, name="again"),
    path("<uuid:token>/undo/", undoing.undo, name="undo"),
]
