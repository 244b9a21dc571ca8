"""A register's workbook as an answer to a browser."""

from datetime import timedelta
from tempfile import TemporaryFile
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse

from xiaoyi_partybuild.access import limits

from . import export, register, sheet, template

AT_ONCE = 2**20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(slug, objects, *, by, on, now):
    """The workbook of a register for the given objects of its first part; counted, see `count`."""
    count(by, now=now)
    declared = register.get(slug)
    shown = export.build(declared, objects, by=by, on=on)
    return answer(f"{declared.title}（{on}）", lambda file: sheet.write(shown, file, unit=settings.OFFICE_NAME))


def empty(declared, *, by, on):
    """The template of a register, to be filled in."""
    return answer(f"{declared.title}（模板）", lambda file: template.write(declared, file, by=by, on=on))


def count(by, *, now):
    """One more workbook of records taken along by this person; raises limits.TooMany above so many an hour."""
    limits.demand("export", str(by.pk), limit=settings.EXPORTS_PER_HOUR, window=timedelta(hours=1), now=now)


def answer(name, write):
    """By way of a file that goes away by itself: a long register is never held in memory."""
    file = TemporaryFile()  # noqa: SIM115 - a long one is closed when it was sent
    write(file)
    size = file.tell()
    file.seek(0)
    found = quote(f"{name}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{found}"}
    if size > AT_ONCE:
        return FileResponse(file, content_type=XLSX, headers=headers)
    with file:
        return HttpResponse(file.read(), content_type=XLSX, headers=headers)
