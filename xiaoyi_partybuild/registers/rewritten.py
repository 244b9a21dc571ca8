"""The cells of a sheet for writing it anew, all of them or only those of the rejected rows beneath the same header."""

import json
import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime

from . import store
from .cells import Fault
from .plan import REJECT

SAMPLED, NARROW, WIDE = 200, 8, 40
COUNT = re.compile(r"\d+(?=\s*[所家个户人名条项])")
GROUP = "分组行"


def lines(sheet):
    """JSON lines, as annotator.py takes them: the sheet, then [row number from 0, cells] for each row."""
    head = {"sheet": sheet.name, "hidden": sheet.hidden, "merged": sheet.merged, "widths": _widths(sheet)}
    yield json.dumps(head).encode()
    for number, row in sheet.rows:
        yield json.dumps([number, [_encoded(cell) for cell in row]]).encode()


def _encoded(cell):
    if isinstance(cell, Fault):
        return {"e": str(cell)}
    return {"d": cell.isoformat()} if isinstance(cell, (date, datetime)) else cell


def _widths(sheet):
    """By content, a title across the sheet left aside."""
    wide = {(top, left) for top, left, _, right in sheet.merged if right > left}
    found = []
    for number, row in sheet.rows[:SAMPLED]:
        found.extend([NARROW] * (len(row) - len(found)))
        for index, cell in enumerate(row):
            if (number, index) not in wide and cell is not None:
                longest = max(map(len, str(cell).splitlines()), default=0)
                found[index] = min(max(found[index], 2 * longest + 2), WIDE)
    return found


def only_rejected(sheet, kept):
    """The sheet down to its header, then the rejected rows beneath their group rows; with {old row: new row}, from 1.

    What stood in an area merged over several rows stands in each of them; a group row counts what is left of it.
    """
    bottom = kept["header_rows"][1] if kept["header_rows"] else 0
    wanted = _with_groups(sorted(row["row"] for row in store.each(kept.marked(REJECT))), _groups(kept))
    places = {number: bottom + place for place, number in enumerate(wanted, start=1)}
    filled = _merged_downwards(sheet, bottom)
    rows = []
    for number, row in sheet.rows:
        if number < bottom:
            rows.append((number, row))
        elif number + 1 in places:
            whole = _filled(row, filled.get(number, {}))
            rows.append((places[number + 1] - 1, _recounted(whole, wanted[number + 1])))
    return replace(sheet, rows=rows, merged=[*_merged(sheet, bottom, places)], hidden=False), places


def _groups(kept):
    return [one["row"] for one in kept["set_aside"] if one["why"].startswith(GROUP)]


def _with_groups(rejected, groups):
    """{row: None} in order, each group row with any of them in front of its own as {row: how many}."""
    above = {number: groups[bisect_right(groups, number) - 1] for number in rejected if groups and number > groups[0]}
    found = {}
    for number in rejected:
        group = above.get(number)
        if group:
            found[group] = found.get(group, 0) + 1
        found[number] = None
    return found


def _merged_downwards(sheet, bottom):
    """{row: {column: value}} of the cells under the first one of an area merged over several data rows."""
    areas = [area for area in sheet.merged if area[0] >= bottom and area[2] > area[0]]
    tops, found = {area[0] for area in areas}, {}
    rows = {number: row for number, row in sheet.rows if number in tops} if tops else {}
    for top, left, last, _ in areas:
        if left < len(rows.get(top, ())):
            for number in range(top + 1, last + 1):
                found.setdefault(number, {})[left] = rows[top][left]
    return found


def _filled(row, values):
    width = max([len(row), *(column + 1 for column in values)])
    row = [*row, *[None] * (width - len(row))]
    return [values.get(column, cell) for column, cell in enumerate(row)]


def _recounted(row, many):
    return row if many is None else [COUNT.sub(str(many), cell) if isinstance(cell, str) else cell for cell in row]


def _merged(sheet, bottom, places):
    """The header's areas, and those on one row each that came along."""
    for top, left, last, right in sheet.merged:
        if last < bottom:
            yield top, left, last, right
        elif top == last and top + 1 in places:
            yield places[top + 1] - 1, left, places[top + 1] - 1, right


def moved(order, places):
    """The order to mark cells with the rows in their new places; what is not among them falls away."""

    def there(cell):
        letters = cell.rstrip("0123456789")
        row = places.get(int(cell[len(letters) :]))
        return f"{letters}{row}" if row else ""

    marks = [mark | {"cell": there(mark["cell"])} for mark in order["marks"]]
    rows = [[row[0], there(row[1]), *row[2:]] for row in order["guide"]["rows"]]
    guide = order["guide"] | {"rows": [row for row in rows if row[1]]}
    return order | {"marks": [mark for mark in marks if mark["cell"]], "guide": guide}
