"""Read settings from the environment; whatever makes no sense stops the start with one clear line."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECRET_BYTES = 48
OWNER_ONLY, OTHERS = 0o700, 0o077


def choice(name, allowed, *, default):
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def text(name, *, default):
    return os.environ.get(name, "").strip() or default


def number(name, *, default):
    """A whole number, at least 1."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and int(value)):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number, at least 1")
    return int(value)


def directory(name, *, default):
    path = Path(os.environ.get(name) or default).resolve()
    path.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    return path


def hosts(name, *, default):
    given = tuple(host.strip() for host in os.environ.get(name, "").split(",") if host.strip()) or default
    if not given or "*" in given:
        raise ImproperlyConfigured(f"{name} must name the hosts this site answers to; '*' is not accepted")
    return list(given)


def networks(name):
    """Addresses and networks separated by commas, as 10.3.0.0/24; none means anywhere."""
    try:
        return tuple(map(ip_network, several(name)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must hold networks such as 10.3.0.0/24: {error}") from error


def several(name):
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def secret(name, data_dir, *, generate):
    """The secret from the environment, or from the file it names as NAME_FILE, which nobody else may read.

    In the demo one is generated once and kept in DATA_DIR.
    """
    value = os.environ.get(name, "") or _read_secret(f"{name}_FILE")
    if not value and generate:
        value = _kept_secret(data_dir / f"{name.lower()}.txt")
    if len(value) < 50 or value.startswith("django-insecure") or len(set(value)) < 5:
        raise ImproperlyConfigured(f"{name} is missing, short or a sample: give at least 50 random characters")
    return value


def older_secrets(name):
    """Secrets that only open what they sealed before: those of the files named in NAME_FILES, separated by commas."""
    paths = [part.strip() for part in os.environ.get(f"{name}_FILES", "").split(",") if part.strip()]
    return tuple(_read(path, f"{name}_FILES") for path in paths)


def _read_secret(name):
    path = os.environ.get(name)
    return _read(path, name) if path else ""


def _read(path, name):
    if not os.path.exists(path):
        raise ImproperlyConfigured(f"{name}: there is no file {path}")
    if os.stat(path).st_mode & OTHERS:
        raise ImproperlyConfigured(f"{name}: others may read {path}; give it mode 0400")
    return Path(path).read_text().strip()


def apart(older=(), **secrets_by_name):
    """Keys for different purposes must differ, and a new key from the `older` ones."""
    if len({*secrets_by_name.values(), *older}) < len(secrets_by_name) + len(older):
        raise ImproperlyConfigured(f"{' and '.join(secrets_by_name)} are the same; each purpose needs a key of its own")


def _kept_secret(path):
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        value = secrets.token_urlsafe(SECRET_BYTES)
        file.write(value)
    return value


def database(name, *, sqlite):
    url = os.environ.get(name, "")
    return _postgresql(name, url) if url else _sqlite(sqlite)


def _sqlite(path):
    """WAL and IMMEDIATE: with Django's defaults, concurrent writers lose transactions to "database is locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON"
            ),
        },
    }


def _postgresql(name, url):
    """Without just-in-time compilation: it costs the workbench's queries more than it saves."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c jit=off"},
    }
