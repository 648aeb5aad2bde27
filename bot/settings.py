"""Settings, from `CAP_*` environment variables: what each is for, its default, and one clear line when wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.datafiles import ROOT

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


@dataclass(frozen=True)
class Described:
    """One setting, for `cap settings` and the README."""

    variable: str
    default: str
    meaning: str


DESCRIPTIONS = (
    Described("CAP_HOST", "127.0.0.1", "adresse sur laquelle le serveur écoute"),
    Described("CAP_PORT", "5005", "port sur lequel le serveur écoute (1 à 65535)"),
    Described("CAP_ALLOWED_ORIGINS", "", "sites autorisés à intégrer la conversation, séparés par des virgules"),
    Described("CAP_SESSION_TTL", "1800", "durée d'une conversation sans message, en secondes (60 à 86400)"),
    Described("CAP_RATE_LIMIT", "60", "messages par minute pour une conversation, 0 pour aucune limite"),
    Described("CAP_MAX_SESSIONS", "10000", "conversations tenues en même temps en mémoire (1 à 1000000)"),
    Described("CAP_MODELS", "models", "dossier des modèles entraînés"),
)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingError for the first wrong value."""
    default = Settings()
    return Settings(
        host=environment.get("CAP_HOST", default.host) or default.host,
        port=_whole(environment, "CAP_PORT", default.port, 1, 65_535),
        allowed_origins=_origins(environment.get("CAP_ALLOWED_ORIGINS", "")),
        session_ttl=_whole(environment, "CAP_SESSION_TTL", default.session_ttl, 1, 86_400),
        rate_limit=_whole(environment, "CAP_RATE_LIMIT", default.rate_limit, 0, 100_000),
        max_sessions=_whole(environment, "CAP_MAX_SESSIONS", default.max_sessions, 1, 1_000_000),
        models=Path(environment.get("CAP_MODELS") or default.models),
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
