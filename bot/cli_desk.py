"""The commands over what is kept: `cap data`, `cap mentoring`, `cap stats`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bot.command_line import Command, FrenchParser, present_settings, quietly


def _at_desk(command: Command) -> Command:
    """Open the desk, quietly, before a command that needs what is kept."""

    @quietly
    def wrapped(arguments: argparse.Namespace) -> int:
        from bot import desk_commands

        desk_commands.opened(present_settings())
        return command(arguments)

    return wrapped


@_at_desk
def _data_export(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import export_data

    return export_data(arguments.code)


@_at_desk
def _data_erase(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import erase_data

    return erase_data(arguments.code)


@_at_desk
def _data_correct(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import correct_data

    return correct_data(arguments.code, arguments.champ, arguments.reponse)


@_at_desk
def _data_find(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import find_data

    return find_data(arguments.texte)


@_at_desk
def _data_purge(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import purge_data

    return purge_data()


@_at_desk
def _mentoring_list(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import list_people

    return list_people(arguments.usage, arguments.academie)


@_at_desk
def _mentoring_export(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import export_people

    return export_people(arguments.academie)


@_at_desk
def _stats(arguments: argparse.Namespace) -> int:
    from bot.desk_commands import show_statistics

    return show_statistics(as_json=arguments.json)


def add_desk(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """The commands about what is kept."""
    data = add("data", _data_purge, "ce qui est conservé : droits d'une personne par son code, durées")
    rights = data.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=FrenchParser)
    for name, command, summary in (
        ("export", _data_export, "écrit en JSON ce qui est conservé sous un code d'accès"),
        ("correct", _data_correct, "corrige une réponse conservée sous un code d'accès"),
        ("erase", _data_erase, "efface définitivement ce qui est conservé sous un code d'accès"),
    ):
        right = rights.add_parser(name, help=summary, description=summary)
        right.add_argument(
            "code", metavar="CODE", help="les sept mots, entre guillemets, ou une référence ; « - » pour les saisir"
        )
        right.set_defaults(command=command)
        if name == "correct":
            right.add_argument("champ", metavar="CHAMP", help="ce qu'il faut corriger, comme l'écrit « export » (nom…)")
            right.add_argument("reponse", metavar="RÉPONSE", help="la nouvelle réponse, entre guillemets")
    summary = "retrouve, pour qui a perdu son code, ce qui porte un nom entier, un courriel ou un téléphone"
    find = rights.add_parser("find", help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    find.add_argument("texte", metavar="TEXTE", help="le nom, le courriel ou le téléphone ; « - » pour le saisir")
    find.set_defaults(command=_data_find)
    purge = rights.add_parser("purge", help="efface ce qui est arrivé à son terme (le serveur le fait chaque jour)")
    purge.set_defaults(command=_data_purge)

    mentoring = add("mentoring", _mentoring_export, "les inscriptions au mentorat, pour la coordination")
    lists = mentoring.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=FrenchParser)
    for name, usage, summary in (
        ("candidates", "mentorat_inscription", "montre les candidatures à un accompagnement"),
        ("mentors", "mentorat_devenir_accompagnateur", "montre les personnes qui proposent d'accompagner"),
        ("export", "", "écrit les deux listes en CSV"),
    ):
        people = lists.add_parser(name, help=summary, description=summary)
        people.add_argument("--academie", metavar="ID", help="une seule académie, par exemple lyon")
        people.set_defaults(command=_mentoring_list if usage else _mentoring_export, usage=usage)

    stats = add("stats", _stats, "ce dont les personnels ont eu besoin, par académie, sans aucun nombre inférieur à 5")
    stats.add_argument("--json", action="store_true", help="résultat en JSON")
