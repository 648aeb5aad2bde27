"""Reading what a browser sends: checked strictly, refused in one way, never logged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sanic.request import Request

from bot.web.problems import Problem

LONGEST = 2_000
LONGEST_ID = 64
_LARGEST_BODY = 64 * 1024


def body_of(request: Request, *, optional: bool = False) -> dict[str, Any]:
    """The JSON object of the body. Raises Problem 400 (or 413 when it is huge)."""
    raw = request.body
    if len(raw) > _LARGEST_BODY:
        raise Problem(413)
    if not raw and optional:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem(400) from None
    if not isinstance(body, dict):
        raise Problem(400)
    return body


def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, the first value of each. Raises Problem 413 when it is huge."""
    if len(request.body) > _LARGEST_BODY:
        raise Problem(413)
    return {name: str(values[0]) for name, values in (request.form or {}).items() if values}


def said_or_chosen(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """(message, payload), exactly one of them set. Raises Problem 400 or 413."""
    message, payload = body.get("message"), body.get("payload")
    if (message is None) == (payload is None):
        raise Problem(400)
    given = message if message is not None else payload
    if not isinstance(given, str) or not given.strip() or (not given.isprintable() and _unreadable(given)):
        raise Problem(400)
    if len(given) > LONGEST:
        raise Problem(413)
    return message, payload


def id_of(body: dict[str, Any]) -> str:
    """What the page calls this message, so that it is answered once; "" for none. Raises Problem 400."""
    given = body.get("id", "")
    if not isinstance(given, str) or len(given) > LONGEST_ID:
        raise Problem(400)
    return given


def _unreadable(text: str) -> bool:
    """Whether a text holds half characters, which no JSON or database could carry further."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def token_of(request: Request) -> str:
    """The bearer token. Raises Problem 401 when it is missing."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Problem(401)
    return token.strip()


def check_origin(request: Request, allowed: Sequence[str]) -> str | None:
    """The foreign origin that may read the answer, or None for the same site. Raises Problem 403."""
    origin = request.headers.get("origin")
    if origin is None or origin.partition("://")[2] == request.headers.get("host"):
        return None
    if origin in allowed:
        return str(origin)
    raise Problem(403)
