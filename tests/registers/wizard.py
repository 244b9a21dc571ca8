"""The wizard as tests go through it: bring a file, name a page, read its words."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.registers import books
from tests.registers.test_plan import HEADER
from xiaoyi_partybuild.registers.models import Upload

URL = "/import/"


def societies(*rows, header=HEADER):
    return books.xlsx([["名册（截至2019年12月31日）"], header, *rows, ["合计", 2]], merged=["A1:F1"])


def bring(client, data, *, name="名册.xlsx", register="auto", follow=True):
    return client.post(URL, {"file": SimpleUploadedFile(name, data), "register": register}, follow=follow)


def page(name, upload=None):
    """The address of a step; of a marked workbook the whole one."""
    upload = upload or Upload.objects.first()
    return reverse(f"registers:{name}", args=[upload.token, *(["whole"] if "marked" in name else [])])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
