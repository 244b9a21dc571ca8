"""Django's admin as the maintenance screen: Chinese, behind our login."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login


class MaintenanceSite(AdminSite):
    site_title = site_header = "孝义市社会组织党建 · 维护"
    index_title = "维护"
    site_url = "/"

    def login(self, request, extra_context=None):
        return redirect_to_login(request.get_full_path())
