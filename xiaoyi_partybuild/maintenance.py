"""Django's admin as the maintenance screen: Chinese, behind our login, with our history."""

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, RedirectURLMixin, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from xiaoyi_partybuild.ui import history

# Pages of the stock site that read or write past the two doors.
LEFT_OUT = frozenset({"password_change", "password_change_done", "view_on_site"})


class MaintenanceSite(AdminSite):
    site_title = site_header = "孝义市社会组织党建 · 维护"
    index_title = "维护"
    site_url = "/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only models that hang in a Scope; what installed packages bring for their own tables stays out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if hasattr(model, "scope")], admin_class, **options)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Where everybody lands whom a maintenance page did not let in: to our sign-in; signed in already, no further."""
        wanted = self._asked_for(request)
        if self.has_permission(request):
            return redirect(wanted)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted)

    def _asked_for(self, request):
        """The address in `next` when it is one of ours, else the first maintenance page."""
        asked = RedirectURLMixin()
        asked.request, asked.next_page = request, "admin:index"
        return asked.get_success_url()

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", "") not in LEFT_OUT]

    def history_of(self, row):
        return history.of(row)
