"""A register's workbook as an answer to a browser."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse

from . import export, register, sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(slug, objects, *, by, on):
    """The workbook of a register for the given objects of its first part."""
    declared = register.get(slug)
    content = sheet.write(export.build(declared, objects, by=by, on=on), unit=settings.OFFICE_NAME)
    name = quote(f"{declared.title}（{on}）.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
