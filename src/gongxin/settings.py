"""All settings. What differs between installations comes from the environment; a wrong value stops all."""

import os
import re
import secrets
import tempfile
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from gongxin.intake.pull.reach import odd_host
from gongxin.web.account.library import *  # noqa: F403 settings of libraries, not ours to choose

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[1]


def _refuse(name: str, value: str, zh: str, en: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r}：{zh} / {name}={value!r}: {en}")


def _switch(name: str, default: str) -> bool:
    value = os.environ.get(name, default)
    if value not in ("True", "False"):
        raise _refuse(name, value, "请写 True 或 False。", "write True or False.")
    return value == "True"


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]*", value):
        raise _refuse(name, value, "请写正整数。", "write a whole number of 1 or more.")
    return int(value)


def _folder(name: str, default: Path | None) -> Path | None:
    value = os.environ.get(name)
    return Path(value).expanduser().resolve() if value else default


def _file(name: str) -> Path | None:
    file = _folder(name, None)
    if file and not file.is_file():
        raise _refuse(name, str(file), "没有这个文件。", "write an existing file.")
    return file


def _data_folder() -> Path:
    beside = CHECKOUT / ".gongxin"
    home = Path.home() / ".local/share/gongxin"
    return _folder("GONGXIN_DATA", None) or (beside if (CHECKOUT / "pyproject.toml").is_file() else home)


def _database(name: str, url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise _refuse(
            name,
            re.sub(r":[^:@/]*@", ":…@", url),
            "请写 postgresql://用户:口令@主机:端口/数据库。",
            "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def _key(name: str, file_name: str, made: str) -> str:
    """Return a secret from the environment; the private instance makes its own on the first start."""
    if given := os.environ.get(name):
        return given
    if not IS_PRIVATE:
        raise _refuse(name, "", "设置了 DATABASE_URL 时必须提供。", "required when DATABASE_URL is set.")
    return _made_once(GONGXIN_DATA / file_name, made)


def _made_once(file: Path, made: str) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(made, "ascii")
        # A link fails where a name exists: of several first starts at once, one key stands for all.
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text("ascii")


def _secret_key() -> str:
    name = "GONGXIN_SECRET_KEY"
    key = _key(name, "secret-key", secrets.token_urlsafe(50))
    if len(key) < 32:
        raise _refuse(name, "…", "至少 32 个字符。", "write at least 32 characters.")
    return key


def _log_key() -> str:
    name = "GONGXIN_LOG_KEY"
    key = _key(name, "log-key", b64encode(secrets.token_bytes(32)).decode())
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}=", key):
        raise _refuse(name, "…", "请写 32 字节的 base64。", "write 32 random bytes in base64.")
    return key


SECOND_FACTOR_FILE = "second-factor"  # in the data folder


def _second_factor() -> str:
    """Return `required` or `optional`; the private demo instance keeps its choice in its data folder."""
    name = "GONGXIN_SECOND_FACTOR"
    kept = GONGXIN_DATA / SECOND_FACTOR_FILE
    value = os.environ.get(name) or (
        kept.read_text("ascii").strip() if IS_PRIVATE and kept.is_file() else "required"
    )
    if value not in ("required", "optional"):
        raise _refuse(name, value, "请写 required 或 optional。", "write required or optional.")
    return value


def _identity_provider() -> dict[str, str]:
    """Return what is known of the OpenID Connect provider; empty where there is none."""
    given = {
        "issuer": os.environ.get("GONGXIN_OIDC_ISSUER", "").rstrip("/"),
        "client": os.environ.get("GONGXIN_OIDC_CLIENT_ID", ""),
        "secret": os.environ.get("GONGXIN_OIDC_CLIENT_SECRET", ""),
        "name": os.environ.get("GONGXIN_OIDC_NAME", "统一身份认证"),
        "account_claim": os.environ.get("GONGXIN_OIDC_ACCOUNT_CLAIM", ""),
        "organisation_claim": os.environ.get("GONGXIN_OIDC_ORGANISATION_CLAIM", ""),
    }
    if not given["issuer"]:
        return {}
    if not re.fullmatch(r"https://\S+|http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?", given["issuer"]):
        raise _refuse("GONGXIN_OIDC_ISSUER", given["issuer"], "请写 https://。", "write an https:// address.")
    if not given["client"] or not given["secret"]:
        raise _refuse(
            "GONGXIN_OIDC_CLIENT_ID", given["client"], "须与密钥一起提供。", "goes together with the secret."
        )
    return given


def _own_city() -> Path | None:
    """Return the city's folder that a private instance keeps with its data, where there is one."""
    kept = GONGXIN_DATA / "city"
    return kept if IS_PRIVATE and kept.is_dir() else None


def _cluster_folder() -> Path:
    """Return where the private PostgreSQL keeps its data.

    Root's PostgreSQL runs as an account of its own. Where that cannot get to the data folder, as below a home
    folder, the place is chosen once, by a name that a new data folder at the same path does not share.
    """
    inside = GONGXIN_DATA / "postgres"
    if os.geteuid() != 0 or not IS_PRIVATE or (inside / "PG_VERSION").exists():
        return inside
    GONGXIN_DATA.mkdir(parents=True, exist_ok=True)
    mark = GONGXIN_DATA / "postgres.place"
    if not mark.exists() and all(above.stat().st_mode & 0o001 for above in GONGXIN_DATA.resolve().parents):
        return inside
    return Path(_made_once(mark, f"/var/lib/gongxin-postgres-{secrets.token_hex(6)}/postgres"))


def _socket_folder() -> Path:
    """Return where the private PostgreSQL listens; a socket's path may not pass 107 bytes."""
    inside = os.fsencode(GONGXIN_CLUSTER)
    if len(inside) <= 90:
        return GONGXIN_CLUSTER
    return Path(tempfile.gettempdir()) / f"gongxin-{os.geteuid()}-{sha256(inside).hexdigest()[:8]}"


DEBUG = _switch("GONGXIN_DEBUG", "False")
GONGXIN_DATA = _data_folder()
IS_PRIVATE = not os.environ.get("DATABASE_URL")
GONGXIN_CLUSTER = _cluster_folder()
GONGXIN_SOCKETS = _socket_folder()
GONGXIN_CITY = _folder("GONGXIN_CITY", _own_city())
if GONGXIN_CITY and not GONGXIN_CITY.is_dir():
    raise _refuse("GONGXIN_CITY", str(GONGXIN_CITY), "没有这个文件夹。", "write an existing folder.")
GONGXIN_CITY_FOLDERS = (GONGXIN_CITY,) if GONGXIN_CITY else ()  # as law and parameters are asked for
GONGXIN_LOG_KEY = _log_key()  # Ed25519 seed; signs checkpoints and receipts
GONGXIN_SEAL_KEY = _file("GONGXIN_SEAL_KEY")  # PEM; signs reports
GONGXIN_SEAL_CERTIFICATE = _file("GONGXIN_SEAL_CERTIFICATE")  # PEM, with its chain
if bool(GONGXIN_SEAL_KEY) != bool(GONGXIN_SEAL_CERTIFICATE):
    raise _refuse(
        "GONGXIN_SEAL_KEY",
        str(GONGXIN_SEAL_KEY or ""),
        "私钥和 GONGXIN_SEAL_CERTIFICATE 须一起提供。",
        "goes together with GONGXIN_SEAL_CERTIFICATE.",
    )
GONGXIN_LOG_ORIGIN = os.environ.get("GONGXIN_LOG_ORIGIN", "gongxin.local/log")
if not re.fullmatch(r"[^\s+]+", GONGXIN_LOG_ORIGIN):
    raise _refuse(
        "GONGXIN_LOG_ORIGIN", GONGXIN_LOG_ORIGIN, "不能有空格和“+”。", "write a name without spaces and '+'."
    )
GONGXIN_PUBLIC_URL = os.environ.get("GONGXIN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", GONGXIN_PUBLIC_URL):
    raise _refuse("GONGXIN_PUBLIC_URL", GONGXIN_PUBLIC_URL, "请写 https://主机。", "write https://HOST.")
GONGXIN_MEMORY_LIMIT = os.environ.get("GONGXIN_MEMORY_LIMIT", "1536MB")
if not re.fullmatch(r"[1-9][0-9]*(MB|GB)", GONGXIN_MEMORY_LIMIT):
    raise _refuse(
        "GONGXIN_MEMORY_LIMIT", GONGXIN_MEMORY_LIMIT, "请写如 1536MB。", "write a size such as 1536MB."
    )
GONGXIN_RATE_LIMIT = _number("GONGXIN_RATE_LIMIT", 600)  # requests a minute and address
GONGXIN_UPLOAD_LIMIT = _number("GONGXIN_UPLOAD_LIMIT", 1024) * 1024 * 1024  # given in MiB
GONGXIN_PULL_HOSTS = os.environ.get("GONGXIN_PULL_HOSTS", "")
if odd := odd_host(GONGXIN_PULL_HOSTS):
    raise _refuse("GONGXIN_PULL_HOSTS", odd, "请写主机名或网络，用逗号分隔。", "write hosts or networks.")
GONGXIN_PULL_FOLDERS = [
    Path(one) for one in os.environ.get("GONGXIN_PULL_FOLDERS", "").split(os.pathsep) if one
]
if odd := next((str(one) for one in GONGXIN_PULL_FOLDERS if not one.is_absolute()), ""):
    raise _refuse("GONGXIN_PULL_FOLDERS", odd, "请写完整路径。", "write absolute paths.")
GONGXIN_QUERY_ANSWER_DAYS = _number("GONGXIN_QUERY_ANSWER_DAYS", 30)  # looks and receipts stay for good

GONGXIN_SECOND_FACTOR = _second_factor()  # whether staff must sign in with one
GONGXIN_SESSION_IDLE = _number("GONGXIN_SESSION_IDLE", 30) * 60  # given in minutes
GONGXIN_SESSION_LONGEST = _number("GONGXIN_SESSION_LONGEST", 12) * 3600  # given in hours
GONGXIN_CLIENT_CERTIFICATES = _switch("GONGXIN_CLIENT_CERTIFICATES", "False")
GONGXIN_OIDC = _identity_provider()

GONGXIN_EMAIL_URL = os.environ.get("GONGXIN_EMAIL_URL", "")  # empty: the outbox keeps what waits
GONGXIN_EMAIL_FROM = os.environ.get("GONGXIN_EMAIL_FROM", f"no-reply@{urlsplit(GONGXIN_PUBLIC_URL).hostname}")
if not re.fullmatch(r"((smtp|starttls|smtps)://([^/\s]*@)?[^/\s@:]+(:[0-9]{1,5})?)?", GONGXIN_EMAIL_URL):
    raise _refuse(
        "GONGXIN_EMAIL_URL", "…", "请写 smtps://用户:口令@主机:端口。", "write smtps://USER:PASSWORD@HOST."
    )
if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", GONGXIN_EMAIL_FROM):
    raise _refuse("GONGXIN_EMAIL_FROM", GONGXIN_EMAIL_FROM, "请写一个邮箱地址。", "write an e-mail address.")
GONGXIN_WEBHOOK_TEST_CA = None  # set by tests alone: trust this authority, and let this machine be called

# Who reads /metrics and the reasons of /readyz from another machine; empty: only this machine does.
GONGXIN_MONITOR_TOKEN = os.environ.get("GONGXIN_MONITOR_TOKEN", "")
if GONGXIN_MONITOR_TOKEN and len(GONGXIN_MONITOR_TOKEN) < 24:
    raise _refuse("GONGXIN_MONITOR_TOKEN", "…", "至少 24 个字符。", "write at least 24 characters.")
GONGXIN_LOG_REQUESTS = _switch("GONGXIN_LOG_REQUESTS", "False" if IS_PRIVATE else "True")
GONGXIN_KEEP_DAYS = _number("GONGXIN_KEEP_DAYS", 200)  # finished jobs and other technical traces

SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("GONGXIN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [re.sub(r"(https?://[^/]+).*", r"\1", GONGXIN_PUBLIC_URL)]

# The application signs in as a role that cannot rewrite the ledger; the owner of the tables only migrates.
_PRIVATE = "postgresql://{user}@/gongxin?host={sockets}"
_APPLICATION = os.environ.get("DATABASE_URL") or _PRIVATE.format(user="gongxin_app", sockets=GONGXIN_SOCKETS)
_OWNER = os.environ.get("GONGXIN_OWNER_URL") or (
    _PRIVATE.format(user="gongxin", sockets=GONGXIN_SOCKETS) if IS_PRIVATE else _APPLICATION
)
DATABASES = {
    "default": _database("DATABASE_URL", _APPLICATION),
    "owner": _database("GONGXIN_OWNER_URL", _OWNER),
}

INSTALLED_APPS = [
    "gongxin.store",
    "gongxin.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "gongxin.web.shared.request_log.observed",
    "gongxin.web.api.gate.gate",  # answers programs itself: they need nothing of what follows
    "gongxin.web.shared.header.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongxin.web.shared.session_life.end_old_sessions",
    "gongxin.web.shared.upload.limit_bodies",  # before the form token is read, which reads the body
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongxin.web.shared.access.refuse_undeclared",
]
ROOT_URLCONF = "gongxin.web.urls"
WSGI_APPLICATION = "gongxin.web.wsgi.application"
SIDES = ("shared", "account", "portal", "desk", "office", "api")
# The libraries of filters and tags that templates load.
WORDS = (
    *("wording", "mark_words", "page_parts", "catalogue_words", "account_words", "office_words"),
    *("desk_words", "case_words", "commitment_words", "query_words", "evaluation_words", "report_words"),
    *("supervision_words", "authorisation_words", "repair_words", "people_words", "oversight_words"),
)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / side / "templates" for side in SIDES],
        "OPTIONS": {
            "libraries": {
                "office_navigation": "gongxin.web.office.navigation",
                **{words: f"gongxin.web.shared.templatetags.{words}" for words in WORDS},
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongxin.web.shared.access.person_of",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = GONGXIN_DATA / "static"
STATICFILES_DIRS = [folder for side in SIDES if (folder := PACKAGE / "web" / side / "static").is_dir()]
WHITENOISE_USE_FINDERS = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts that have not signed in since
]
CSRF_FAILURE_VIEW = "gongxin.web.shared.error.stale_form"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # at 300 whoever fails from many addresses is forgotten
    }
}

SESSION_ENGINE = "gongxin.store.models.session"  # keeps digests of keys
SESSION_COOKIE_AGE = GONGXIN_SESSION_IDLE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GONGXIN_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-session", "__Host-form") if SESSION_COOKIE_SECURE else ("sessionid", "csrftoken")
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "DENY"

# Uploads under way stay within our own folder, where those of a killed process are found and removed.
FILE_UPLOAD_TEMP_DIR = GONGXIN_DATA / "incoming"
if not FILE_UPLOAD_TEMP_DIR.is_dir():
    FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

PROCRASTINATE_IMPORT_PATHS = ["gongxin.actions.job", "gongxin.reports.job"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "gongxin.web.shared.log_line.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a refused request is no fault of ours
        "gongxin.request": {"level": "INFO"},
        "gongxin.sign_in": {"level": "INFO"},
        "axes": {"level": "ERROR"},  # our own line says who was locked out
    },
}
