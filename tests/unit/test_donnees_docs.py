"""The data protection officer's folder tells what is so: its tests exist, its figures are those of the software."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bot import datafiles
from bot.consent.desk import COUNTED
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "donnees"
DOCUMENTS = {
    "README.md",
    "analyse-impact.md",
    "compromission.md",
    "droits.md",
    "durees.md",
    "exploitation.md",
    "notice.md",
    "registre.md",
    "sous-traitants.md",
}
_TEST = re.compile(r"(tests/[\w/-]+\.py)::(\w+)")
_PROMISE = re.compile(r"^(\d+)\. .+ `tests/privacy/test_(\d\d)_\w+\.py::test_\w+`$", re.MULTILINE)
_ROW = re.compile(r"^\| [^|]*\(`(\w+)`\) \| (\d+)\s(minutes|jours) \|", re.MULTILINE)
_DAYS = re.compile(r"(\d+)\sjours")
_MINUTES = re.compile(r"(\d+)\sminutes")
_LINK = re.compile(r"\]\(([\w.-]+)\)")


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def defined_in(path: Path) -> set[str]:
    """Names of the tests that a file defines, read without running it; none if there is no such file."""
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_every_document_exists_and_is_linked() -> None:
    assert {path.name for path in FOLDER.iterdir()} == DOCUMENTS
    linked = {link for name in DOCUMENTS for link in _LINK.findall(read(name))}
    assert linked <= DOCUMENTS
    assert set(_LINK.findall(read("README.md"))) == DOCUMENTS - {"README.md"}


def test_every_test_named_in_the_docs_exists() -> None:
    documents = sorted((ROOT / "docs").rglob("*.md"))
    named = {found for path in documents for found in _TEST.findall(path.read_text(encoding="utf-8"))}
    assert named
    assert sorted(f"{file}::{test}" for file, test in named if test not in defined_in(ROOT / file)) == []


def test_no_protection_is_told_without_a_test() -> None:
    assert [path.name for path in FOLDER.glob("*.md") if "(sans test)" in " ".join(read(path.name).split())] == []


def test_each_of_the_fifteen_promises_ends_with_its_test() -> None:
    numbers = [(int(promise), int(test)) for promise, test in _PROMISE.findall(read("README.md"))]
    assert numbers == [(number, number) for number in range(1, 16)]


def test_counts_have_an_end_everywhere() -> None:
    assert f"| {COUNTED.days // 7} semaines |" in read("durees.md")
    assert f"{COUNTED.days // 7} semaines" in read("notice.md")
    assert not any("sans limite" in read(path.name) for path in FOLDER.glob("*.md"))


def test_the_retention_table_is_what_the_software_does() -> None:
    told = {name: (int(number), unit) for name, number, unit in _ROW.findall(read("durees.md"))}
    usages = datafiles.usages().usages
    assert told == {
        "CAP_SESSION_TTL": (Settings().session_ttl // 60, "minutes"),
        **{name: (usage.jours, "jours") for name, usage in usages.items()},
    }


def test_no_other_document_tells_another_duration() -> None:
    days = {usage.jours for usage in datafiles.usages().usages.values()}
    for name in DOCUMENTS:
        assert {int(number) for number in _DAYS.findall(read(name))} <= days, name
        assert {int(number) * 60 for number in _MINUTES.findall(read(name))} <= {Settings().session_ttl}, name
