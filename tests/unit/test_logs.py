"""What is logged is chosen: fixed words, and beside them kinds, figures and names of ours. Read in the code itself."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

from bot.logs import NoTraceback

ROOT = Path(__file__).parents[2]
_LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
# An expression of a log call that holds nothing of a person: one more has to be thought about.
_ALLOWED = {
    "type(failure).__name__",
    "code",  # an SMTP server's
    "delivery.service",
    "delivery.reference",
    "withdrawal.service",
    "withdrawal.reference",
}


def logged() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(called, ast.Attribute)
                and called.attr in _LEVELS
                and isinstance(called.value, ast.Name)
                and called.value.id in ("logger", "logging")
            ):
                assert isinstance(node, ast.Call)
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_only_what_is_allowed_is_logged() -> None:
    calls = list(logged())
    assert len(calls) >= 8
    for place, call in calls:
        first, *others = call.args
        assert isinstance(first, ast.Constant) and isinstance(first.value, str), place
        assert {ast.unparse(other) for other in others} <= _ALLOWED, place
        assert call.keywords == [], place  # neither exc_info nor extra


def test_a_failure_is_written_as_its_kind_alone() -> None:
    failure = ValueError("ce que quelqu'un a écrit")
    about = (ValueError, failure, None)
    record = logging.getLogger("bot").makeRecord("bot", logging.ERROR, "f", 1, "told", (), about)
    assert NoTraceback("%(message)s").format(record) == "told\nValueError"
