"""The command `cap`: every message in French, errors on standard error, exit status 0, 1 or 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import settings as configuration

if TYPE_CHECKING:
    from bot.app import Assistant

Command = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """argparse, speaking French."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : {_in_french(message)}\n")


def _in_french(message: str) -> str:
    for english, french in (
        ("the following arguments are required:", "il manque :"),
        ("unrecognized arguments:", "je ne connais pas :"),
        ("invalid choice:", "choix inconnu :"),
        ("choose from", "au choix :"),
        ("expected one argument", "une valeur est attendue"),
        ("argument", "argument"),
    ):
        message = message.replace(english, french)
    return message


def _quietly(command: Command) -> Command:
    """Configure the logs (nothing of a message is ever written) before a command loads Rasa."""

    def wrapped(arguments: argparse.Namespace) -> int:
        # One thread a process for linear algebra, said before numpy loads: the idle threads of OpenBLAS spin,
        # and cost a message as much as the answer itself (45 ms of processor instead of 22).
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from bot import logs

        logs.configure()
        return command(arguments)

    return wrapped


def _settings() -> configuration.Settings:
    return configuration.from_environment(os.environ)


@_quietly
def _run(arguments: argparse.Namespace) -> int:
    settings = _settings()  # a wrong setting is told at once, before what takes seconds to import

    from bot import datafiles
    from bot.training import ensure_model

    datafiles.directory()
    model = ensure_model(settings.models)

    from bot.web import server

    def ready() -> None:
        print(f"Cap Soutien est prêt : http://{settings.host}:{settings.port}/", flush=True)

    def load() -> Assistant:
        from bot.app import load_assistant

        return load_assistant(model, settings)

    server.run(settings, load, ready)
    return 0


@_quietly
def _train(arguments: argparse.Namespace) -> int:
    from bot.training import ensure_model

    path = ensure_model(_settings().models, force=arguments.force)
    print(f"Modèle à jour : {path.name}")
    return 0


@_quietly
def _chat(arguments: argparse.Namespace) -> int:
    from bot.terminal import chat

    return chat(_settings(), arguments.academie)


@_quietly
def _nlu_parse(arguments: argparse.Namespace) -> int:
    from bot.understanding import parse_lines

    return parse_lines(_settings(), sys.stdin, sys.stdout)


@_quietly
def _nlu_evaluate(arguments: argparse.Namespace) -> int:
    from bot.understanding import evaluate_files

    return evaluate_files(_settings(), arguments.fichiers, as_json=arguments.json, report=arguments.report)


@_quietly
def _nlu_safety(arguments: argparse.Namespace) -> int:
    from bot.understanding import evaluate_safety

    return evaluate_safety(_settings(), arguments.fichiers, as_json=arguments.json)


@_quietly
def _nlu_cross_validate(arguments: argparse.Namespace) -> int:
    from bot.understanding import cross_validate

    return cross_validate(arguments.groupes)


def _directory_check(arguments: argparse.Namespace) -> int:
    from bot.datafiles import ROOT
    from bot.orientation.directory_files import check_files, default_paths

    files = arguments.fichiers or default_paths(ROOT)
    faults = check_files(files)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"Annuaire en ordre : {len(files)} fichiers vérifiés.")
    return 1 if faults else 0


def _show_settings(arguments: argparse.Namespace) -> int:
    _settings()
    for described in configuration.DESCRIPTIONS:
        value = os.environ.get(described.variable) or described.default or "(vide)"
        print(f"{described.variable}={value}\n    {described.meaning} ; par défaut : {described.default or '(vide)'}")
    return 0


@_quietly
def _doctor(arguments: argparse.Namespace) -> int:
    from bot.doctor import examine

    return examine(_settings())


def _at_least_two(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 2:
        raise argparse.ArgumentTypeError("un nombre entier, deux au moins")
    return number


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(prog="cap", description="Cap Soutien : la conversation qui indique la bonne porte.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=_Parser)

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(command=command)
        return sub

    add("run", _run, "sert la conversation (entraîne d'abord le modèle si les données ont changé)")
    train = add("train", _train, "entraîne le modèle si les données ont changé")
    train.add_argument("--force", action="store_true", help="entraîne même si rien n'a changé")
    chat = add("chat", _chat, "converse dans le terminal, les boutons étant des numéros")
    chat.add_argument("--academie", metavar="ID", help="académie, par exemple strasbourg")
    add("settings", _show_settings, "montre les réglages CAP_*, leurs valeurs et ce qu'ils font")
    add("doctor", _doctor, "dit ce qui manque ou est mal réglé, et comment y remédier")

    nlu = add("nlu", _directory_check, "interroge et mesure la compréhension")
    nlu_commands = nlu.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=_Parser)
    parse = nlu_commands.add_parser("parse", help="lit un message par ligne, écrit un objet JSON par ligne")
    parse.set_defaults(command=_nlu_parse)
    for name, command, summary in (
        ("evaluate", _nlu_evaluate, "mesure l'exactitude sur un fichier de lignes {text, intent}"),
        ("safety", _nlu_safety, "mesure les urgences sur un fichier de lignes {text, label, kind}"),
    ):
        measure = nlu_commands.add_parser(name, help=summary, description=summary)
        measure.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER.jsonl")
        measure.add_argument("--json", action="store_true", help="résultat en JSON")
        measure.set_defaults(command=command)
        if name == "evaluate":
            measure.add_argument("--report", type=Path, metavar="FICHIER.html", help="dessine aussi le résultat")
    left_out = nlu_commands.add_parser(
        "cross-validate", help="mesure l'exactitude sur des auteurs laissés de côté (quelques minutes)"
    )
    left_out.add_argument("--groupes", type=_at_least_two, default=6, metavar="N", help="groupes d'auteurs (6)")
    left_out.set_defaults(command=_nlu_cross_validate)

    directory = add("directory", _directory_check, "l'annuaire des services")
    directory_commands = directory.add_subparsers(
        title="commandes", metavar="COMMANDE", required=True, parser_class=_Parser
    )
    check = directory_commands.add_parser("check", help="vérifie les fichiers d'annuaire et dit comment les corriger")
    check.add_argument("fichiers", nargs="*", type=Path, metavar="FICHIER")
    check.set_defaults(command=_directory_check)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status: 0 done, 1 found wrong, 2 misused."""
    from bot.datafiles import DataFileError
    from bot.orientation.directory_files import DirectoryError
    from bot.training import TrainingError

    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.command(parsed))
    except configuration.SettingError as fault:
        print(fault, file=sys.stderr)
        return 2
    except (DataFileError, DirectoryError, TrainingError) as fault:
        print(fault, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


if __name__ == "__main__":
    sys.exit(main())
