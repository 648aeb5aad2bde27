"""What the process may write: the server's own events, never a word of a message.

Rasa prints messages at DEBUG (structlog) and on failures (with the text in the exception). Everything that
is not ours is therefore silenced, and our own loggers log kinds and figures only.
"""

from __future__ import annotations

import logging
import logging.config
import os
import warnings
from typing import Any

import structlog

_OURS = ("bot", "actions")


def _nothing(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    raise structlog.DropEvent


def _say_nothing(*_: Any, **__: Any) -> None:
    """In place of the warnings of libraries."""


def configure() -> None:
    """Silence every logger but ours, on standard error, without tracebacks (they quote what was said)."""
    # rasa.telemetry asks the environment, at any time.
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Rasa shows its own bars, one a file, unless told that only errors matter.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # Filters would not do: some libraries put their own back when they are imported.
    warnings.showwarning = _say_nothing
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": True,
            "formatters": {
                "plain": {"()": f"{__name__}.NoTraceback", "format": "%(asctime)s %(levelname)s %(message)s"}
            },
            "handlers": {
                "ours": {"class": "logging.StreamHandler", "formatter": "plain"},
                "nowhere": {"class": "logging.NullHandler"},
            },
            "root": {"level": "CRITICAL", "handlers": ["nowhere"]},
            "loggers": {
                **{name: {"level": "INFO", "handlers": ["ours"], "propagate": False} for name in _OURS},
                **{
                    name: {"level": "CRITICAL", "handlers": ["nowhere"], "propagate": False}
                    for name in ("rasa", "rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "asyncio")
                },
            },
        }
    )
    structlog.configure(processors=[_nothing], cache_logger_on_first_use=False)


class NoTraceback(logging.Formatter):
    """One line a record: no traceback, no stack, no locals."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's own name)
        """Return the kind of the exception alone."""
        return str(getattr(ei[0], "__name__", ""))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 (logging's own name)
        """Return nothing."""
        return ""
