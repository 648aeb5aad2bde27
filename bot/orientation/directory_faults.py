"""Turns what is wrong with a directory file into French sentences: the problem, and what to write instead.

Three origins: the YAML itself (`syntax_problem`), the shape of a record (`explain`, from pydantic's errors),
and the ties inside a file (`cross_problems`: cited documents, duplicates, départements). Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from pydantic.fields import ModelField

from bot.orientation.directory_models import DirectoryFile
from bot.orientation.directory_shapes import instead, is_departement, nearest

Location = tuple[int | str, ...]


class Problem(NamedTuple):
    """A fault at a place of the file (the keys and ranks that lead there)."""

    location: Location
    problem: str
    remedy: str


_SYNTAX: Final = {
    "mapping values are not allowed": (
        "deux-points inattendus",
        "Mettez tout le texte entre guillemets droits, ou vérifiez les espaces du début et après le tiret.",
    ),
    "escape character": (
        "une barre oblique inversée se trouve dans un texte entre guillemets",
        "Enlevez-la, ou doublez-la.",
    ),
    "cannot start any token": (
        "une tabulation ou un signe réservé se trouve en début de texte",
        "Remplacez la tabulation par des espaces, ou mettez le texte entre guillemets droits.",
    ),
    "duplicate key": ("la même rubrique est écrite deux fois", "Gardez-en une seule."),
    "undefined alias": (
        "un rappel *nom ne correspond à aucun &nom écrit plus haut",
        "Corrigez le nom, ou écrivez le passage en entier.",
    ),
    "quoted scalar": (
        "un guillemet droit n’est pas refermé",
        'Ajoutez le guillemet droit " à la fin du texte.',
    ),
    "expected ',' or": (
        "une accolade, un crochet ou un guillemet n’est pas refermé, ou une virgule manque",
        "Vérifiez les virgules et les guillemets droits, puis l’accolade } ou le crochet ] de la fin.",
    ),
    "could not find expected ':'": (
        "il manque deux-points après le nom d’une rubrique",
        "Écrivez nom: valeur.",
    ),
    "special characters": ("un caractère invisible n’est pas permis", "Effacez-le et retapez la ligne."),
    "expected <block end>": (
        "cette ligne n’est pas alignée avec les autres, ou un guillemet manque ou est de trop juste avant",
        "Donnez-lui le même nombre d’espaces qu’à ses voisines, et vérifiez les guillemets.",
    ),
}


def syntax_problem(message: str) -> tuple[str, str]:
    """The problem and the remedy for a message of the YAML parser."""
    for sign, sentence in _SYNTAX.items():
        if sign in message:
            return sentence
    return (
        "cette ligne n’est pas écrite comme les autres",
        "Comparez-la avec ses voisines : espaces en début de ligne, deux-points, guillemets droits.",
    )


def explain(errors: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """One problem for each error of pydantic; a misspelt key is not reported as missing too."""
    misspelt: set[Location] = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), _keys(error["loc"])) or "")
        for error in errors
        if error["type"] == "value_error.extra"
    }
    return [_explain(error) for error in errors if not _told(error, misspelt)]


# Of each pair one must be there; a misspelling of the second makes the first look forgotten.
_ALTERNATIVES: Final = {"contact_absent": "contacts", "rubrique": "page"}


def _told(error: Mapping[str, Any], misspelt: set[Location]) -> bool:
    loc: Location = tuple(error["loc"])
    twin: Location = (*loc[:-1], _ALTERNATIVES.get(str(loc[-1]), loc[-1]))
    return error["type"] in ("value_error.missing", "value_error.refusal") and bool(misspelt & {loc, twin})


def _explain(error: Mapping[str, Any]) -> Problem:
    location, kind, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
    name = next(str(part) for part in reversed(location) if isinstance(part, str))
    if kind == "value_error.refusal":
        return Problem(location, context["problem"], context["remedy"])
    if kind == "value_error.extra":
        return Problem(location, f"rubrique inconnue « {name} »", instead(name, _keys(location)))
    example = _example(location)
    if kind == "value_error.missing":
        return Problem(location, f"la rubrique « {name} » manque", f"Ajoutez {name}: {example}.")
    if kind == "value_error.const":
        choices = [str(choice) for choice in context["permitted"]]
        written = str(context.get("given", ""))
        return Problem(location, f"« {written} » n’est pas permis pour « {name} »", instead(written, choices))
    if kind == "type_error.none.not_allowed" or kind == "value_error.any_str.min_length":
        return Problem(location, f"« {name} » est vide", f"Écrivez {name}: {example}, ou supprimez la ligne.")
    return Problem(location, f"la valeur de « {name} » n’a pas la forme attendue", f"Écrivez {name}: {example}.")


def _field(location: Sequence[int | str]) -> tuple[type[BaseModel], ModelField | None]:
    """The record that holds a place of the file, and the field at that place."""
    model: type[BaseModel] = DirectoryFile
    field: ModelField | None = None
    for part in location:
        if isinstance(part, int):
            continue
        if field is not None and isinstance(field.type_, type) and issubclass(field.type_, BaseModel):
            model = field.type_
        field = next((known for known in model.__fields__.values() if known.alias == part), None)
    return model, field


def _keys(location: Sequence[int | str]) -> list[str]:
    return [field.alias for field in _field(location)[0].__fields__.values()]


def _example(location: Sequence[int | str]) -> str:
    field = _field(location)[1]
    if field is None:
        return "…"
    if "example" in field.field_info.extra:
        return str(field.field_info.extra["example"])
    required = ", ".join(f"{known.alias}: …" for known in field.type_.__fields__.values() if known.required)
    return f"[{{{required}}}]" if field.outer_type_ is not field.type_ else f"{{{required}}}"


def cross_problems(raw: dict[str, Any]) -> list[Problem]:
    """What a record cannot see of itself: whose file it is, cited documents, duplicates, départements."""
    return [*_scope(raw), *_citations(raw), *_duplicates(raw), *_departements(raw)]


def _scope(raw: dict[str, Any]) -> Iterator[Problem]:
    if ("academie" in raw) == ("portee" in raw):
        yield Problem(
            ("portee",) if "portee" in raw else (),
            "ce fichier doit dire pour qui il est : une académie, ou toutes",
            "Écrivez soit academie: (id, nom, departements), soit portee: nationale, mais un seul des deux.",
        )
    if "academie" in raw and "numeros" in raw:
        yield Problem(
            ("numeros",),
            "les numéros nationaux ne sont pas propres à une académie",
            "Écrivez-les dans national.yml.",
        )


def _citations(raw: dict[str, Any]) -> Iterator[Problem]:
    if "documents" not in raw:  # Told once, as a missing section.
        return
    known = [str(document.get("id")) for _, document in _items(raw, "documents")]
    for location, node in _mappings(raw, ()):
        source = node.get("source")
        cited = source.get("document") if isinstance(source, dict) else None
        if cited is not None and str(cited) not in known:
            remedy = instead(str(cited), known) if known else "Ajoutez ce document à la liste documents:."
            yield Problem((*location, "source", "document"), f"document inconnu « {cited} »", remedy)


def _duplicates(raw: dict[str, Any]) -> Iterator[Problem]:
    kinds = {
        "services": ("id", "le service"),
        "documents": ("id", "le document"),
        "numeros": ("numero", "le numéro"),
    }
    for section, (key, noun) in kinds.items():
        seen: Counter[str] = Counter()
        for index, item in _items(raw, section):
            name = str(item.get(key))
            seen[name] += 1
            if seen[name] > 1 and key in item:
                yield Problem(
                    (section, index, key),
                    f"{noun} « {name} » est écrit deux fois",
                    "Gardez une seule description.",
                )


def _departements(raw: dict[str, Any]) -> Iterator[Problem]:
    academie = raw.get("academie")
    listed = academie.get("departements") if isinstance(academie, dict) else None
    if not isinstance(listed, list):
        return
    known = [str(name) for name in listed]
    for rank, service in _items(raw, "services"):
        for index, contact in _items(service, "contacts"):
            departement = contact.get("departement")
            if is_departement(str(departement)) and str(departement) not in known:
                yield Problem(
                    ("services", rank, "contacts", index, "departement"),
                    f"le département « {departement} » n’est pas de cette académie",
                    f"Choisissez parmi : {', '.join(known)} ; ou ajoutez-le à departements:.",
                )


def _items(node: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """The records of a list, with their rank; nothing when the file has something else there."""
    items = node.get(key)
    ranked = enumerate(items if isinstance(items, list) else [])
    return [(rank, item) for rank, item in ranked if isinstance(item, dict)]


def _mappings(node: Any, location: Location) -> Iterator[tuple[Location, dict[str, Any]]]:
    if isinstance(node, dict):
        yield location, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for part, child in children:
        yield from _mappings(child, (*location, part))
