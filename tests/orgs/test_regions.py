"""The project's own list of regions: complete, loaded once, never over what the office changed."""

import pytest
from django.core.management import call_command

from orgs import regions
from orgs.models import Region
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM


@pytest.fixture
def loaded(db):
    call_command("load_regions", verbosity=0)


def test_the_list_goes_from_the_province_down_to_sixteen_townships(loaded):
    city = Region.objects.get(code=regions.CITY_CODE)
    assert (city.name, city.parent.name, city.parent.parent.name) == (regions.CITY, "吕梁市", "山西省")
    assert city.children.count() == 16


def test_every_code_begins_with_that_of_the_region_above(loaded):
    for region in Region.objects.select_related("parent"):
        region.full_clean()


def test_a_second_load_adds_nothing_and_keeps_what_was_renamed(loaded):
    township = Region.objects.get(code="141181001")
    township.name = "新义街道（示范）"
    writing.save(township, by=SYSTEM)
    assert regions.load(by=SYSTEM) == 0
    assert Region.objects.get(pk=township.pk).name == "新义街道（示范）"


def test_a_list_with_a_missing_parent_is_refused_whole(db, tmp_path):
    path = tmp_path / "regions.csv"
    path.write_text("code,name,parent\n14,山西省,\n1402,大同市,99\n", encoding="utf-8")
    with pytest.raises(ValueError, match="1402"):
        regions.load(by=SYSTEM, path=path)
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("孝义市兑镇镇", "兑镇镇"),
        ("山西省吕梁市孝义市新义街道", "新义街道"),
        ("新义街道办事处", "新义街道"),
        ("新义办事处", "新义街道"),
        ("梧桐", "梧桐镇"),
        ("驿马乡人民政府", "驿马乡"),
        ("市直", "孝义市"),
        ("孝义市本级", "孝义市"),
    ],
)
def test_a_region_is_found_however_it_is_written(loaded, written, name):
    found = Region.objects.filter(name__in=regions.spellings(written)).values_list("name", flat=True)
    assert list(found) == [name]
