"""Errors as `application/problem+json` (RFC 9457), in French, never echoing what was sent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json

from bot.typography import typeset

_TITLES = {
    400: "Requête mal formée",
    401: "Conversation inconnue ou terminée",
    403: "Site non autorisé",
    404: "Page introuvable",
    405: "Méthode non prévue",
    413: "Message trop long",
    422: "Choix non proposé",
    429: "Trop de messages",
    500: "Erreur du serveur",
    503: "Momentanément indisponible",
}
_DETAILS = {
    400: "La demande n'est pas lisible. Envoyez du JSON avec « message » ou « payload ».",
    401: "Cette conversation n'existe plus. Vous pouvez en commencer une nouvelle.",
    403: "Ce site n'est pas autorisé à utiliser Cap Soutien.",
    404: "Cette adresse n'existe pas ici.",
    405: "Cette adresse ne répond pas à cette méthode.",
    413: "Le message dépasse 2 000 caractères. Raccourcissez-le, puis renvoyez-le.",
    422: "Ce choix n'a pas été proposé dans cette conversation.",
    500: "Quelque chose n'a pas fonctionné de notre côté. Réessayez dans un instant. "
    "En cas d'urgence : 3114, 15, 17 ou 112.",
    503: "Cap Soutien n'est pas disponible pour l'instant. Réessayez dans quelques secondes. "
    "En cas d'urgence : 3114, 15, 17 ou 112.",
}


class Problem(SanicException):
    """An error of the contract, raised by a handler."""

    def __init__(self, status: int, *, retry_after: float = 0.0) -> None:
        super().__init__(_TITLES[status], status_code=status)
        self.retry_after = retry_after


def answer(status: int, *, retry_after: float = 0.0, messages: Sequence[Mapping[str, Any]] = ()) -> HTTPResponse:
    """The problem+json answer of a status; `messages`, if any, is an extension member (RFC 9457, 3.2)."""
    status = status if status in _TITLES else (400 if status < 500 else 500)
    headers: dict[str, str] = {}
    detail = _DETAILS.get(status, "")
    if status == 429:
        seconds = max(1, math.ceil(retry_after))
        headers["Retry-After"] = str(seconds)
        detail = f"Vous écrivez très vite. Réessayez dans {seconds} secondes. En cas d'urgence : 3114, 15, 17 ou 112."
    if status == 503:
        headers["Retry-After"] = "5"
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": typeset(_TITLES[status]),
        "status": status,
        "detail": typeset(detail),
        **({"messages": messages} if messages else {}),
    }
    return json(body, status=status, headers=headers, content_type="application/problem+json", ensure_ascii=False)
