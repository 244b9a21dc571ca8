"""The site's table of contents."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from xiaoyi_partybuild.dashboard import views as dashboard
from xiaoyi_partybuild.health import healthz

urlpatterns = [
    path("", dashboard.workbench, name="workbench"),
    path("trend/", dashboard.trend_page, name="trend"),
    path("organizations/", include("orgs.urls")),
    path("branches/", include("branches.urls")),
    path("import/", include("xiaoyi_partybuild.registers.urls")),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("maintenance/", admin.site.urls),
    path("api/v1/", include("xiaoyi_partybuild.api")),
    path("healthz", healthz, name="healthz"),
]
