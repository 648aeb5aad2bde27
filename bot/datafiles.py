"""Where the data of the trade lives, and how it is read. The only I/O of the orientation's own files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.consent.usages import Usages
from bot.orientation.directory import Directory
from bot.orientation.directory_files import default_paths, load_directory
from bot.orientation.faq import Faq
from bot.orientation.needs import Needs
from bot.orientation.places import Places
from bot.orientation.precisions import Precisions

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
Model = TypeVar("Model", bound=BaseModel)


class DataFileError(ValueError):
    """A data file that cannot be used; its message, in French, names the file and the fault."""


def read_yaml(path: Path) -> Any:
    """Read one YAML file. Raises DataFileError if it is missing or malformed."""
    try:
        return YAML(typ="safe").load(path)
    except (OSError, YAMLError) as fault:
        raise DataFileError(f"{path.name} : fichier illisible. {fault}") from fault


def _parsed(kind: type[Model], path: Path) -> Model:
    try:
        return kind.parse_obj(read_yaml(path))
    except ValidationError as fault:
        raise DataFileError(f"{path.name} : {fault}") from fault


@lru_cache(maxsize=1)
def needs() -> Needs:
    """The table of needs. Raises DataFileError."""
    return _parsed(Needs, DATA / "orientation" / "besoins.yml")


@lru_cache(maxsize=1)
def precisions() -> Precisions:
    """The reader of short answers. Raises DataFileError."""
    path = DATA / "orientation" / "precisions.yml"
    try:
        return Precisions.from_data(read_yaml(path))
    except ValueError as fault:
        raise DataFileError(f"{path.name} : {fault}") from fault


@lru_cache(maxsize=1)
def faq() -> Faq:
    """The ten answers about the mentoring. Raises DataFileError."""
    return _parsed(Faq, DATA / "orientation" / "mentorat.yml")


@lru_cache(maxsize=1)
def usages() -> Usages:
    """What may be kept with an agreement. Raises DataFileError."""
    return _parsed(Usages, DATA / "consent" / "usages.yml")


@lru_cache(maxsize=1)
def places() -> Places:
    """Départements by number, name and town. Raises DataFileError."""
    return Places.from_data(read_yaml(DATA / "orientation" / "departements.yml"))


@lru_cache(maxsize=1)
def directory() -> Directory:
    """The directory of services. Raises DirectoryError with every fault."""
    return load_directory(default_paths(ROOT))
