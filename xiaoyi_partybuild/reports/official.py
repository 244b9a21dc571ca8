"""A Word document in official style (GB/T 9704-2012): A4, its margins, faces by name, fixed lines, numbered pages.

The faces are named, not carried: the office's machine has them, another puts its own in their place.
"""

import io
import re

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE, BODY, HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"
SIZES = {TITLE: Pt(22), BODY: Pt(16), HEADING: Pt(16)}
LINE, INDENT, SIGNED = Pt(28), Pt(32), Pt(64)
TABLE_SIZE, FOOT_SIZE = Pt(12), Pt(14)
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Paper:
    """A document that is written from top to bottom; `data` gives its bytes."""

    def __init__(self, *, foot=""):
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self.document.settings.odd_and_even_pages_header_footer = True
        _numbered(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, foot)
        _numbered(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, foot)

    def title(self, text):
        paragraph = self._line(text, TITLE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = LINE

    def heading(self, text):
        self._line(text, HEADING).paragraph_format.first_line_indent = INDENT

    def text(self, text):
        """Each line a paragraph whose first line stands two characters in."""
        for line in text.splitlines():
            if line.strip():
                self._line(line.strip(), BODY).paragraph_format.first_line_indent = INDENT

    def signature(self, unit, day):
        """The issuing unit and the date, four characters from the right edge."""
        for line in ("", unit, f"{day.year}年{day.month}月{day.day}日"):
            paragraph = self._line(line, BODY)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = SIGNED

    def table(self, head, rows):
        """Black frame lines; the head is repeated on every page."""
        table = self.document.add_table(rows=0, cols=len(head), style="Table Grid")
        for cells in (head, *rows):
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                _set_face(cell.paragraphs[0].add_run(UNFIT.sub("", str(text))), BODY, TABLE_SIZE)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)

    def page_break(self):
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    @property
    def data(self):
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, text, face):
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        form.space_before = form.space_after = Pt(0)
        _set_face(paragraph.add_run(UNFIT.sub("", text)), face, SIZES[face])
        return paragraph


def _set_face(run, face, size):
    run.font.name, run.font.size = "Times New Roman", size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _numbered(footer, side, foot):
    """— 1 —, and below it who took the paper along."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    for piece in ("— ", None, " —"):
        run = paragraph.add_run(piece or "")
        _set_face(run, BODY, FOOT_SIZE)
        if piece is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.append(field)
    if foot:
        _set_face(footer.add_paragraph(foot).runs[0], BODY, Pt(9))
