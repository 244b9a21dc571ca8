"""An empty test database for a command, on either engine, gone when the command ends."""

import logging
import os
from contextlib import contextmanager, nullcontext

from tests import postgres, tools

ENGINES = ("sqlite", "postgresql")


@contextmanager
def database(engine=None):
    """Sets Django up with the tests' settings, once in a process. engine: None for that of DATABASE_URL, else SQLite."""
    with _server(engine) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        import django

        django.setup()
        with _made():
            yield


def _server(engine):
    if engine == "postgresql":
        return postgres.throw_away(tools.postgresql())
    return nullcontext("" if engine else os.environ.get("DATABASE_URL", ""))


@contextmanager
def _made():
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable(logging.WARNING)
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"scratch_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def told_of(error):
    """What hypothesis found: one fault, or several in a group."""
    return "\n    ".join(
        f"{type(one).__name__}: {one} {' '.join(getattr(one, '__notes__', ()))}"
        for one in getattr(error, "exceptions", [error])
    )
