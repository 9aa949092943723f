"""Every setting, typed, in one place; nothing else reads the environment. Explained in `docs/settings.md`.

What a mall decides for itself (hours, languages, ticket letters) is data in `directory`, not a setting.
"""

from datetime import time
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env, ValidationError, validate

from pendopo.config.database import database
from pendopo.config.sign_in_service import safe_address, sign_in_service
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import Proxies, proxies_in
from pendopo.web.languages import regional

env = Env(eager=False)


@env.parser_for("proxies")
def _proxies(written: str) -> Proxies:
    try:
        return proxies_in(written)
    except ValueError as error:
        raise ValidationError(str(error)) from error


DATA_DIRECTORY = env.path("PENDOPO_DATA", default=Path.cwd() / "var")
KEYS_DIRECTORY = env.path("PENDOPO_KEYS", default=None) or DATA_DIRECTORY / "keys"
DATABASE_ADDRESS = env.str("PENDOPO_DATABASE", default="")
ALLOWED_HOSTS = env.list("PENDOPO_HOSTS", default=["localhost", "127.0.0.1"])
# Where people reach the pages, and where their browsers reach the event stream; empty: same host, port + 1.
PUBLIC_ADDRESS = env.str("PENDOPO_ADDRESS", default="")
LIVE_ADDRESS = env.str("PENDOPO_LIVE_ADDRESS", default="")
HTTPS = env.bool("PENDOPO_HTTPS", default=False)
# What the worker tries to reach once a minute (host:port), to tell displays that the line to the internet is cut; empty: it does not look.
OUTSIDE: list[str] = env.list("PENDOPO_OUTSIDE", default=[], validate=validate.ContainsNoneOf([""]))
# Served by HTTPS without a proxy: with this certificate (PEM, with those above it), or with one of our own authority (`up --https`).
CERTIFICATE = env.path("PENDOPO_CERTIFICATE", default=None)
CERTIFICATE_KEY = env.path("PENDOPO_CERTIFICATE_KEY", default=None)
OWN_AUTHORITY = env.bool("PENDOPO_OWN_AUTHORITY", default=False)
# The proxies in front; only what these say in X-Forwarded-For is believed to be a visitor's address.
PROXIES = env.proxies("PENDOPO_PROXIES", default="")
# How many numbers one network may take by phone in one mall, in a minute and in a day. In the hall all come from one address.
PHONE_LIMITS = {
    "home": (
        env.int("PENDOPO_HOME_NUMBERS_PER_MINUTE", default=10, validate=validate.Range(min=1)),
        env.int("PENDOPO_HOME_NUMBERS_PER_DAY", default=100, validate=validate.Range(min=1)),
    ),
    "hall": (
        env.int("PENDOPO_HALL_NUMBERS_PER_MINUTE", default=120, validate=validate.Range(min=1)),
        env.int("PENDOPO_HALL_NUMBERS_PER_DAY", default=10_000, validate=validate.Range(min=1)),
    ),
}
# Read by the process without Django; here so that a malformed one is named before anything starts.
STREAMS_PER_ADDRESS = env.int("PENDOPO_STREAMS_PER_ADDRESS", default=500, validate=validate.Range(min=1))
# Where the nightly backup goes (a folder or s3://...); empty: none is made. The hour is that of the first mall's night.
BACKUP = env.str("PENDOPO_BACKUP", default="")
BACKUP_AT = env.time("PENDOPO_BACKUP_AT", default=time(2, 0))
BACKUP_COPIES = env.int("PENDOPO_BACKUP_COPIES", default=14, validate=validate.Range(min=1))
# How many days personal data of a visit are kept where its service says nothing else (docs/mechanisms/personal-data.md).
PERSONAL_DATA_DAYS = env.int("PENDOPO_PERSONAL_DATA_DAYS", default=90, validate=validate.Range(min=1, max=36_500))
# Behind the names of cookies that say who somebody is, where several installations share a host name (`own_cookies`).
COOKIE_MARK = env.str("PENDOPO_COOKIE_MARK", default="")
# Whoever brings it may read /metrik from elsewhere; this machine itself may always.
METRICS_TOKEN = env.str("PENDOPO_METRICS_TOKEN", default="")
LOG_FORMAT = env.str("PENDOPO_LOG_FORMAT", default="plain", validate=validate.OneOf(["plain", "json"]))
# Of whom signing in asks a code from the phone: administrators must set one up, or whoever likes does.
SECOND_FACTOR = env.str(
    "PENDOPO_SECOND_FACTOR", default="administrators", validate=validate.OneOf(["administrators", "optional"])
)
# A sign-in service of the region or the ministry (OpenID Connect) beside the password; the client's secret lies in a file.
OIDC_ISSUER = env.str("PENDOPO_OIDC_ISSUER", default="", validate=safe_address)
OIDC_CLIENT = env.str("PENDOPO_OIDC_CLIENT", default="")
OIDC_SECRET_FILE = env.path("PENDOPO_OIDC_SECRET_FILE", default=None)
OIDC_NAME = env.str("PENDOPO_OIDC_NAME", default="")
# The rehearsal mode of demo and tests: fixed instants may be asked for, sign-in names are shown.
DEMO = env.bool("PENDOPO_DEMO", default=False)
# In a demo everybody signs in with this word, and the page for signing in shows it.
DEMO_PASSWORD = "selamat-datang"  # noqa: S105 - nobody's secret
DEBUG = env.bool("PENDOPO_DEBUG", default=False)
# Names every missing or malformed variable in one message, then stops.
env.seal()

# Database and uploads are for this account alone: whoever else is on the machine sees nothing of them.
DATA_DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)

OIDC = sign_in_service(issuer=OIDC_ISSUER, client=OIDC_CLIENT, secret_file=OIDC_SECRET_FILE, name=OIDC_NAME)
SECOND_FACTOR_FORCED = SECOND_FACTOR == "administrators" and not DEMO
SERVES_HTTPS = bool(CERTIFICATE) or OWN_AUTHORITY
HTTPS = HTTPS or SERVES_HTTPS
SECRET_KEY = key_ring(KEYS_DIRECTORY).secret("session").hex()
DATABASES = {"default": database(DATABASE_ADDRESS, data_directory=DATA_DIRECTORY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rooms of the screens that have templates and words of their own.
_WEB_ROOMS = (
    "components", "public", "ticket", "kiosk", "paper", "display", "desk", "greeter", "oversight", "backoffice", "account",
    "guides", "privacy",
)  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "template_partials",
    "pendopo.journal",
    "pendopo.accounts",
    "pendopo.directory",
    "pendopo.catalogue",
    "pendopo.appointments",
    "pendopo.queue",
    "pendopo.voice",
    "pendopo.printing",
    "pendopo.assistance",
    "pendopo.privacy",
    "pendopo.web",
    "pendopo.web.components",
]
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "pendopo.accounts.hashing.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ROOT_URLCONF = "pendopo.config.urls"
WSGI_APPLICATION = "pendopo.config.wsgi.application"
APPEND_SLASH = False
MIDDLEWARE = [
    "pendopo.config.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pendopo.config.middleware.Sessions",
    "pendopo.config.middleware.Languages",
    "pendopo.config.middleware.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "pendopo.config.middleware.ForgeryProtection",
    "pendopo.config.middleware.People",
    "pendopo.config.middleware.DomainErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [Path(__file__).parent.parent / "web" / room / "templates" for room in _WEB_ROOMS],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "pendopo.web.context.page",
            ],
        },
    }
]

LANGUAGE_CODE = "id"
# Indonesian, English, and each regional language that has been begun.
LANGUAGES = [("id", _("Indonesian")), ("en", _("English")), *regional()]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [
    *(Path(__file__).parent.parent / "web" / room / "locale" for room in _WEB_ROOMS),
    *(
        Path(__file__).parent.parent / package / "locale"
        for package in ("kernel", "workflow", "crowd", "config", "config/keeping", "config/tls")
    ),
]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `up` and `demo` collect and compress the files first; tests and a bare server read them where they lie.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "collected").exists()
WHITENOISE_MAX_AGE = 3600

SESSION_ENGINE = "pendopo.accounts.sessions"
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "tanda"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pendopo.web.problems.forged"
LOGIN_URL = "web:sign_in"
# Where no proxy answers for HTTPS, anybody could write this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and not SERVES_HTTPS else None
# What a form may hold besides files, and all of it with its files: a workbook of ten megabytes is the largest that is wanted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
BODY_BYTES_AT_MOST = 12 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "pendopo.config.log_lines.Plain"}, "json": {"()": "pendopo.config.log_lines.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"pendopo": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
