"""Every register of the story goes out as of today and of the end of 2019, and comes in again without a change."""

from datetime import date
from itertools import product

import pytest

from tests.demo.conftest import END_OF_2019, TODAY
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.registers import export, plan, register, sheet, workbook

# A workbook without rows is nothing to bring in again: the first candidates of the story applied after 2019.
CASES = sorted({*product(register.REGISTRY, (END_OF_2019, TODAY))} - {("candidates", END_OF_2019)})


@pytest.mark.parametrize(("slug", "on"), CASES)
def test_what_goes_out_comes_in_unchanged(story, tmp_path, slug, on):
    declared, shown, path, written = taken_out(story, tmp_path, slug, on)
    made = plan.build(workbook.read(path.read_bytes()), [declared], by=story.importer, on=date(2027, 1, 1))
    assert made.on == PartialDate(shown.on.isoformat())
    assert made.counts["same"] == written
    assert written or (on == END_OF_2019 and slug == "instructors")
    assert sum(made.counts.values()) == written, [problem.message for problem in made.all_problems][:5]


def taken_out(story, room, slug, on):
    declared, path = register.get(slug), room / "register.xlsx"
    shown = export.build(declared, declared.listed(by=story.importer, on=on), by=story.importer, on=on)
    return declared, shown, path, sheet.write(shown, str(path), unit="中共孝义市委组织部")
