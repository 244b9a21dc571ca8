"""The merchants of the trade-fair market whom one branch serves: beside the rates, never inside them."""

from ..story import gaps
from . import sheets, spelling

BRANCH = "孝义市浙商商会"
COLUMNS = (("序号", 6), ("商户名称", 40), ("类别", 10), ("所在市场、楼宇", 34), ("服务党组织", 30), ("服务起始时间", 16))


def write(world, path):
    book = sheets.new_book()
    sheet = book.create_sheet("商户名册")
    sheets.title(sheet, 1, "浙商商会党支部服务商户名册", len(COLUMNS))
    sheets.line(
        sheet, 2, f"填报单位：孝义市浙商商会党支部    截至{spelling.spoken(gaps.REPORTED_2026)}    单位：户", len(COLUMNS)
    )
    first = sheets.header(sheet, 3, [(label,) for label, _ in COLUMNS]) + 1
    branch = world.parties[BRANCH].name
    for serial, (name, place, since) in enumerate(world.merchants, start=1):
        row = first + serial - 1
        sheets.grid_row(sheet, row, [serial, name, "商户", place, branch if serial == 1 else "", spelling.spoken(since)])
    last = first + len(world.merchants) - 1
    sheet.merge_cells(start_row=first, end_row=last, start_column=5, end_column=5)
    sheets.grid_row(sheet, last + 1, ["合计", f"{len(world.merchants)}户", "", "", "", ""])
    sheets.widths(sheet, [width for _, width in COLUMNS])
    sheets.save(book, path)
