"""One JSON line for each request and each fault, with a number that the error page shows too; no names, no typed text.

What an exception says may quote a person's data, so only its kind and where it happened are written down.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime

from xiaoyi_partybuild.access import origin

NUMBER_BYTES = 4
# Who puts no typed text into what is logged: addresses without their query, numbers, our own sentences.
TRUSTED = ("xiaoyi_partybuild", "django.")

requests = logging.getLogger("xiaoyi_partybuild.requests")


class RequestLogMiddleware:
    """Gives every request its number, and writes down what became of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = secrets.token_hex(NUMBER_BYTES)
        mark, began = origin.current.set(origin.of(request)), time.perf_counter()
        try:
            response = self.get_response(request)
            self._tell(request, response, time.perf_counter() - began)
            return response
        finally:
            origin.current.reset(mark)

    @staticmethod
    def _tell(request, response, seconds):
        match = request.resolver_match
        facts = {
            "method": request.method,
            "page": match.view_name if match else "",
            "status": response.status_code,
            "ms": round(seconds * 1000),
            "person": getattr(getattr(request, "_cached_user", None), "pk", None),
        }
        requests.info("request", extra={"facts": facts})


class JsonFormatter(logging.Formatter):
    """time, level, logger, request number, event; for faults the kind of exception and its frames."""

    def format(self, record):
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "number": origin.current.get().number,
            "event": self._event(record),
        }
        told |= getattr(record, "facts", {})
        if record.exc_info:
            told |= _fault(*record.exc_info)
        return json.dumps(told, ensure_ascii=False)

    @staticmethod
    def _event(record):
        """What our own modules and the framework say; of others the sentence without what was put into its places."""
        return record.getMessage() if record.name.startswith(TRUSTED) else str(record.msg)


def _fault(kind, error, trace):
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace or sys.exc_info()[2])]
    return {"fault": f"{kind.__module__}.{kind.__qualname__}" if kind else "", "frames": frames}
