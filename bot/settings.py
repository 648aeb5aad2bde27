"""Settings, from `CAP_*` environment variables: what each is for, its default, and one clear line when wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.datafiles import ROOT

VAR = ROOT / "var"
DEFAULT_DATABASE = f"sqlite:///{VAR / 'cap-soutien.sqlite3'}"
SECRET_FILE = VAR / "cle-secrete"
_LEAST_SECRET = 32
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_SMTP = re.compile(r"^smtps?://\S+$")
_REDIS = re.compile(r"^(redis|rediss|unix)://\S+$")
_ORIGIN = re.compile(r"^https?://[^/\s]+$")


class SettingError(ValueError):
    """A wrong value; the message, in French, says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, with its default. Times in seconds."""

    host: str = "127.0.0.1"
    port: int = 5005
    allowed_origins: tuple[str, ...] = ()
    session_ttl: int = 1800
    rate_limit: int = 60
    max_sessions: int = 10_000
    models: Path = ROOT / "models"
    redis_url: str = ""
    database_url: str = DEFAULT_DATABASE
    secret_key: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    smtp_from: str = ""


_PROMISED_SECONDS = 1800  # « elle s'efface après trente minutes »: less keeps the promise, more would not


@dataclass(frozen=True)
class Described:
    """One setting, for `cap settings` and the README."""

    variable: str
    default: str
    meaning: str
    secret: bool = False
    """Its value is never shown."""


DESCRIPTIONS = (
    Described("CAP_HOST", "127.0.0.1", "adresse sur laquelle le serveur écoute"),
    Described("CAP_PORT", "5005", "port sur lequel le serveur écoute (1 à 65535)"),
    Described("CAP_ALLOWED_ORIGINS", "", "sites autorisés à intégrer la conversation, séparés par des virgules"),
    Described(
        "CAP_SESSION_TTL",
        "1800",
        "durée d'une conversation sans message, en secondes (1 à 1800 : trente minutes sont promises)",
    ),
    Described("CAP_RATE_LIMIT", "60", "messages par minute pour une conversation, 0 pour aucune limite"),
    Described("CAP_MAX_SESSIONS", "10000", "conversations tenues en même temps en mémoire (1 à 1000000)"),
    Described("CAP_MODELS", "models", "dossier des modèles entraînés"),
    Described(
        "CAP_REDIS_URL",
        "",
        "Redis sans écriture sur disque, pour plusieurs processus ; vide : mémoire du serveur",
        secret=True,
    ),
    Described(
        "CAP_DATABASE_URL",
        "sqlite:///var/cap-soutien.sqlite3",
        "base de ce qui est conservé avec accord (sqlite:/// ou postgresql://)",
        secret=True,
    ),
    Described(
        "CAP_SECRET_KEY",
        "(créée dans var/cle-secrete au premier besoin)",
        "clé qui chiffre la base, 32 caractères au moins ; à garder ailleurs que la base",
        secret=True,
    ),
    Described(
        "CAP_SMTP_URL",
        "",
        "serveur de courrier qui remet les demandes de rappel (smtp:// ou smtps://) ; vide : aucun rappel proposé",
        secret=True,
    ),
    Described("CAP_SMTP_FROM", "", "adresse d'expédition des demandes de rappel"),
)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingError for the first wrong value."""
    default = Settings()
    return Settings(
        host=environment.get("CAP_HOST", default.host) or default.host,
        port=_whole(environment, "CAP_PORT", default.port, 1, 65_535),
        allowed_origins=_origins(environment.get("CAP_ALLOWED_ORIGINS", "")),
        session_ttl=_whole(environment, "CAP_SESSION_TTL", default.session_ttl, 1, _PROMISED_SECONDS),
        rate_limit=_whole(environment, "CAP_RATE_LIMIT", default.rate_limit, 0, 100_000),
        max_sessions=_whole(environment, "CAP_MAX_SESSIONS", default.max_sessions, 1, 1_000_000),
        models=Path(environment.get("CAP_MODELS") or default.models),
        redis_url=_shaped(environment, "CAP_REDIS_URL", _REDIS, "redis://127.0.0.1:6379/0"),
        database_url=environment.get("CAP_DATABASE_URL", "").strip() or default.database_url,
        secret_key=_secret(environment.get("CAP_SECRET_KEY", "")),
        smtp_url=_shaped(environment, "CAP_SMTP_URL", _SMTP, "smtp://courrier.ac-strasbourg.fr:25"),
        smtp_from=_sender(environment),
    )


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"\d{1,9}", text) or not least <= int(text) <= most:
        raise SettingError(f"{name} : « {text} » ne convient pas. Écrivez un nombre entier de {least} à {most}.")
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for origin in origins:
        if not _ORIGIN.match(origin):
            raise SettingError(
                f"CAP_ALLOWED_ORIGINS : « {origin} » n'est pas l'adresse d'un site. "
                "Écrivez par exemple https://www.ac-strasbourg.fr."
            )
    return origins


def _shaped(environment: Mapping[str, str], name: str, shape: re.Pattern[str], example: str) -> str:
    text = environment.get(name, "").strip()
    if text and not shape.match(text):
        # The value may hold a password: it is not repeated.
        raise SettingError(f"{name} : cette adresse ne convient pas. Écrivez par exemple {example}.")
    return text


def _secret(text: str) -> str:
    if text and len(text) < _LEAST_SECRET:
        raise SettingError(
            f"CAP_SECRET_KEY : la clé est trop courte. Il faut {_LEAST_SECRET} caractères tirés au hasard, "
            "par exemple avec « openssl rand -hex 32 »."
        )
    return text


def _sender(environment: Mapping[str, str]) -> str:
    text = environment.get("CAP_SMTP_FROM", "").strip()
    if environment.get("CAP_SMTP_URL", "").strip() and not text:
        raise SettingError("CAP_SMTP_FROM : indiquez l'adresse d'expédition, puisque CAP_SMTP_URL est réglé.")
    if text and not _ADDRESS.match(text):
        raise SettingError(f"CAP_SMTP_FROM : « {text} » n'est pas une adresse électronique.")
    return text
