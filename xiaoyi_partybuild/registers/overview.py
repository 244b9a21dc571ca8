"""How a file was recognized, as JSON for a page that shows and corrects it: sheet, place, header, columns, first rows."""

from itertools import islice

from . import memory, personal
from .cells import index_of, letter, shown
from .choices import Choices
from .grid import DEEPEST
from .matching import ASK, LIKELY, SURE

ROWS_SHOWN, MORE_ROWS, COLUMNS_SHOWN, LONGEST = 12, 3, 12, 24
GROUPS_SHOWN = 5
HEADER, DATA = "表头", "数据"
PLACE = ("register", "sheet", "as_of", "header", "left", "right", "group")
WORDS = {"register": "登记表", "sheet": "工作表", "header": "表头", "region": "范围", "hidden": "隐藏的行"}
HIDDEN = "（不显示）"


def of(recognized):
    """Everything but the rows of a plan."""
    table, mapping = recognized.table, recognized.mapping
    keys = memory.column_keys(table.paths)
    return {
        "register": recognized.register.slug,
        "sheet": table.sheet,
        "sheets": [list(one) for one in recognized.sheets],
        "others": _others(recognized),
        "header_rows": list(table.header_rows),
        "region": list(table.region),
        "groups": [group.label for group in table.groups],
        "group": recognized.group,
        "reasons": recognized.reasons,
        "is_sure": mapping.is_sure,
        "columns": [column(match, keys.get(match.index, "")) for match in mapping.matches],
        "missing": [one.label for one in mapping.missing],
        "skipped": [list(pair) for pair in recognized.skipped],
        "preview": _preview(recognized),
    }


def column(match, key):
    """key: under what it is remembered; "" for a column without a heading."""
    return {
        "column": match.letter,
        "path": match.path,
        "key": key,
        "field": match.field,
        "option": None if match.option is None else str(match.option),
        "doubted": match.doubted.target if match.doubted else None,
        "is_personal": match.is_personal,
        "rival": match.rival,
        "confidence": match.confidence,
        "is_sure": match.confidence == SURE,
        "reason": match.reason,
        "samples": list(match.samples),
    }


def _others(recognized):
    """What may be chosen instead, by one click: other tables that were found, then sheets that were passed over."""
    found = [_other(one.sheet, one.region, one.header, f"{one.sheet} {one.why}".strip()) for one in recognized.others]
    told, usable = (
        {one.sheet for one in recognized.others},
        {name for name, can_be_chosen in recognized.sheets if can_be_chosen},
    )
    skipped = ((name, why) for name, why in recognized.skipped if name not in told)
    return found + [_other(name, (), (), f"跳过工作表“{name}”：{why}", name in usable) for name, why in skipped]


def _other(sheet, region, header, words, can_be_chosen=True):
    return {"sheet": sheet, "region": list(region), "header": list(header), "words": words, "can_be_chosen": can_be_chosen}


# --- the first rows, for choosing the header among them


def _preview(recognized):
    table = recognized.table
    first, last = map(index_of, table.region)
    columns = range(first, min(last, first + COLUMNS_SHOWN - 1) + 1)
    veils = {match.index: _veil(match) for match in recognized.mapping.matches}
    top, bottom = table.header_rows or (0, 0)
    most = max(ROWS_SHOWN, bottom + MORE_ROWS)
    rows = [
        _row(number + 1, cells, columns, table, veils if number + 1 > bottom else {})
        for number, cells in islice(table.rows.sheet.rows, most)
        if number < ROWS_SHOWN or top - MORE_ROWS <= number < most
    ]
    return {"letters": [letter(index) for index in columns], "rows": rows, "is_cut": last not in columns}


def _row(number, cells, columns, table, veils):
    texts = [_text(cells[index], veils.get(index, personal.veiled)) if index < len(cells) else "" for index in columns]
    return {"number": number, "what": _what(number, table), "texts": texts}


def _what(number, table):
    if table.header_rows and table.header_rows[0] <= number <= table.header_rows[1]:
        return HEADER
    return dict(table.set_aside).get(number, DATA)


def _text(cell, veil):
    text = veil("" if cell is None else shown(cell))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _veil(match):
    """How much of a column's cells is shown: nothing of personal particulars, whether they are imported or not."""
    is_private = match.is_personal or (match.column is not None and match.column.personal)
    return (lambda text: HIDDEN if text else "") if is_private else personal.veiled


def instead(other, upload):
    """The Choices for another table of the file; what was decided about the first one is not about this."""
    region, header = other["region"] or None, other["header"] or None
    return Choices(sheet=other["sheet"], region=region, header=header, policy=Choices.of(upload.choices).policy)


# --- for the page


def sorted_out(form):
    """The page's parts: the columns as "unsure", "used" and "unused", each [(column, its field)]; the rows; the reasons."""
    fields = {column["column"]: field for column, field in form.columns}
    found = {"unsure": [], "used": [], "unused": []}
    for column in labelled(form.review["columns"], form.declared):
        place = "unsure" if column["confidence"] in (LIKELY, ASK) else "used" if column["field"] else "unused"
        found[place].append((column, fields.get(column["column"])))
    opens = {
        "opens_used": any(field for _, field in found["used"]),
        "opens_place": form.is_bound and any(name in form.errors for name in PLACE),
    }
    return found | opens | {"rows": _ticked(form), "why": why(form.review), "deepest": DEEPEST}


def _ticked(form):
    ticked = set(map(str, form["header"].value() or ()))
    return [row | {"ticked": str(row["number"]) in ticked} for row in form.review["preview"]["rows"]]


def why(review):
    """Sentences about why it was taken to be this table."""
    groups = [f"分组行：{'、'.join(review['groups'][:GROUPS_SHOWN])}"] if review["groups"] else []
    said = [f"{WORDS[about]}：{review['reasons'][about]}" for about in WORDS if about in review["reasons"]]
    return [*said, *groups]


def labelled(columns, register):
    """The columns with the label of what each is imported as, "" for none."""
    spoken = (memory.spoken(register, memory.COLUMN, target(one)) if one["field"] else "" for one in columns)
    return [one | {"label": label} for one, label in zip(columns, spoken, strict=True)]


def target(column):
    """What a column is used for, as choices keep it: "target", "target=option", "" for nothing."""
    option = f"={column['option']}" if column["option"] else ""
    return f"{column['field']}{option}" if column["field"] else ""
