"""The settings of a served installation. Nothing here asks the network; what differs between places is a BOLE_* variable."""

import os
from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bole.web.settings.databases import database_settings
from bole.web.settings.keys import derived_secret

DATA_DIR = Path(os.environ.get("BOLE_DATA", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
# The master key: never in the database and never in a backup, so that a stolen backup stays unreadable.
KEY_FILE = Path(os.environ.get("BOLE_KEY_FILE", DATA_DIR / "keys" / "master.key"))
SECRET_KEY = derived_secret(KEY_FILE, purpose="django")

# The data key of each person, wrapped by the master key. Apart from the database too: a destroyed key must not come back with a backup.
PERSON_KEYS_FILE = KEY_FILE.with_name("person-keys.sqlite3")

DEBUG = False
ALLOWED_HOSTS = os.environ.get("BOLE_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = os.environ.get("BOLE_HTTPS") == "1"

INSTALLED_APPS = [
    "bole.web.base",
    "bole.web.journal",
    "bole.web.accounts",
    "bole.web.packs",
    "bole.web.registers",
    "bole.web.plan",
    "bole.web.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_bootstrap5",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bole.web.base.languages.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bole.web.base.plain_text.PlainTextMiddleware",
    "bole.web.accounts.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bole.web.urls"
WSGI_APPLICATION = "bole.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bole.web.base.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "bole.web.base.templatetags.words"],
        },
    }
]

DATABASES = {"default": database_settings(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "bole.web.accounts.passwords.NotUsedBefore", "OPTIONS": {"last": 5}},
]
PASSWORD_DAYS = int(os.environ.get("BOLE_PASSWORD_DAYS", "0"))  # after so many days a new one is asked for; 0: never
# Who has to prove more than a password. A demonstration may switch it off, an installation in use must not.
SECOND_FACTOR = os.environ.get("BOLE_SECOND_FACTOR", "on") != "off"
ROLES_WITH_SECOND_FACTOR = frozenset({"office", "auditor", "window"})
OTP_TOTP_ISSUER = "Bole"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_MINUTES = int(os.environ.get("BOLE_SESSION_IDLE_MINUTES", "30"))
SESSION_LONGEST_HOURS = 8
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "bole.web.accounts.views.entering.locked_out"
AXES_RESET_ON_SUCCESS = True
# Names are compared in lower case: else each way to write one would have five attempts of its own.
AXES_USERNAME_CALLABLE = "bole.web.accounts.passwords.name_attempted"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATICFILES_DIRS = [("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty as a rule: the finders below serve what the packages bring along
WHITENOISE_USE_FINDERS = True
FILES_DIR = DATA_DIR / "files"
# The last seal of each day; copy this folder somewhere the administrators of this machine cannot write.
SEALS_DIR = DATA_DIR / "seals"
SNAPSHOTS_DIR = DATA_DIR / "snapshots"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The digest that chains the journal: sha256, or sm3 where a region has to use the national algorithm.
JOURNAL_DIGEST = os.environ.get("BOLE_JOURNAL_DIGEST", "sha256")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
