"""What every command shares: a parser that speaks French, silence before Rasa loads, the settings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from bot import settings as configuration

Command = Callable[[argparse.Namespace], int]


class _FrenchHelp(argparse.HelpFormatter):
    """argparse's layout, its one English word translated."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "utilisation : " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """argparse, speaking French."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _FrenchHelp})
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

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


def quietly(command: Command) -> Command:
    """Configure the logs (nothing of a message is ever written) before a command loads Rasa."""

    def wrapped(arguments: argparse.Namespace) -> int:
        # One thread a process for linear algebra, said before numpy loads: the idle threads of OpenBLAS spin,
        # and cost a message as much as the answer itself (45 ms of processor instead of 22).
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from bot import logs

        logs.configure()
        return command(arguments)

    return wrapped


def present_settings() -> configuration.Settings:
    """The settings of this process. Raises SettingError."""
    return configuration.from_environment(os.environ)
