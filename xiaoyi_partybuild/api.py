"""The addresses of REST API v1: what each app offers, and the description of it all."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import DefaultRouter

from branches import api as branches
from inspections import api as inspections
from orgs import api as orgs

router = DefaultRouter()
router.include_format_suffixes = False
for routes in (orgs.ROUTES, branches.ROUTES, inspections.ROUTES):
    for prefix, viewset in routes.items():
        router.register(prefix, viewset, basename=f"api-{prefix}")

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("coverage/", branches.CoverageFiguresView.as_view(), name="api-coverage"),
    *router.urls,
]
