"""The demo's workbooks, imported once for all tests of a module."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction

from orgs import regions
from orgs.models import Region
from tests import factories
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.models import User
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.demo.books import shelf
from xiaoyi_partybuild.registers import apply

END_OF_2019, TODAY = date(2019, 12, 31), date(2026, 11, 23)


@dataclass
class Story:
    """who imported; before: what the tables held before each book; outcomes: what its import came to."""

    importer: User
    before: dict
    outcomes: dict


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        regions.load(by=SYSTEM)
        city = Region.objects.get(code=regions.CITY_CODE)
        importer = factories.user(Role.DEPARTMENT, region=city, username="importer")
        story = Story(importer, {}, {})
        for book in shelf.ALL:
            story.before[book] = tables()
            story.outcomes[book] = apply.import_file(book.path, by=importer, on=TODAY)
        yield story
        transaction.set_rollback(True)


@pytest.fixture
def story(told, db):
    return told


def tables():
    """All rows of the domain, as plain values."""
    models = [model for app in ("orgs", "branches", "inspections") for model in apps.get_app_config(app).get_models()]
    return {model: list(model.objects.order_by("pk").values_list()) for model in models}
