"""Settings, all from the environment (docs/operations.md lists the variables)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

# Importing the worker's application makes it the one that `.delay()` sends to.
from pbxportal import celery  # noqa: F401
from pbxportal import environment as env

env.load_run_env()
# Django's generic classes (ModelForm, FormMixin, …) take type arguments only with this.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
RUN_DIR = Path(env.text("PBXPORTAL_RUN_DIR", str(BASE_DIR / ".run")))

DEBUG = env.flag("PBXPORTAL_DEBUG")
# `manage.py check --deploy` warns of this default; `make up` makes a key of its own.
SECRET_KEY = env.text(
    "PBXPORTAL_SECRET_KEY", "django-insecure-tests-and-build-steps-only"
)
ALLOWED_HOSTS = env.words("PBXPORTAL_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PORTAL_URL = env.text("PBXPORTAL_URL", "http://127.0.0.1:8000")
_PORTAL_HOST = urlsplit(PORTAL_URL).hostname or "localhost"
# `acme.<one of these>` is the address of the account acme. Names below `localhost` lead
# to this machine, which those below an IP address do not.
PORTAL_DOMAINS = env.words(
    "PBXPORTAL_DOMAINS",
    "localhost" if _PORTAL_HOST.replace(".", "").isdigit() else _PORTAL_HOST,
)
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
SECURE_COOKIES = PORTAL_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- accounts and their schemas ------------------------------------------------------
TENANT_MODEL = "tenants.Account"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"
TENANT_LIMIT_SET_CALLS = True
# The schema that new accounts' schemas are copied from; no account owns it.
TEMPLATE_SCHEMA = "account_template"

SHARED_APPS = [
    "django_tenants",
    "tenants",
    "telephony",
    "billing.catalog",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tables2",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
TENANT_APPS = ["callflows", "devices", "extensions", "queues", "billing"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

DATABASES = {
    "default": {
        **env.database(env.text("DATABASE_URL", "postgresql://postgres@/pbxportal")),
        # A backend's memory grows with the schemas that it has seen.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "tenants.User"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
}
CHANNEL_LAYERS = {
    "default": {
        # The list-based layer loses its reader after 5 idle seconds with redis-py 8.
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not hang because Redis is away: the outbox sweep sends it later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}

# --- web ----------------------------------------------------------------------------
MIDDLEWARE = [
    "tenants.middleware.OriginMiddleware",
    "tenants.middleware.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.middleware.SessionMiddleware",
    "tenants.middleware.AccountMiddleware",
]
ROOT_URLCONF = "pbxportal.urls"
WSGI_APPLICATION = "pbxportal.wsgi.application"
ASGI_APPLICATION = "pbxportal.asgi.application"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
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
                "pbxportal.navigation.shell",
            ],
        },
    }
]
DJANGO_TABLES2_TEMPLATE = "partials/table.html"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        # What a page has just recorded, to be heard before it is sent.
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIR / "static"
STATICFILES_DIRS = [
    path
    for path in (BASE_DIR / "static" / "dist", BASE_DIR / "static" / "img")
    if path.is_dir()
]
MEDIA_DIR = Path(env.text("PBXPORTAL_MEDIA_DIR", str(RUN_DIR / "media")))
# Asterisk's own sounds, a folder a language, for people to listen to.
SOUNDS_DIR = Path(env.text("PBXPORTAL_SOUNDS_DIR", str(RUN_DIR / "sounds")))
# Speaks texts of the media library; {text} and {sound} are files, {voice} one of these.
SPEECH_COMMAND = env.text(
    "PBXPORTAL_SPEECH_COMMAND", "espeak-ng -b 1 -f {text} -w {sound} -v {voice}"
)
SPEECH_VOICES = env.words(
    "PBXPORTAL_SPEECH_VOICES",
    "en-us=English (US),en-gb=English (UK),fr-fr=Français,de=Deutsch,es=Español",
)
FAX_DIR = Path(env.text("PBXPORTAL_FAX_DIR", str(RUN_DIR / "faxes")))

LANGUAGE_CODE = "en"
# Each by its own name: whoever looks for one may not read the one that is shown.
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "pbxportal" / "locale"]
FORMAT_MODULE_PATH = "pbxportal.formats"
TIME_ZONE = "UTC"
USE_TZ = True
# What counts where neither a person nor their account has chosen
# (`tenants.preferences`). No language: the one that the browser asks for.
PREFERENCES = {
    "language": "",
    "date_format": env.text("PBXPORTAL_DATE_FORMAT", "ymd"),
    "time_format": env.text("PBXPORTAL_TIME_FORMAT", "24"),
    "digits": env.text("PBXPORTAL_DIGITS", "1,234.5"),
    "colour_scheme": env.text("PBXPORTAL_COLOURS", "system"),
    "palette": env.text("PBXPORTAL_PALETTE", "standard"),
    "start_page": "",
    "caller_privacy": "nothing",
}

# In which the books of an account are that has no plan.
CURRENCY = env.text("PBXPORTAL_CURRENCY", "USD")

# --- signing in ---------------------------------------------------------------------
# The one place of the policy: length before variety (NIST SP 800-63B, 3.1.1.2).
_VALIDATORS: dict[str, dict[str, object]] = {
    "UserAttributeSimilarityValidator": {"user_attributes": ["email", "name"]},
    "MinimumLengthValidator": {"min_length": 10},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in _VALIDATORS.items()
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "tenants.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Who invites somebody, or changes an address, proves it by a mail of our own.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # A company's people come from one address.
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
}
SOCIALACCOUNT_ADAPTER = "tenants.single_sign_on.SocialAccountAdapter"
# The page that asks first would have to send a form elsewhere, which the policy of
# contents forbids; the state that comes back keeps others from beginning it.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "tenants.sign_in.MFAAdapter"
MFA_FORMS = {"add_webauthn": "tenants.forms.passkeys.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of telephones differ: the code before and the one after are taken, too.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_COOKIES
# How many proxies write X-Forwarded-For: the limits count by the address before them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PBXPORTAL_PROXIES", 1)

# --- REST ---------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tenants.generic.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.generic.permissions.HasRight"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "pbxportal.lib.paging.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "pbxportal.lib.problem.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {"TITLE": "pbxportal", "VERSION": "1", "OAS_VERSION": "3.1.0"}

# --- telephony ----------------------------------------------------------------------
NODES_FILE = env.text("PBXPORTAL_NODES_FILE") or env.text("ASTERISK_NODES_FILE")
# Without a mail server mails become files, which the demo and the tests read.
EMAIL_HOST = env.text("PBXPORTAL_MAIL_HOST")
EMAIL_PORT = env.number("PBXPORTAL_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("PBXPORTAL_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("PBXPORTAL_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("PBXPORTAL_MAIL_TLS")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(RUN_DIR / "mail")
DEFAULT_FROM_EMAIL = env.text("PBXPORTAL_MAIL_FROM", "pbxportal@localhost")

AGI_ADDRESS = env.text("PBXPORTAL_AGI", "127.0.0.1:4573")
OUTWARD_TRUSTED = env.words("PBXPORTAL_OUTWARD_TRUSTED")
# For how long somebody can enter an account below at most.
MASQUERADE_MINUTES = env.number("PBXPORTAL_MASQUERADE_MINUTES", 480)
# Days for which accounts' audits are kept; 0: for ever.
AUDIT_DAYS = env.number("PBXPORTAL_AUDIT_DAYS", 730)
# Days for which an account's error log keeps what failed.
ERROR_DAYS = env.number("PBXPORTAL_ERROR_DAYS", 90)
RING_SECONDS = env.number("PBXPORTAL_RING_SECONDS", 20)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name}{request}: {message}",
            "style": "{",
        }
    },
    "filters": {"request": {"()": "tenants.origin.LogFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("PBXPORTAL_LOG_LEVEL", "INFO")},
    # Two lines for each of beat's ticks would bury the rest.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("celery.app.trace", "celery.worker.strategy")
    },
}
