"""A register's workbook as an answer to a browser."""

from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse, HttpResponse

from . import taking, template

AT_ONCE = 2**20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(declared, objects, *, by, on, now, **asked):
    """The workbook of a register for the given objects of its first part; counted and told, see taking.workbook."""
    return _sent(f"{declared.title}（{on}）", taking.workbook(declared, objects, by=by, on=on, now=now, **asked))


def report(name, shown, *, by, now):
    """The workbook of a Sheet that is no register, counted and told as well."""
    return _sent(name, taking.report(shown, by=by, now=now))


def empty(declared, *, by, on):
    """The template of a register, to be filled in."""
    file = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    template.write(declared, file, by=by, on=on)
    return _sent(f"{declared.title}（模板）", file)


def _sent(name, file):
    """By way of a file that goes away by itself: a long register is never held in memory."""
    size = file.seek(0, 2)
    file.seek(0)
    found = quote(f"{name}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{found}"}
    if size > AT_ONCE:
        return FileResponse(file, content_type=XLSX, headers=headers)
    with file:
        return HttpResponse(file.read(), content_type=XLSX, headers=headers)
