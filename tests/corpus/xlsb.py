"""A draft as .xlsb, the binary workbook, as far as its cells and merged areas go ([MS-XLSB])."""

import io
import struct
import zipfile
from datetime import date

from .writers import areas, pages

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}
ROW, REAL, TEXT, SHEET, MERGED, MERGES, MERGES_END = 0, 5, 6, 156, 176, 177, 178
DATA, DATA_END, EXTENT = 145, 146, 148
BOOK, BOOK_END, SHEETS, SHEETS_END = 131, 132, 143, 144


def xlsb(draft):
    data = io.BytesIO()
    sheets = pages(draft)
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.bin")]))
        names = [("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", _links(names))
        archive.writestr("xl/workbook.bin", _book(sheets))
        for number, (_, rows, _, owner) in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows, areas(owner) if owner else ()))
    return data.getvalue()


def _links(targets):
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{LINKS.replace("officeDocument", "package")}">{links}</Relationships>'
    )


def _record(kind, content=b""):
    return _varied(kind) + _varied(len(content)) + content


def _varied(value):
    told = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        told.append(low | (0x80 if value else 0))
        if not value:
            return bytes(told)


def _wide(text):
    content = text.encode("utf-16-le")
    return struct.pack("<I", len(content) // 2) + content


def _book(sheets):
    told = b"".join(
        _record(SHEET, struct.pack("<II", STATES[state], number) + _wide(f"rId{number}") + _wide(name))
        for number, (name, _, state, _) in enumerate(sheets, start=1)
    )
    return _record(BOOK) + _record(SHEETS) + told + _record(SHEETS_END) + _record(BOOK_END)


def _sheet(rows, merged):
    width = max(map(len, rows), default=1)
    told = _record(EXTENT, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(width - 1, 0))) + _record(DATA)
    for number, row in enumerate(rows):
        told += _record(ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        told += b"".join(_cell(column, value) for column, value in enumerate(row) if value is not None)
    told += _record(DATA_END)
    if merged:
        told += _record(MERGES, struct.pack("<I", len(merged)))
        told += b"".join(
            _record(MERGED, struct.pack("<IIII", top, bottom, left, right)) for top, left, bottom, right in merged
        )
        told += _record(MERGES_END)
    return told


def _cell(column, value):
    where = struct.pack("<II", column, 0)
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, str):
        return _record(TEXT, where + _wide(value))
    return _record(REAL, where + struct.pack("<d", value))
