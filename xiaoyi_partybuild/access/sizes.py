"""A body that is larger than anything the site takes is refused by its announced length, before it is read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig

FILES = "multipart/form-data"


class SizesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced) > most(request.content_type):
            raise RequestDataTooBig
        return self.get_response(request)


def most(content_type):
    """In bytes: a file comes with the fields of its form; everything else is fields alone, JSON too."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (settings.UPLOAD_MAX_BYTES if content_type == FILES else 0)
