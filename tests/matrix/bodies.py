"""Everything a person could read in an answer, whatever it is packed in: pages, JSON, workbooks, archives, headers."""

import html
import io
import re
import zipfile
from urllib.parse import unquote

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
PACKED = b"PK\x03\x04"


def text_of(answer):
    """The answer's headers and body as one text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{unquote(headers)}\n{read(body)}"


def read(body):
    if body.startswith(PACKED):
        return "\n".join(_unpacked(body))
    text = body.decode("utf-8", errors="replace")
    return html.unescape(ESCAPED.sub(lambda found: chr(int(found[1], 16)), unquote(text)))


def _unpacked(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            yield f"{name}\n{read(archive.read(name))}"
