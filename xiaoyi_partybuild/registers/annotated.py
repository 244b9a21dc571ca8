"""The user's own workbook back with what is wrong marked in it, or only its rows with errors; made in a limited child.

A marked workbook knows whose return it is; uploaded again it is found here (see returning.py).
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from . import outcome, reviewing, rewritten, store, workbook
from .plan import ERROR, LEVELS, REJECT, WARNING
from .recognition import GUIDE
from .workbook import UnreadableWorkbook

ANNOTATOR = Path(__file__).with_name("annotator.py")
WHOLE, ERRORS, RESULT = "whole", "errors", "result"
KINDS = {WHOLE: "带批注的表", ERRORS: "错误行", RESULT: "导入结果"}
MOST_MARKS, MOST_STYLED, MOST_ANSWER = 5_000, 400_000, 80 * 2**20
CPU_SECONDS, CELLS_A_SECOND, LOOK_SECONDS, WALL_SHARE = 60, 15_000, 10, 2
HEAD = ("序号", "单元格", "列", "程度", "写的是", "问题", "建议")
WORDS = {ERROR: "✕ 错误", WARNING: "▲ 提醒"}

logger = logging.getLogger(__name__)


class NotMade(Exception):
    """One plain sentence."""


def make(upload, kind, *, on):
    """The bytes of a workbook of one of the KINDS. Raise NotMade, store.Gone."""
    return outcome.make(upload) if kind == RESULT else _marked(upload, kind, on)


def rows_in(upload, kind):
    """How many of the upload's rows stand in it. Raise store.Gone."""
    kept = store.Review(upload)
    return kept.counts[REJECT] if kind == ERRORS else kept.total


def _marked(upload, kind, on):
    kept, data = store.Review(upload), store.workbook(upload)
    order = _order(upload, kept, on)
    cells = kept.total * len(kept["columns"])
    if kind == WHOLE and data.startswith(b"PK") and cells <= MOST_STYLED:
        try:
            return _ask("styled", order, data, CPU_SECONDS)
        except NotMade:
            logger.warning("A workbook of %s bytes could not be marked in its own looks; written anew", len(data))
    seconds = CPU_SECONDS + cells // CELLS_A_SECOND
    return _ask("plain", *_anew(kind, order, kept, data), seconds)


def _anew(kind, order, kept, data):
    """(the order, the lines of all sheets) for writing a workbook anew; with only the rejected rows when so asked."""
    try:
        sheets = [one for one in workbook.read(data) if one.name != GUIDE]
    except UnreadableWorkbook as error:
        raise NotMade(str(error)) from error
    if kind == ERRORS:
        sheet = next((one for one in sheets if one.name == kept["sheet"]), sheets[0])
        sheet, places = rewritten.only_rejected(sheet, kept)
        sheets, order = [sheet], rewritten.moved(order, places)
    return order, b"\n".join(line for sheet in sheets for line in rewritten.lines(sheet))


def token_in(data):
    """The token of the upload whose marked return these bytes are; "" for none."""
    try:
        return _ask("look", {"guide": GUIDE}, data, LOOK_SECONDS).decode()
    except NotMade:
        return ""


def _ask(what, order, data, seconds):
    with TemporaryDirectory() as room:
        line = json.dumps(order, ensure_ascii=False).encode() + b"\n"
        try:
            done = subprocess.run(  # noqa: S603 - our own file, no shell, nothing from outside on the command line
                [sys.executable, "-I", str(ANNOTATOR), what, str(seconds), room],
                input=line + data,
                capture_output=True,
                env={"PYTHONUTF8": "1"},
                cwd=room,
                timeout=WALL_SHARE * seconds,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            logger.warning("The annotator gave nothing: %s, %s bytes", what, len(data))
            raise NotMade("这份表做不成带批注的文件，请在页面上改，或在原表里改好再上传") from error
    if len(done.stdout) > MOST_ANSWER:
        raise NotMade("做出来的文件太大，请在原表里改好再上传")
    return done.stdout


# --- what is marked


def _order(upload, kept, on):
    wrongs = _wrongs(kept)
    return {
        "token": upload.token.hex,
        "sheet": kept["sheet"],
        "header": kept["header_rows"],
        "marks": _marks(wrongs, kept),
        "guide": {"title": GUIDE, "lines": _lines(upload, wrongs, on), "head": HEAD, "rows": _guide_rows(wrongs)},
    }


def _wrongs(kept):
    """The errors and warnings of all rows in order, each with a cell to stand in; personal numbers masked."""
    rows = {row["row"]: row for mark in (REJECT, WARNING) for row in store.each(kept.marked(mark))}
    first = kept["columns"][0]["column"] if kept["columns"] else "A"
    found = []
    for number in sorted(rows):
        for one in reviewing.problems(rows[number], kept["private"]):
            if one["level"] in WORDS:
                found.append(one | {"cell": one["cell"] or f"{first}{number}"})
    return found


def _marks(wrongs, kept):
    """One mark for each cell: what was put right already, and what is still wrong, the worst first."""
    marks = {}
    for one in kept["fixes"]["cells"]:
        text = f"导入时已经改成“{one['now']}”" if one["now"] else "导入时已经清空"
        marks[one["cell"]] = {"cell": one["cell"], "level": "fixed", "text": text, "now": one["now"]}
    for one in sorted(wrongs[:MOST_MARKS], key=lambda one: LEVELS.index(one["level"])):
        mark = marks.setdefault(one["cell"], {"cell": one["cell"], "level": one["level"], "text": ""})
        level = one["level"] if mark["level"] == "fixed" else mark["level"]
        text = "\n".join(filter(None, [mark["text"], f"{WORDS[one['level']]}：{one['message']}", _advice(one)]))
        mark |= {"level": level, "text": text}
    return list(marks.values())


def _advice(one):
    return f"建议：改成“{one['proposal']}”" if one["proposal"] else ""


def _lines(upload, wrongs, on):
    counts = [sum(one["level"] == level for one in wrongs) for level in WORDS]
    return [
        f"文件“{upload.name}”，{on} 核对：错误 {counts[0]} 处（有错误的行没有导入），提醒 {counts[1]} 处。",
        "标红的格请改正，标黄的格请核对；格上的批注写着原因。点“单元格”一栏可以跳到那一格。",
        "改好以后直接上传这个文件：系统认得它，您选过的列和词不再问，只问还没有改好的。",
        *([f"下面只列前 {MOST_MARKS} 处，改好再上传会列出后面的。"] if len(wrongs) > MOST_MARKS else []),
        f"核对编号：{upload.token.hex}（系统靠它认出这份表，请不要删）",
    ]


def _guide_rows(wrongs):
    return [
        [number, one["cell"], one["label"], WORDS[one["level"]], one["written"], one["message"], one["proposal"] or ""]
        for number, one in enumerate(wrongs[:MOST_MARKS], start=1)
    ]
