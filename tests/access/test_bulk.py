"""Many rows at once are stored just as one row is."""

import json

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from orgs.models import Organization
from tests import factories
from xiaoyi_partybuild.access import bulk
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.registers.drafts import made

pytestmark = pytest.mark.django_db

AWKWARD = ["制表\t符", "换\n行\r\n", "反斜\\杠\\N", "引'号\"", "\\.", "", "🀄" * 3]


def unsaved(home, **values):
    given = {"name": "甲协会", "type": "group", "registered_on": "2019-03", "region": home}
    return Organization(**given | values)


def test_what_is_stored_is_what_was_given(home):
    rows = [unsaved(home, remark=text, funds=place or None) for place, text in enumerate(AWKWARD)]
    bulk.create(rows)
    stored = {row.pk: row for row in Organization.objects.all()}
    assert [stored[row.pk].remark for row in rows] == AWKWARD
    assert [stored[row.pk].funds for row in rows] == [None, 1, 2, 3, 4, 5, 6]
    assert {row.registered_on for row in stored.values()} == {"2019-03"}
    assert not any(row._state.adding for row in rows)


def test_keys_go_on_where_they_ended_and_are_nobody_elses(home):
    first, second, third = unsaved(home), unsaved(home), unsaved(home)
    bulk.create([first, second])
    last = second.pk
    second.delete()
    bulk.create([third])
    single = unsaved(home)
    single.save()
    assert first.pk < last < third.pk < single.pk


def test_sealed_values_and_their_digests_are_made(make):
    person = factories.member(id_number="11010519491231002X")
    other = type(person)(name="乙", home_branch=person.home_branch, id_number="110105194912310038")
    bulk.create([other])
    stored = type(person).objects.get(id_number_index=other.id_number_index)
    assert (stored.pk, stored.id_number) == (other.pk, "110105194912310038")


def test_json_may_be_written_down_already(make):
    batch = Batch.objects.create(title="试")
    told = {"name": "甲\\\n乙", "staff": None, "list": [1, "二"]}
    names = ["batch_id", "action", "model", "object_pk", "before", "after"]
    bulk.insert(Change, names, [[batch.pk], ["create"], ["orgs.organization"], [1], [{}], [bulk.Json(json.dumps(told))]])
    assert Change.objects.get().after == told


def test_what_the_database_refuses_is_refused(home):
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.create([unsaved(home, credit_code="X"), unsaved(home, credit_code="X")])
    assert not Organization.objects.exists()


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_an_object_made_quickly_is_the_same_object(model):
    quick, plain = made(model, {}), model()
    told = {name: value for name, value in vars(plain).items() if name != "_state"}
    random = {field.attname for field in model._meta.concrete_fields if callable(field.default)}
    assert {name: value for name, value in vars(quick).items() if name != "_state"}.keys() == told.keys()
    assert all(getattr(quick, name) == value for name, value in told.items() if name not in random)
    assert (quick._state.adding, quick._state.db) == (plain._state.adding, plain._state.db)


def test_an_object_made_quickly_knows_what_it_points_at(home):
    assert made(Organization, {"region": home, "name": "甲"}).region_id == home.pk


def test_postgresql_knows_how_full_its_tables_are_after_a_large_import(home):
    bulk.create([unsaved(home) for _ in range(300)])
    bulk.take_stock([Organization])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Organization._meta.db_table])
            assert cursor.fetchone() == (300,)
