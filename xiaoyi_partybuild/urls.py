"""The site's table of contents."""

from django.contrib import admin
from django.urls import include, path

from xiaoyi_partybuild.accounts.views import password, second_factor, sign_in, unmasking
from xiaoyi_partybuild.dashboard import views as dashboard
from xiaoyi_partybuild.health import healthz

handler400 = "xiaoyi_partybuild.errors.bad_request"
handler404 = "xiaoyi_partybuild.errors.not_found"
handler500 = "xiaoyi_partybuild.errors.server_error"

urlpatterns = [
    path("", dashboard.workbench, name="workbench"),
    path("trend/", dashboard.trend_page, name="trend"),
    path("organizations/", include("orgs.urls")),
    path("branches/", include("branches.urls")),
    path("import/", include("xiaoyi_partybuild.registers.urls")),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("login/code/", second_factor.show_code, name="second-factor"),
    path("login/code/setup/", second_factor.set_up, name="second-factor-setup"),
    path("login/password/", password.password, name="password"),
    path("logout/", sign_in.SignOut.as_view(), name="logout"),
    path("changes/", include("xiaoyi_partybuild.ui.urls")),
    path("record/", include("xiaoyi_partybuild.accounts.record_urls")),
    path("rights/", include("xiaoyi_partybuild.accounts.urls")),
    path("full-number/<str:label>/<int:pk>/<slug:column>/", unmasking.full_number, name="full-number"),
    path("maintenance/", admin.site.urls),
    path("api/v1/", include("xiaoyi_partybuild.api")),
    path("healthz", healthz, name="healthz"),
]
