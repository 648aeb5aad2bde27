"""Reads the files of `data/academies/` and says, in French, what is wrong with them and where.

`load_directory` gives the directory or raises `DirectoryError` with every fault; `check_files` gives the
faults only. Each file stands alone: its sources point to its own `documents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.orientation.directory import Directory, DirectoryFile
from bot.orientation.directory_faults import Location, Problem, cross_problems, explain, syntax_problem

_OPENED = ("while parsing a flow", "while scanning a simple key", "while scanning a quoted")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend: the file, the line (from 1), what is wrong and what to write instead."""

    file: Path
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.problem}. {self.remedy}"


class DirectoryError(Exception):
    """The directory cannot be used; `faults` says all that must be mended."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class _Reading:
    """One file as read: its tree with line numbers, its plain copy, its record when the shape is right."""

    path: Path
    tree: Any
    raw: Any
    record: DirectoryFile | None
    faults: tuple[Fault, ...]

    def fault(self, problem: Problem) -> Fault:
        return Fault(self.path, _line(self.tree, problem.location), problem.problem, problem.remedy)


def default_paths(root: Path) -> list[Path]:
    """The directory files of a checkout, by name."""
    return sorted((root / "data" / "academies").glob("*.yml"))


def check_files(paths: Iterable[Path]) -> list[Fault]:
    """Every fault of these files, by file and line; an empty list when all is well."""
    return _faults([_read(path) for path in dict.fromkeys(paths)])


def load_directory(paths: Iterable[Path]) -> Directory:
    """The directory these files make together.

    Raises:
        DirectoryError: with every fault, when there is any.
    """
    readings = [_read(path) for path in dict.fromkeys(paths)]
    faults = _faults(readings)
    if faults:
        raise DirectoryError(faults)
    return Directory.from_files(reading.record for reading in readings if reading.record)


def _faults(readings: Sequence[_Reading]) -> list[Fault]:
    found = [fault for reading in readings for fault in reading.faults]
    found += _between_files([reading for reading in readings if isinstance(reading.raw, dict)])
    # An alias shows the same line at several places: one fault is enough.
    return sorted(set(found))


def _read(path: Path) -> _Reading:
    def unreadable(line: int, problem: str, remedy: str) -> _Reading:
        return _Reading(path, None, None, None, (Fault(path, line, problem, remedy),))

    try:
        text = path.read_text(encoding="utf-8")
        tree = YAML(typ="rt", pure=True).load(text)
        raw = _plain(tree)
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        return unreadable(line, "ce fichier n’est pas en UTF-8", "Enregistrez-le avec l’encodage UTF-8.")
    except OSError:
        return unreadable(1, "ce fichier ne peut pas être lu", "Vérifiez son nom et vos droits de lecture.")
    except MarkedYAMLError as error:
        # What is left open is told where it opens; the parser stumbles only on a later line.
        opened = (error.context or "").startswith(_OPENED)
        mark = error.context_mark if opened else error.problem_mark
        return unreadable(mark.line + 1 if mark else 1, *syntax_problem(f"{error.context}: {error.problem}"))
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return unreadable(line, *syntax_problem(str(error)))
    if not isinstance(raw, dict):
        return unreadable(1, "ce fichier est vide ou n’est pas fait de rubriques", "Partez d’une copie de lyon.yml.")
    problems, record = cross_problems(raw), None
    try:
        record = DirectoryFile.parse_obj(raw)
    except ValidationError as error:
        problems += explain(error.errors())
    draft = _Reading(path, tree, raw, record, ())
    return _Reading(path, tree, raw, record, tuple(draft.fault(problem) for problem in problems))


def _plain(node: Any) -> Any:
    """The tree as ordinary dictionaries with text keys, and lists."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return node


def _line(tree: Any, location: Location) -> int:
    """The line, from 1, of the deepest part of `location` that exists in the tree."""
    node, line = tree, 1
    for part in location:
        if isinstance(node, CommentedMap):
            key = next((key for key in node if str(key) == str(part)), None)
            if key is None or key not in (node.lc.data or {}):
                break
            line, node = node.lc.key(key)[0] + 1, node[key]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, node = node.lc.item(part)[0] + 1, node[part]
        else:
            break
    return int(line)


def _between_files(readings: Sequence[_Reading]) -> list[Fault]:
    """What is wrong only when the files stand together."""
    faults: list[Fault] = []
    seen: dict[tuple[str, str], tuple[Path, Any]] = {}
    for reading in readings:
        for kind, name, location, content in _claims(reading.raw):
            first, known = seen.setdefault((kind, name), (reading.path, content))
            if first == reading.path or (kind == "document" and known == content):
                continue
            problem, remedy = _CLASHES[kind]
            faults.append(reading.fault(Problem(location, problem.format(name, first.name), remedy)))
    return faults


_CLASHES = {
    "academie": (
        "l’académie « {} » est déjà déclarée dans {}",
        "Gardez un seul fichier par académie, ou changez l’identifiant.",
    ),
    "portee": (
        "un autre fichier, {1}, est déjà celui de toutes les académies",
        "Réunissez les deux fichiers, ou remplacez portee: par academie:.",
    ),
    "departement": (
        "le département {} est déjà celui d’une autre académie, dans {}",
        "Retirez-le de l’une des deux listes.",
    ),
    "document": (
        "le document « {} » est décrit autrement dans {}",
        "Écrivez la même description (titre, date, a_revoir_le) dans les deux fichiers.",
    ),
}


def _claims(raw: dict[str, Any]) -> Iterable[tuple[str, str, Location, Any]]:
    """What a file claims and no other may claim differently: (kind, name, place, content)."""
    academie = raw.get("academie")
    if isinstance(academie, dict):
        yield "academie", str(academie.get("id")), ("academie", "id"), None
        departements = academie.get("departements")
        for index, name in enumerate(departements if isinstance(departements, list) else []):
            yield "departement", str(name), ("academie", "departements", index), None
    if raw.get("portee") is not None:
        yield "portee", str(raw["portee"]), ("portee",), None
    documents = raw.get("documents")
    for index, document in enumerate(documents if isinstance(documents, list) else []):
        if isinstance(document, dict):
            yield "document", str(document.get("id")), ("documents", index, "id"), document
