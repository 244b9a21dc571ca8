"""The sound files that are damaged: a ministry's lists, the demo's workbooks, the corpus, small ones of each format."""

import io
import random
import zipfile
from pathlib import Path

import openpyxl

from tests.registers import books

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    ROOT.parent / "shared" / "data" / "registers",
    ROOT / "xiaoyi_partybuild" / "demo" / "workbooks",
)
SUFFIXES = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv"}
ROWS = [
    ["孝义市社会组织名册（截至2026年11月20日）"],
    ["序号", "社会组织名称", "统一社会信用代码", "社会组织类型", "成立登记日期", "所属区域", "法定代表人"],
    [1, "孝义市剪纸艺术协会", "51141181MJ0000015P", "社会团体", "2015.6", "新义街道", "张三"],
    [2, "孝义市皮影艺术协会", "51141181MJ0000023J", "社会团体", 43525, "新义街道", "李四"],
    ["合计", 2],
]
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
    '<table:table table:name="名册">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def found():
    """{name: bytes} of the files that lie in the known folders, and of the small ones made here."""
    lying = [path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    return {path.name: path.read_bytes() for path in lying} | untidy() | made()


def untidy():
    """The corpus: untidy workbooks made to order."""
    from tests.corpus import books
    from tests.corpus.score import FORMATS

    return {f"{name}.{kind.split()[0]}": FORMATS[kind](draft) for name, kind, draft in books.made()}


def made():
    return {
        "small.xlsx": books.xlsx(ROWS, merged=["A1:G1"], before=[("字典", [["类型"], ["社团"]])]),
        "small.xls": books.xls(ROWS),
        "small.csv": books.csv(ROWS),
        "gb18030.csv": books.csv(ROWS, encoding="gb18030"),
        "utf16.csv": books.csv(ROWS, encoding="utf-16", separator="\t"),
        "small.ods": ods(ROWS),
        "many sheets.xlsx": many_sheets(150),
        "styled.xlsx": styled(),
    }


def ods(rows):
    def cell(value):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (ODS_HEAD + lines + ODS_TAIL).encode(),
            "META-INF/manifest.xml": ODS_MANIFEST.encode(),
        }
    )


def zipped(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def many_sheets(count):
    return books.xlsx(ROWS, before=[(f"第{number}张", [["说明"]]) for number in range(count)])


def styled():
    """Dates, formulas, comments, links and validation: the parts an ordinary office's workbook has."""
    book = openpyxl.Workbook()
    page = book.active
    for row in ROWS:
        page.append(row)
    page["D6"], page["E3"].number_format = "=SUM(A3:A4)", "yyyy年m月d日"
    page["B3"].hyperlink = "https://example.org/"
    page["B4"].comment = openpyxl.comments.Comment("请核对", "某人")
    page.add_data_validation(
        openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"社团,民非"', sqref="D3:D9")
    )
    return books.saved(book)


def drawn(files, dice=random):
    """One of the files, the small ones more often: they are the quicker to try."""
    names = sorted(files)
    weights = [1 / (1 + len(files[name]) / 20_000) for name in names]
    return dice.choices(names, weights)[0]
