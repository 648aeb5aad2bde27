"""The command `cap`: every message in French, errors on standard error, exit status 0, 1 or 2."""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import settings as configuration
from bot.cli_desk import add_desk
from bot.command_line import Command, FrenchParser, present_settings, quietly

if TYPE_CHECKING:
    from bot.app import Assistant


@quietly
def _run(arguments: argparse.Namespace) -> int:
    settings = present_settings()  # a wrong setting is told at once, before what takes seconds to import

    from bot import datafiles
    from bot.training import ensure_model

    datafiles.directory()
    model = ensure_model(settings.models)

    from bot.web import serving

    def ready() -> None:
        print(f"Cap Soutien est prêt : http://{settings.host}:{settings.port}/", flush=True)

    def load() -> Assistant:
        from bot.app import load_assistant

        return load_assistant(model, settings)

    # A dump of the memory would keep what is written nowhere: keys, tokens, messages being answered.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        serving.run(settings, load, ready)
    except serving.PortTaken:
        print(
            f"CAP_PORT : le port {settings.port} de {settings.host} ne peut pas être ouvert. Un programme l'occupe "
            "peut-être déjà : arrêtez-le, ou réglez CAP_PORT.",
            file=sys.stderr,
        )
        return 1
    except _told():
        raise
    except Exception as failure:  # its words, and its traceback, may hold values
        kind = type(failure).__name__
        print(f"Cap Soutien n'a pas pu démarrer ({kind}). Pour chercher pourquoi : cap doctor", file=sys.stderr)
        return 1
    return 0


@quietly
def _train(arguments: argparse.Namespace) -> int:
    from bot.training import ensure_model

    path = ensure_model(present_settings().models, force=arguments.force)
    print(f"Modèle à jour : {path.name}")
    return 0


@quietly
def _chat(arguments: argparse.Namespace) -> int:
    from bot.terminal import chat

    return chat(present_settings(), arguments.academie)


@quietly
def _nlu_parse(arguments: argparse.Namespace) -> int:
    from bot.understanding import parse_lines

    return parse_lines(present_settings(), sys.stdin, sys.stdout)


@quietly
def _nlu_evaluate(arguments: argparse.Namespace) -> int:
    from bot.understanding import evaluate_files

    return evaluate_files(present_settings(), arguments.fichiers, as_json=arguments.json, report=arguments.report)


@quietly
def _nlu_safety(arguments: argparse.Namespace) -> int:
    from bot.understanding import evaluate_safety

    return evaluate_safety(present_settings(), arguments.fichiers, as_json=arguments.json)


@quietly
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
    present_settings()
    for described in configuration.DESCRIPTIONS:
        given = os.environ.get(described.variable)
        value = "(réglé)" if given and described.secret else given or described.default or "(vide)"
        print(f"{described.variable}={value}\n    {described.meaning} ; par défaut : {described.default or '(vide)'}")
    return 0


@quietly
def _doctor(arguments: argparse.Namespace) -> int:
    from bot.doctor import examine

    return examine(present_settings())


def _at_least_two(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 2:
        raise argparse.ArgumentTypeError("un nombre entier, deux au moins")
    return number


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = FrenchParser(prog="cap", description="Cap Soutien : la conversation qui indique la bonne porte.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=FrenchParser)

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
    nlu_commands = nlu.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=FrenchParser)
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
        title="commandes", metavar="COMMANDE", required=True, parser_class=FrenchParser
    )
    check = directory_commands.add_parser("check", help="vérifie les fichiers d'annuaire et dit comment les corriger")
    check.add_argument("fichiers", nargs="*", type=Path, metavar="FICHIER")
    check.set_defaults(command=_directory_check)
    add_desk(add)
    return parser


def _told() -> tuple[type[Exception], ...]:
    """The failures whose message, in French, is for the person at the terminal."""
    from bot.consent.opening import DeskError
    from bot.conversations.vaults import RedisRefused
    from bot.datafiles import DataFileError
    from bot.orientation.directory_files import DirectoryError
    from bot.training import TrainingError

    return (configuration.SettingError, DataFileError, DeskError, DirectoryError, RedisRefused, TrainingError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status: 0 done, 1 found wrong, 2 misused."""
    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.command(parsed))
    except _told() as fault:
        print(fault, file=sys.stderr)
        return 2 if isinstance(fault, configuration.SettingError) else 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


if __name__ == "__main__":
    sys.exit(main())
