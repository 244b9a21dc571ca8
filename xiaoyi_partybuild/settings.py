"""Every setting of the site, in one file. Values come from the environment; nonsense is refused at start.

ADMINISTRATORS_FROM  networks the three administrators work from, as 10.3.0.0/24,10.4.1.7; without it, anywhere
DATA_DIR       where the database, the secret and the uploads lie (default: var/ beside manage.py)
DATABASE_URL   postgresql://user:password@host:port/name; without it the embedded SQLite database is used
MAIL_HOST      the mail server that the weekly reminder leaves by, host or host:port; without it mail is printed
MAIL_FROM, MAIL_USER, MAIL_PASSWORD  its sender, and whom it signs in as, where it asks for that
OFFICE_NAME    the body that keeps these records, printed on pages and workbooks
CRYPTO_SUITE   intl (default: AES-256-GCM, HMAC-SHA-256) or gm (SM4-GCM, HMAC-SM3); change it together with FIELD_KEY
FIELD_KEYS_OLD_FILES  files of exchanged field keys, separated by commas, until rotate_keys is through
PASSWORD_PROFILE  djbh (default: kinds of characters, 90 days, the last five) or asvs (length and blocklist only)
TRUSTED_PROXIES  addresses whose X-Forwarded-For is believed, separated by commas
RECORD_ANCHOR_FILE  where the head of the record's chain is written down every hour; best on another machine's disk
RECORD_KEY     seals the record (docs/operations.md); it is never exchanged
SITE_PROFILE   demo (default) or production; production demands SECRET_KEY, FIELD_KEY, RECORD_KEY and ALLOWED_HOSTS
UPLOAD_…       how long uploaded files are kept, and how many may wait; see there
"""

from datetime import timedelta
from pathlib import Path

from xiaoyi_partybuild import environment as env
from xiaoyi_partybuild import scratch

BASE_DIR = Path(__file__).resolve().parent.parent
PROFILE = env.choice("SITE_PROFILE", ("demo", "production"), default="demo")
PRODUCTION = PROFILE == "production"
DATA_DIR = env.directory("DATA_DIR", default=BASE_DIR / "var")
scratch.begin(DATA_DIR / "tmp")

OFFICE_NAME = env.text("OFFICE_NAME", default="中共孝义市委组织部")
SITE_NAME = "孝义市社会组织党建"

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR, generate=not PRODUCTION)
FIELD_KEY = env.secret("FIELD_KEY", DATA_DIR, generate=not PRODUCTION)
# Keys that were exchanged: they open what they sealed until rotate_keys has sealed it anew.
FIELD_KEYS_OLD = env.older_secrets("FIELD_KEYS_OLD")
RECORD_KEY = env.secret("RECORD_KEY", DATA_DIR, generate=not PRODUCTION)
env.apart(FIELD_KEYS_OLD, SECRET_KEY=SECRET_KEY, FIELD_KEY=FIELD_KEY, RECORD_KEY=RECORD_KEY)
RECORD_ANCHOR_FILE = env.text("RECORD_ANCHOR_FILE", default="")
CRYPTO_SUITE = env.choice("CRYPTO_SUITE", ("intl", "gm"), default="intl")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=() if PRODUCTION else ("127.0.0.1", "localhost"))

INSTALLED_APPS = [
    "xiaoyi_partybuild.apps.MaintenanceConfig",
    "xiaoyi_partybuild.accounts",  # before the stock accounts, whose command for superusers it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_tasks",
    "xiaoyi_partybuild.access",  # before the queue, whose worker it replaces
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "xiaoyi_partybuild.registers",
    "xiaoyi_partybuild.ui",
    "xiaoyi_partybuild.dashboard",
    "xiaoyi_partybuild.demo",
    "orgs",
    "branches",
    "inspections",
]

MIDDLEWARE = [
    "xiaoyi_partybuild.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "xiaoyi_partybuild.access.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xiaoyi_partybuild.access.sizes.SizesMiddleware",
    "xiaoyi_partybuild.errors.ErrorsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "xiaoyi_partybuild.accounts.middleware.SignedInMiddleware",
    "xiaoyi_partybuild.gate.PolicyMiddleware",
]

ROOT_URLCONF = "xiaoyi_partybuild.urls"
WSGI_APPLICATION = "xiaoyi_partybuild.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiaoyi_partybuild.ui.context.site",
            ]
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", sqlite=DATA_DIR / "partybuilding.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["xiaoyi_partybuild.accounts.hashing.BoundedArgon2PasswordHasher"]
# 等保 asks for kinds of characters and for a change every 90 days, ASVS forbids both: the office chooses.
PASSWORD_PROFILE = env.choice("PASSWORD_PROFILE", ("djbh", "asvs"), default="djbh")
PASSWORD_LASTS = timedelta(days=90) if PASSWORD_PROFILE == "djbh" else None  # noqa: S105 - the name of a profile
RULES = "xiaoyi_partybuild.accounts.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{RULES}.NotAboutThePerson", "OPTIONS": {"user_attributes": ["username", "name"]}},
    {"NAME": f"{RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{RULES}.NotTooLong"},
    {"NAME": f"{RULES}.NotCommon"},
    *([{"NAME": f"{RULES}.{rule}"} for rule in ("SeveralKinds", "NotUsedBefore")] if PASSWORD_LASTS else []),
]
# A real site asks for a second factor and for a password of one's own; the demo, which says so, does not.
SIGN_IN_STEPS = PRODUCTION
ADMINISTRATORS_FROM = env.networks("ADMINISTRATORS_FROM")
TRUSTED_PROXIES = env.several("TRUSTED_PROXIES")
IDLE_SECONDS, ADMINISTRATORS_IDLE_SECONDS = 30 * 60, 15 * 60
SEEN_EVERY_SECONDS = 60
# How many sessions one person may have at a time, and after how many days without signing in an account is disabled.
SESSIONS, ADMINISTRATORS_SESSIONS = 2, 1
IDLE_ACCOUNT_DAYS = 90

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
# What one request may bring: fields, files, bytes of fields or JSON, bytes of a file.
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 1_000, 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# Photos and papers of meetings: each, and of one branch in a year.
PAPER_MAX_BYTES, PAPERS_MOST, PAPERS_MOST_BYTES = 10 * 1024 * 1024, 200, 500 * 1024 * 1024
# What one person may ask of the API in a minute, and take away in an hour.
API_PER_MINUTE, EXPORTS_PER_HOUR = 600, 10
# How long uploaded files are kept: of what was imported, of what was not; and how much of the latter one person may leave.
# How long what a ledger said is kept when it was compared with the register.
UPLOAD_KEEP_DAYS = env.number("UPLOAD_KEEP_DAYS", default=90)
UPLOAD_WAIT_DAYS = env.number("UPLOAD_WAIT_DAYS", default=30)
COMPARISON_KEEP_DAYS = env.number("COMPARISON_KEEP_DAYS", default=90)
UPLOAD_MOST_WAITING = env.number("UPLOAD_MOST_WAITING", default=50)
UPLOAD_MOST_WAITING_MB = env.number("UPLOAD_MOST_WAITING_MB", default=200)

# Large work runs outside the request, in `manage.py db_worker`: the API that Django 6 ships as django.tasks.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Named as in Django 6, which builds this in; see access/headers.py.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_DENIED = ("camera", "microphone", "geolocation", "usb", "payment", "display-capture", "midi", "serial")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^api/"]  # the API refuses plain http, so that a client notices (gate.py)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["xiaoyi_partybuild.access.throttling.PerPerson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "xiaoyi_partybuild.access.schema.Schema",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "社会组织党建接口",
    "VERSION": "v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "GET_LIB_DOC_EXCLUDES": "xiaoyi_partybuild.access.schema.without_docstrings",
}

MAIL_HOST, _, MAIL_PORT = env.text("MAIL_HOST", default="").partition(":")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_HOST else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL_HOST, int(MAIL_PORT or 25), 20
EMAIL_HOST_USER = env.text("MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", default="")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="partybuilding@localhost")

SAID = "INFO" if PRODUCTION else "WARNING"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "xiaoyi_partybuild.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "xiaoyi_partybuild.requests": {"level": SAID},
        "xiaoyi_partybuild.record": {"level": SAID},
    },
}
