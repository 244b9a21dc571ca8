"""Every register of the story goes out as of today and of the end of 2019, and comes in again without a change."""

from datetime import date

import pytest

from tests.demo.conftest import END_OF_2019, TODAY
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.registers import export, plan, register, sheet, workbook


@pytest.mark.parametrize("on", [END_OF_2019, TODAY])
@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
def test_what_goes_out_comes_in_unchanged(story, tmp_path, slug, on):
    declared, path = register.get(slug), tmp_path / "register.xlsx"
    shown = export.build(declared, declared.listed(by=story.importer, on=on), by=story.importer, on=on)
    written = sheet.write(shown, str(path), unit="中共孝义市委组织部")
    made = plan.build(workbook.read(path.read_bytes()), [declared], by=story.importer, on=date(2027, 1, 1))
    assert made.on == PartialDate(shown.on.isoformat())
    assert made.counts["same"] == written
    assert written or (on == END_OF_2019 and slug in ("instructors", "candidates"))
    assert sum(made.counts.values()) == written, [problem.message for problem in made.all_problems][:5]
