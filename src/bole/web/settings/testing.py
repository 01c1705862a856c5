"""Settings of the tests: the real ones, with a throw-away data folder and a fast password hash."""

import atexit
import os
import shutil
import tempfile

_OF_THE_TESTS = {"BOLE_DATABASE_URL", "BOLE_CHROMIUM", "BOLE_TEST_EVERYTHING"}
_scratch = tempfile.mkdtemp(prefix="bole-test-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("BOLE_") and name not in _OF_THE_TESTS]:
    del os.environ[_name]  # what an installation on this machine is told is no matter of its tests
os.environ["BOLE_DATA"] = _scratch

from bole.web.settings.default import *  # noqa: E402, F403 — the data folder has to be named before the settings are read

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 — from the real settings
    # A file, not memory: WAL, locks and other processes behave as they do when the product is served.
    DATABASES["default"]["TEST"] = {"NAME": f"{_scratch}/test.sqlite3"}  # noqa: F405 — from the real settings
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests of the second factor switch it on; the others sign in with a password alone.
SECOND_FACTOR = False
