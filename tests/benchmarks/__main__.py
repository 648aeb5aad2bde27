"""`make bench`: start each bot for real, talk to it, and print what was measured side by side.

The stock bot is the one of `rasa init`, with its own example action enabled so that it needs its action
server. One message in four asks for that action; nearly all of Cap Soutien's messages run one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import aiohttp

from bot.progress import progress
from bot.typography import typeset

from . import load, sealing, servers
from .table import CAP, STOCK, TITLES, Figures, Goal, goals, number, table

_HERE = Path(__file__).parent
_USAGE = "python -m tests.benchmarks [--seconds N] [--only cap|stock] [--json FICHIER]"
_LIMITS = "N va de 1 à 600 ; le dossier de FICHIER doit exister."
_EXPECTED_LATENCY_SECONDS = {CAP: 3.0, STOCK: 10.0}


class _Parser(argparse.ArgumentParser):
    """argparse, speaking French."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, typeset(f"Option mal écrite. Usage : {_USAGE}\n{_LIMITS}\n"))


def _seconds(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 600:
        raise ValueError(text)
    return value


def _writable(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not os.access(path.absolute().parent, os.W_OK):
        raise ValueError(text)
    return path


def _parser() -> _Parser:
    parser = _Parser(usage=_USAGE, description="Compare Cap Soutien au bot de « rasa init ».")
    add = parser.add_argument
    add("--seconds", type=_seconds, default=15.0, metavar="N", help="durée de la mesure du débit (15 sinon)")
    add("--only", choices=(CAP, STOCK), help="ne mesure que l'un des deux, sans juger les objectifs")
    add("--json", type=_writable, metavar="FICHIER", help="écrit aussi les mesures en JSON")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0 if the goals hold or are not judged, 1 if not, or on failure."""
    chosen = _parser().parse_args(arguments)
    for ending in (signal.SIGTERM, signal.SIGHUP):  # so that the servers are stopped on the way out
        signal.signal(ending, lambda received, _: sys.exit(128 + received))
    busy = os.getloadavg()[0]
    try:
        servers.check_machine()
        with TemporaryDirectory(prefix="cap-bench-") as folder:
            measured = _measure(Path(folder), [chosen.only] if chosen.only else [CAP, STOCK], chosen.seconds)
    except load.BenchmarkError as failure:
        print(typeset(str(failure)), file=sys.stderr)
        return 1
    except (aiohttp.ClientError, asyncio.TimeoutError) as failure:
        print(typeset(f"Un serveur a cessé de répondre : {failure!r}"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    judged = goals(measured)
    print(table(measured))
    print(typeset(f"Machine : {os.cpu_count()} processeurs, charge de {number(busy)} au début."))
    for goal in judged:
        print(goal.text)
    told, sealed_in_time = sealing.line()
    print(typeset(told))
    if chosen.json:
        _write(chosen.json, measured, judged, busy)
    return 0 if all(goal.met for goal in judged) and sealed_in_time else 1


def _measure(folder: Path, wanted: Sequence[str], seconds: float) -> dict[str, Figures]:
    """Prepare everything first, then measure one bot after the other, each alone on the machine."""
    project = folder / "stock"
    if CAP in wanted:
        with progress("Cap Soutien : modèle à jour", expected=5):
            servers.train_cap(folder)
    if STOCK in wanted:
        with progress("rasa init : création du projet", expected=70):
            servers.lay_out_stock(project)
        with progress("rasa init : entraînement avec une action", expected=60):
            servers.train_stock(project)
    measured = {}
    if CAP in wanted:
        measured[CAP] = _one(CAP, servers.cap(folder), load.CapSpeaker, "Bonjour à vous", seconds)
    if STOCK in wanted:
        measured[STOCK] = _one(STOCK, servers.stock(project), load.StockSpeaker, load.HELLO_WORLD[0], seconds)
    return measured


def _one(
    name: str,
    start: AbstractContextManager[servers.Bot],
    speaker: load.SpeakerKind,
    first: str,
    seconds: float,
) -> Figures:
    """Start one bot, measure it, stop it."""
    conversations = load.read_conversations(_HERE / f"messages_{name}.txt")
    began = time.perf_counter()
    with start as bot:
        with progress(f"{TITLES[name]} : démarrage", expected=30):
            asyncio.run(load.first_answer(speaker, bot.address, first, bot.check_alive))
        started = time.perf_counter() - began
        with progress(f"{TITLES[name]} : un client", expected=_EXPECTED_LATENCY_SECONDS[name]):
            speed = asyncio.run(load.latency(speaker, bot.address, conversations))
        with progress(f"{TITLES[name]} : {load.CLIENTS} clients", expected=seconds):
            flow = asyncio.run(load.throughput(speaker, bot.address, conversations, seconds))
        return Figures(started, bot.memory(), speed.p50, speed.p95, flow)


def _write(path: Path, measured: dict[str, Figures], judged: list[Goal], busy: float) -> None:
    content = {
        "machine": {"processors": os.cpu_count(), "load": busy, "python": platform.python_version()},
        "measured": {name: asdict(figures) for name, figures in measured.items()},
        "goals": [asdict(goal) for goal in judged],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
