"""What every page shows: the site's name and the body that runs it."""

from django.conf import settings


def site(request):
    return {"profile": settings.PROFILE}
