"""The headers every answer carries, files and errors included; settings named as in Django 6, which builds the policy in."""

from django.conf import settings

POLICY = "Content-Security-Policy"


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = {
            POLICY: "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items()),
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_DENIED),
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if _is_personal(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_personal(request):
    """Whether the answer was made for somebody signed in; asked without loading the session of those who need none."""
    user = getattr(request, "_cached_user", None)
    return user is not None and user.is_authenticated
