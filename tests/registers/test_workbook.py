"""Any spreadsheet becomes sheets of cells; whatever is none is one plain sentence, and the server lives on."""

import io
import json
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlwt

from tests.corpus.draft import Draft, Line
from tests.corpus.writers import FORMATS
from tests.corpus.xlsb import xlsb
from tests.registers import books
from xiaoyi_partybuild.registers import reader, rows, workbook
from xiaoyi_partybuild.registers.cells import Fault
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

ROWS = [["名册"], ["名称", "代码"], ["甲协会", 12.0], [None, "乙"]]


def cells(sheet):
    return [(number, row) for number, row in sheet.rows]


@pytest.mark.parametrize("data", [books.xlsx(ROWS), books.xls(ROWS)], ids=["xlsx", "xls"])
def test_cells_stand_where_the_spreadsheet_has_them(data):
    (sheet,) = workbook.read(data)
    assert sheet.name == "名册"
    assert cells(sheet) == [(0, ["名册"]), (1, ["名称", "代码"]), (2, ["甲协会", 12.0]), (3, [None, "乙"])]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", "\t"), ("gb18030", ";"), ("gb18030", ","), ("utf-16", "\t")]
)
def test_delimited_text_in_any_usual_encoding(encoding, separator):
    (sheet,) = workbook.read(books.csv([["名称", "代码"], ["甲协会", "1"]], encoding=encoding, separator=separator))
    assert cells(sheet) == [(0, ["名称", "代码"]), (1, ["甲协会", "1"])]


def test_an_offset_table_keeps_its_place_and_its_dates():
    book = openpyxl.Workbook()
    book.active["C3"], book.active["D5"], book.active["E5"] = "甲", date(2019, 3, 15), datetime(2019, 3, 15, 9, 30)
    (sheet,) = workbook.read(books.saved(book))
    assert cells(sheet) == [
        (2, [None, None, "甲"]),
        (4, [None, None, None, date(2019, 3, 15), datetime(2019, 3, 15, 9, 30)]),
    ]


def test_what_programs_put_into_delimited_text_for_other_programs_is_no_content():
    (sheet,) = workbook.read('sep=;\r\n名称;代码\r\n甲, 乙协会;="0012"\r\n'.encode())
    assert cells(sheet) == [(1, ["名称", "代码"]), (2, ["甲, 乙协会", "0012"])]


def test_merged_areas_hidden_and_empty_sheets_are_reported():
    data = books.xlsx(ROWS, merged=["A1:B1"], before=[("字典", [["甲"]]), ("空", [])], hidden=["字典"])
    first, empty, last = workbook.read(data)
    assert (first.name, first.hidden, list(empty.rows)) == ("字典", True, [])
    assert (last.hidden, last.merged) == (False, [(0, 0, 0, 1)])


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_rows_are_counted_and_read_all_the_same(kind):
    draft = Draft("", "organizations", [], [Line("data", [name, 1], hidden=name == "乙") for name in "甲乙丙"])
    (sheet,) = workbook.read(FORMATS[kind](draft))
    assert (sheet.hidden_rows, [row[0] for _, row in sheet.rows]) == (1, ["甲", "乙", "丙"])


def test_merged_areas_of_binary_workbooks_are_found():
    lines = [Line("title", ["名册", None]), Line("data", ["甲", 1]), Line("data", [None, 2])]
    draft = Draft("", "organizations", [], lines, [(lines[0], 0, lines[0], 1), (lines[1], 0, lines[2], 0)])
    (sheet,) = workbook.read(xlsb(draft))
    assert sheet.merged == [(0, 0, 0, 1), (1, 0, 2, 0)]
    assert cells(sheet) == [(0, ["名册"]), (1, ["甲", 1.0]), (2, [None, 2.0])]


def test_the_rows_of_a_large_sheet_lie_sealed_in_a_file_and_can_be_read_again_and_again(monkeypatch):
    monkeypatch.setattr(rows, "KEPT", 1_000)
    (sheet,) = workbook.read(books.xlsx([[f"第{number}家", date(2019, 3, 15)] for number in range(2_000)]))
    first, second = iter(sheet.rows), iter(sheet.rows)
    assert [next(first)[1][0] for _ in range(900)] == [next(second)[1][0] for _ in range(900)]
    assert len(sheet.rows) == len(list(sheet.rows)) == 2_000
    assert [number for number, _ in sheet.rows[1_000:1_003]] == [1_000, 1_001, 1_002]
    assert sheet.rows[1_999] == [1_999, ["第1999家", date(2019, 3, 15)]]
    sheet.rows.file.seek(0)
    assert "家".encode() not in sheet.rows.file.read()


def test_failed_formulas_of_xlsx_are_faults_not_blanks():
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B1"], page["B3"] = "甲", "#N/A", "#REF!"
    page["B1"].data_type = page["B3"].data_type = "e"
    (sheet,) = workbook.read(books.saved(book))
    assert cells(sheet) == [(0, ["甲", Fault("#N/A")]), (2, [None, Fault("#REF!")])]
    assert isinstance(sheet.rows[0][1][1], Fault)


def test_failed_formulas_of_xls_are_faults_not_blanks(monkeypatch):
    monkeypatch.setattr(
        reader.second, "xlrd_sheets", lambda data: iter([("名册", False, (), iter([(2, ["甲", {"e": "#DIV/0!"}])]))])
    )
    told = spoken(lambda: reader.read(books.xls(ROWS), "xls", "first"))
    assert [2, ["甲协会", {"e": "#DIV/0!"}]] in told


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空的"),
        (b" \r\n\0", "是空的"),
        (b"%PDF-1.7 ...", "不是表格"),
        (b"\x89PNG\r\n", "不是表格"),
        (bytes(range(256)) * 10, "不是表格"),
        ("甲".encode("utf-16-le") + b"\x00\x01\x02", "不是表格"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"{\\rtf1", "Word"),
        (b"\xef\xbb\xbf<html><table>", "其实是网页"),
        (b"MIME-Version: 1.0\r\n", "其实是网页"),
        (b"PK\x03\x04 cut short", "打不开"),
        (workbook.OLE + b"\0" * 600, "打不开"),
        (workbook.OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (workbook.OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (workbook.OLE + "Workbook".encode("utf-16-le"), "打不开"),
        (b"\x09\x08\x10\x00" + b"\0" * 30, "打不开"),
    ],
)
def test_what_is_no_workbook_is_one_plain_sentence(data, sentence):
    with pytest.raises(UnreadableWorkbook, match=sentence):
        workbook.read(data)


def zipped(entries, compression=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped({"readme.txt": "x"}), "压缩包"),
        (zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "Word"),
        (zipped({"xl/workbook.xml": "x"}), "打不开"),
        (zipped({"xl/workbook.bin": "x"}), "打不开"),
        (zipped({"xl/workbook.xml": b"0" * 12_000_000}), "异常庞大"),
        (zipped({f"{number}.xml": "" for number in range(2_001)}), "异常庞大"),
    ],
    ids=["zip", "docx", "broken xlsx", "broken xlsb", "bomb", "many parts"],
)
def test_archives_that_are_no_good_workbook_are_refused(data, sentence):
    with pytest.raises(UnreadableWorkbook, match=sentence):
        workbook.read(data)


def test_an_encrypted_archive_is_named():
    data = bytearray(zipped({"xl/workbook.xml": "x"}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(UnreadableWorkbook, match="打开密码"):
        workbook.read(bytes(data))


def test_a_file_above_the_limit_says_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    with pytest.raises(UnreadableWorkbook, match=r"有 1\.5 MB，超过了 1 MB"):
        workbook.read(b"x" * (2**20 + 2**19))


def test_one_stray_value_far_down_does_not_take_the_server_down():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["AX1048576"] = "甲", "乙"
    (sheet,) = workbook.read(books.saved(book))
    assert cells(sheet) == [(0, ["甲"]), (1_048_575, [None] * 49 + ["乙"])]


def test_a_reader_that_hangs_is_stopped(monkeypatch, tmp_path):
    lazy = tmp_path / "lazy.py"
    lazy.write_text("import sys, time\nsys.stdin.buffer.read()\ntime.sleep(30)\n")
    monkeypatch.setattr(workbook, "READER", lazy)
    monkeypatch.setattr(workbook, "WALL_SECONDS", 0.3)
    with pytest.raises(UnreadableWorkbook, match="还没读完"):
        workbook.read(books.csv(ROWS))


def test_a_reader_that_dies_before_listening_is_reported(monkeypatch, tmp_path):
    dead = tmp_path / "dead.py"
    dead.write_text("raise SystemExit(1)\n")
    monkeypatch.setattr(workbook, "READER", dead)
    with pytest.raises(UnreadableWorkbook, match="打不开"):
        workbook.read(b"a,b\n" * 400_000)


def test_an_endless_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ANSWER", 100)
    with pytest.raises(UnreadableWorkbook, match="行列太多"):
        workbook.read(books.csv([["甲" * 50]] * 20))


# --- the reader's own parts, here where they can be watched


def spoken(call):
    """What the reader says on stdout, line by line."""
    told, whole = [], []
    original, reader.sys.stdout = reader.sys.stdout, io.StringIO()
    try:
        call()
        whole = reader.sys.stdout.getvalue().splitlines()
    finally:
        reader.sys.stdout = original
    for line in whole:
        told += json.loads(line.partition(" ")[2]) if line[0].isdigit() else [json.loads(line)]
    return told


@pytest.fixture
def unlimited(monkeypatch):
    """The limits are for a process of its own, not for the tests'."""
    limits = []
    monkeypatch.setattr(reader.resource, "setrlimit", lambda what, most: limits.append((what, most)))
    return limits


def run(monkeypatch, data, kind, look="first"):
    monkeypatch.setattr(reader.sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return spoken(lambda: reader.main(kind, look, "20"))


def test_the_reader_limits_itself_before_it_reads(monkeypatch, unlimited):
    assert run(monkeypatch, b"a,b\n", "text")[-1] == {"end": True}
    assert (reader.resource.RLIMIT_AS, (reader.MEMORY, reader.MEMORY)) in unlimited
    assert (reader.resource.RLIMIT_FSIZE, (0, 0)) in unlimited


@pytest.mark.parametrize(
    ("problem", "code"), [(MemoryError(), "memory"), (KeyboardInterrupt(), "broken"), (reader.Refused("rows"), "rows")]
)
def test_the_reader_says_why_it_gave_up(monkeypatch, unlimited, problem, code):
    def fail(*_):
        raise problem

    monkeypatch.setattr(reader, "read", fail)
    assert run(monkeypatch, b"a,b\n", "text") == [{"fail": code}]


@pytest.mark.parametrize(("kind", "data"), [("zip", books.xlsx(ROWS)), ("xls", books.xls(ROWS))])
def test_both_looks_see_the_same_cells(kind, data):
    first = [line for line in spoken(lambda: reader.read(data, kind, "first")) if isinstance(line, list)]
    second = [line for line in spoken(lambda: reader.read(data, kind, "second")) if isinstance(line, list)]
    assert first == second == [[0, ["名册"]], [1, ["名称", "代码"]], [2, ["甲协会", 12.0]], [3, [None, "乙"]]]


def test_where_the_first_parser_panics_the_second_reads(monkeypatch):
    def panic(*_):
        raise BaseException("panic")

    monkeypatch.setattr(reader, "read_with_calamine", panic)
    told = spoken(lambda: reader.read(books.xlsx(ROWS), "zip", "first"))
    assert told[0] == {"again": True}
    assert [0, ["名册"]] in told


def test_a_refusal_of_the_first_parser_is_final(monkeypatch):
    def refuse(*_):
        raise reader.Refused("encrypted")

    monkeypatch.setattr(reader, "read_with_calamine", refuse)
    with pytest.raises(reader.Refused):
        spoken(lambda: reader.read(books.xlsx(ROWS), "zip", "first"))


def test_text_with_nul_between_its_letters_is_read_by_the_second_parser():
    with pytest.raises(reader.Garbled):
        list(reader.refusing_nul([(0, ["m\0p\0g"])]))
    assert list(reader.refusing_nul([(0, ["mpg", 1])])) == [(0, ["mpg", 1])]


def test_a_second_look_that_fails_is_no_look(monkeypatch):
    monkeypatch.setattr(reader.second, "xlrd_sheets", lambda data: 1 / 0)
    assert reader.second.marks_of(b"", "xls") == {}
    assert reader.second.marks_of(b"", "ods") == {}
    assert reader.second.marks_of(b"", "xlsb") == {}


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="名册"><table:table-row table:number-rows-repeated="2"><table:table-cell/>
</table:table-row><table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"
table:number-rows-spanned="1"><text:p>名册</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>甲</text:p>
</table:table-cell><table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">
<text:p>#N/A</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_open_document_sheets_keep_merged_areas_and_failed_formulas():
    kind = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    data = zipped(kind | {"content.xml": re.sub(r">\s+<", "><", ODS), "META-INF/manifest.xml": manifest})
    (sheet,) = workbook.read(data)
    assert sheet.merged == [(2, 0, 2, 1)]
    assert cells(sheet) == [(2, ["名册"]), (3, ["甲", "甲", Fault("#N/A")])]
    assert reader.second.ods_marks(data) == {"名册": ([(2, 0, 2, 1)], {3: [(2, "#N/A")]}, 0)}


def test_formats_without_a_second_parser_end_in_a_refusal():
    with pytest.raises(reader.Refused, match="broken"):
        reader.read_again(b"", "ods")


def test_old_workbooks_know_dates_truths_and_faults():
    book = xlwt.Workbook()
    page = book.add_sheet("名册")
    page.write(0, 0, date(2019, 3, 15), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    page.write(0, 1, True)
    page.write(0, 2, 3000000.0, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    page.row(0).set_cell_error(3, 0x2A)
    ((_, _, _, rows),) = reader.second.xlrd_sheets(books.saved(book))
    assert next(iter(rows)) == (0, [datetime(2019, 3, 15), True, 3000000.0, {"e": "#N/A"}])


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (datetime(2019, 3, 15), {"d": "2019-03-15"}),
        (datetime(2019, 3, 15, 9), {"t": "2019-03-15T09:00:00"}),
        (date(2019, 3, 15), {"d": "2019-03-15"}),
        (datetime(2019, 3, 15, 9).time(), "09:00:00"),
        (float("nan"), {"e": "#NUM!"}),
        (float("-inf"), {"e": "#NUM!"}),
        ("甲" * 40_000, "甲" * reader.MAX_TEXT),
        ("", None),
    ],
)
def test_values_travel_as_json(value, line):
    assert reader.encoded(value) == line


def test_very_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 3)
    with pytest.raises(reader.Refused, match="rows"):
        spoken(lambda: reader.say_sheet("名册", enumerate([["甲"]] * 5)))


def test_very_large_areas_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(reader, "MAX_AREA", 3)
    with pytest.raises(reader.Refused, match="rows"):
        list(reader.calamine_sheets(books.xlsx(ROWS), "xlsx"))
