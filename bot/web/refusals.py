"""What is answered to a request that fails; a danger said in it is heard all the same."""

from __future__ import annotations

from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot import datafiles
from bot.conversations.conversations import NotOffered, TooFast, UnknownConversation
from bot.conversations.vaults import VaultUnavailable
from bot.web import plain_chat
from bot.web.plain_chat import Alarm
from bot.web.problems import Problem, answer
from bot.web.requests import LONGEST, body_of, form_of

MESSAGES = "/webchat/messages"

_STATUSES = {UnknownConversation: 401, NotOffered: 422, TooFast: 429, VaultUnavailable: 503}
# Refused for a reason that is not in what was meant: whoever is in danger is answered all the same.
_NO_MORE = 401
_STILL_READ = (_NO_MORE, 413, 500, 503)


def refused(request: Request, failure: Exception, alarm: Alarm | None) -> HTTPResponse:
    """The problem that a failure is told as, or the page of the form that was sent.

    It holds the emergency answer if a danger was said.

    Args:
        alarm: the emergency answer to a text, empty if it says no danger; None while nothing can be read yet.
    """
    status = next((s for kind, s in _STATUSES.items() if isinstance(failure, kind)), None)
    status = status or int(getattr(failure, "status_code", 500))
    wait = failure.seconds if isinstance(failure, TooFast) else getattr(failure, "retry_after", 0.0)
    if request.path == plain_chat.PATH:
        shown = plain_chat.failed(_fields(request), alarm, datafiles.directory(), status, wait=wait)
        # What the browser keeps of a conversation that is no more is dropped with it.
        return html(shown, status, {"Clear-Site-Data": '"cache"'} if status == _NO_MORE else None)
    said = _said(request) if status in _STILL_READ and request.path == MESSAGES else ""
    return answer(status, retry_after=wait, messages=alarm(said) if alarm and said else ())


def _fields(request: Request) -> dict[str, str]:
    try:
        return form_of(request)
    except Problem:
        return {}


def _said(request: Request) -> str:
    """The beginning of what was written; empty if it cannot be read."""
    try:
        message = body_of(request).get("message")
    except Problem:
        return ""
    return message[:LONGEST] if isinstance(message, str) else ""
