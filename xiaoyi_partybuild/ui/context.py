"""What every page shows: who keeps the site, its profile, and whether the browser runs in its outdated mode."""

from django.conf import settings


def site(request):
    """Dual-core browsers open intranet sites with the engine of Internet Explorer, which names itself Trident."""
    return {
        "office": settings.OFFICE_NAME,
        "profile": settings.PROFILE,
        "number": getattr(request, "number", ""),
        "is_outdated_browser": "Trident" in request.headers.get("User-Agent", ""),
    }
