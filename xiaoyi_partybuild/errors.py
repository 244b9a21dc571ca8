"""What is answered when something went wrong, with the number that the log knows: people get a page, programs JSON."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.views import defaults

from xiaoyi_partybuild.access.limits import TooMany

SAID = {
    400: "服务器看不懂这次请求，请核对后再试",
    404: "没有这个地址，或者它不在您的管理范围内",
    413: "发送的内容太大，请分成几次",
    429: "操作太频繁，请过一会儿再试",
    500: "服务器出了问题，这次操作没有完成",
    503: "数据库暂时连不上，请过几分钟再试",
}
AWAY_SECONDS = 60


class ErrorsMiddleware:
    """What a view may raise beside what Django knows: a limit was reached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return answer(request, 429, wait=exception.seconds) if isinstance(exception, TooMany) else None


def answer(request, status, *, wait=None):
    """Rendered without the database. wait: seconds until asking again makes sense."""
    number = getattr(request, "number", "")
    headers = {"Retry-After": str(wait)} if wait else {}
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": SAID[status], "number": number}, status=status, headers=headers)
    text = loader.get_template(f"{status}.html").render({"number": number, "wait": wait})
    return HttpResponse(text, status=status, headers=headers)


def bad_request(request, exception):
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_found(request, exception):
    return answer(request, 404) if request.path.startswith("/api/") else defaults.page_not_found(request, exception)


def server_error(request):
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return answer(request, 503, wait=AWAY_SECONDS) if is_away else answer(request, 500)
