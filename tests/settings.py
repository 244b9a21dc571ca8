"""The site's settings as the tests see them.

Nothing is written into var/, passwords are quick to check, and a template that names an unknown variable fails.
"""

import atexit
import os
import shutil
import tempfile

ROOM = tempfile.mkdtemp(prefix="partybuilding-tests-")
os.environ |= {"DATA_DIR": ROOM, "SITE_PROFILE": "demo"}
atexit.register(shutil.rmtree, ROOM, ignore_errors=True)

from tests.undefined import Undefined  # noqa: E402
from xiaoyi_partybuild.settings import *  # noqa: E402, F403
from xiaoyi_partybuild.settings import DATA_DIR, DATABASES, REST_FRAMEWORK, STATIC_ROOT, STORAGES, TEMPLATES  # noqa: E402

# A file, not memory: threads then have connections of their own, and WAL and IMMEDIATE work as they do on a real site.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}

PASSWORD_HASHERS = ["tests.hashing.QuickArgon2PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir()
# The tests ask more often than any person, and count queries; those of the limit put it back.
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
