"""The county, made once for all tests of a module."""

import logging

import pytest
from django.db import transaction

from . import county, walk


@pytest.fixture(scope="module")
def walker(django_db_setup, django_db_blocker):
    """A Walk through a fresh county; thousands of refusals are no news for the log of a test."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield walk.Walk(county.build())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
