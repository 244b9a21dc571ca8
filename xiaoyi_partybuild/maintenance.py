"""Django's admin as the maintenance screen: Chinese, behind our login, with our history."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView

from xiaoyi_partybuild.ui import history

# Pages of the stock site that read or write past the two doors, and a sign-in of its own.
LEFT_OUT = frozenset({"login", "password_change", "password_change_done", "view_on_site"})


class MaintenanceSite(AdminSite):
    site_title = site_header = "孝义市社会组织党建 · 维护"
    index_title = "维护"
    site_url = "/"
    final_catch_all_view = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only models that hang in a Scope; what installed packages bring for their own tables stays out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if hasattr(model, "scope")], admin_class, **options)

    def has_permission(self, request):
        """The policy table has been asked already."""
        return True

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", "") not in LEFT_OUT]

    def history_of(self, row):
        return history.of(row)
