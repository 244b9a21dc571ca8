"""The page after a fault: rendered without the database, with the number under which the log tells what happened."""

from django.http import HttpResponseServerError
from django.template import loader


def server_error(request):
    text = loader.get_template("500.html").render({"number": getattr(request, "number", "")})
    return HttpResponseServerError(text)
