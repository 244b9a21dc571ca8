"""The site's table of contents."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from xiaoyi_partybuild.dashboard import views as dashboard

urlpatterns = [
    path("", dashboard.workbench, name="workbench"),
    path("trend/", dashboard.trend_page, name="trend"),
    path("organizations/", include("orgs.urls")),
    path("branches/", include("branches.urls")),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("maintenance/", admin.site.urls),
]
