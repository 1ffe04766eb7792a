"""All settings of Regie, in one file; the environment overrides what differs per installation.

REGIE_DATA            folder for the database, deliveries and caches (default: ./data)
REGIE_SECRET_KEY      required outside demo and debug
REGIE_HOSTS           comma-separated host names
REGIE_DEBUG, REGIE_DEMO   "1" turns them on
DATABASE_URL          default: SQLite in REGIE_DATA
REGIE_WAREHOUSE_URL   another Ibis engine to read the warehouse with (default: embedded DuckDB)
REGIE_STANDIN         address of a stand-in server that plays CBS, police and PDOK (for trying out)
REGIE_CBS_URL, REGIE_POLICE_URL, REGIE_CBS_V4_URL, REGIE_PDOK_URL, REGIE_WFS_URL,
REGIE_DOWNLOAD_URL    other addresses of the public sources, such as a mirror
REGIE_EMAIL_URL       smtp://user:password@host:port; without it mail is written to the console
REGIE_EMAIL_FROM      sender of invitations and password mails
REGIE_SECURITY_CONTACT    address for /.well-known/security.txt
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "ja"}


DATA = Path(os.environ.get("REGIE_DATA", "data")).resolve()
DEBUG = _flag("REGIE_DEBUG")
DEMO = _flag("REGIE_DEMO")
SECRET_KEY = os.environ.get("REGIE_SECRET_KEY", "")
if not SECRET_KEY and (DEBUG or DEMO):
    SECRET_KEY = "only-for-demonstration-" + "x" * 40
ALLOWED_HOSTS = [
    h for h in os.environ.get("REGIE_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h
]
SECURE_SITE = not (DEBUG or DEMO)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "regie.ui",
    "regie.foundation.accounts",
    "regie.foundation.records",
    "regie.foundation.areas",
    "regie.foundation.crosswalks",
    "regie.foundation.organizations",
    "regie.foundation.access",
    "regie.foundation.cycles",
    "regie.evidence.formats",
    "regie.evidence.connectors",
    "regie.evidence.grids",
    "regie.evidence.values",
    "regie.evidence.profiles",
    "regie.evidence.tallies",
    "regie.evidence.whereabouts",
    "regie.evidence.warehouse",
    "regie.evidence.intake",
    "regie.evidence.area_lists",
    "regie.evidence.sources",
    "regie.evidence.series",
    "regie.evidence.registrations",
    "regie.evidence.catalogue",
    "regie.evidence.data_quality",
    "regie.evidence.vintages",
    "regie.evidence.indicators",
    "regie.evidence.street_knowledge",
    "regie.evidence.surveys",
    "regie.evidence.calibration",
    "regie.evidence.appraisal",
    "regie.evidence.methods",
    "regie.evidence.wording",
    "regie.evidence.signals",
    "regie.evidence.diagnosis",
    "regie.evidence.findings",
    "regie.evidence.analyses",
    "regie.planning.timetable",
    "regie.planning.assignments",
    "regie.planning.start_memos",
    "regie.planning.start_meetings",
    "regie.planning.fact_cards",
    "regie.planning.priority_sessions",
    "regie.planning.scores",
    "regie.planning.contributions",
    "regie.planning.weighing",
    "regie.planning.rounds",
    "regie.planning.session_reports",
    "regie.planning.priorities",
    "regie.planning.proposals",
    "regie.planning.plans",
    "regie.planning.plan_desk",
    "regie.planning.plan_figures",
    "regie.planning.plan_remarks",
    "regie.planning.courses",
    "regie.planning.critiques",
    "regie.planning.objectives",
    "regie.planning.objective_desk",
    "regie.planning.plan_contents",
    "regie.planning.plan_decisions",
    "regie.planning.decision_desk",
    "regie.planning.plan_papers",
    "regie.planning.plan_texts",
    "regie.planning.plan_files",
    "regie.planning.plan_recognition",
    "regie.planning.plan_imports",
    "regie.learning.evaluation",
    "regie.learning.old_goals",
    "regie.learning.plan_checks",
    "regie.learning.quality_tests",
    "regie.presentation.documents",
    "regie.presentation.house_styles",
    "regie.presentation.demonstration",
    "regie.presentation.publications",
    "regie.presentation.threads",
    "regie.presentation.workspace",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "regie.config.middleware.ChosenLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regie.config.middleware.PermissionsPolicyMiddleware",
    "regie.config.middleware.WrongMethodMiddleware",
    "regie.planning.plan_desk.beginning.BeginPlanMiddleware",
]

ROOT_URLCONF = "regie.config.urls"
WSGI_APPLICATION = "regie.config.wsgi.application"
FORM_RENDERER = "regie.ui.forms.RegieFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regie.config.navigation.page_frame",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'regie.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Drawn figures: the same figure is asked for again and again, and drawing costs 50–150 ms.
    "figures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache" / "figures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # What was read ahead, for the next process that serves pages: one entry.
    "ahead": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache" / "ahead",
        "TIMEOUT": None,
    },
}

TASKS = {"default": {"BACKEND": os.environ.get("REGIE_TASKS", "django_tasks_db.DatabaseBackend")}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "regie.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Limits on tries count per visitor, not per proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("REGIE_BEHIND_PROXY") else 0
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("REGIE_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "regie.config.static_files.PressedOnce"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

MEDIA_ROOT = DATA / "media"
WAREHOUSE = DATA / "warehouse"
INBOX = DATA / "inbox"
WAREHOUSE_URL = os.environ.get("REGIE_WAREHOUSE_URL", "")

_STANDIN = os.environ.get("REGIE_STANDIN", "").rstrip("/")


def _source(name: str, standin: str, default: str) -> str:
    """The address of a public source: its own variable, the stand-in server, or the real one."""
    own = os.environ.get(name, "").rstrip("/")
    return own or (f"{_STANDIN}/{standin}" if _STANDIN else default)


PUBLIC_SOURCES = {
    "cbs": _source("REGIE_CBS_URL", "opendata", "https://opendata.cbs.nl"),
    "police": _source("REGIE_POLICE_URL", "dataderden", "https://dataderden.cbs.nl"),
    "cbs_v4": _source("REGIE_CBS_V4_URL", "v4", "https://datasets.cbs.nl/odata/v1/CBS"),
    "pdok": _source("REGIE_PDOK_URL", "pdok", "https://api.pdok.nl"),
    "wfs": _source("REGIE_WFS_URL", "wfs", "https://service.pdok.nl"),
    "download": _source("REGIE_DOWNLOAD_URL", "download", "https://download.cbs.nl"),
}
# How politely they are asked: `regie.evidence.connectors.http.Manners`, by name.
FETCH_MANNERS = {"pause": float(os.environ.get("REGIE_FETCH_PAUSE", "0" if _STANDIN else "0.1"))}
UPLOAD_LIMIT = 4 * 1024**3
FILE_UPLOAD_TEMP_DIR = os.environ.get("REGIE_TMP") or None
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_FAILURE_VIEW = "regie.config.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _flag("REGIE_BEHIND_PROXY") else None
)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DEFAULT_FROM_EMAIL = os.environ.get("REGIE_EMAIL_FROM", "Regie <regie@localhost>")
EMAIL_TIMEOUT = 10
_mail = urlparse(os.environ.get("REGIE_EMAIL_URL", ""))
if _mail.hostname:
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = True
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SECURITY_CONTACT = os.environ.get("REGIE_SECURITY_CONTACT", "mailto:security@example.org")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("REGIE_LOG_LEVEL", "WARNING")},
}
