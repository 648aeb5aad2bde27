"""The conversation as plain forms, for a browser without JavaScript: each answer is a page.

The token travels in a hidden field and the page shows the last exchange alone: nothing of the conversation is in an
address, a cookie or a cache.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from bot.conversations.conversations import Conversations, NotOffered, UnknownConversation
from bot.conversations.vaults import VaultUnavailable
from bot.orientation.directory import Directory
from bot.web.layout import address, number_link, page, text
from bot.web.requests import LONGEST, id_of, said_or_chosen

Alarm = Callable[[str], list[dict[str, Any]]]
"""The emergency answer to a text; empty if it says no danger."""
PATH = "/conversation"
BEGIN, ERASE, LEAVE = "commencer", "effacer", "quitter"
_HELLO = (
    "Écrivez ce qui vous préoccupe : Cap Soutien, un programme et non une personne, vous indique à qui vous adresser. "
    "En cas de détresse : ☎ 3114, jour et nuit. En danger immédiat : ☎ 15, 17 ou 112."
)
_NOTICE = (
    "Rien de ce que vous écrivez n'est enregistré sans votre accord, et aucun nom n'est nécessaire. "
    "Le réseau d'où vous écrivez voit que vous visitez ce site."
)
_CODE = re.compile(r"\*\*(.+?)\*\*")
"""An access code stands out."""
_LAST_ONLY = "Cette page montre le dernier échange seulement : les précédents ne sont pas gardés."
_ERASED = "La conversation est effacée. Vous pouvez en commencer une autre."
_ENDED, _TOO_FAST = 401, 429
_AWAY = "Cap Soutien n'est pas disponible pour l'instant. Renvoyez votre message dans quelques secondes."
_NOT_ERASED = "L'effacement n'est pas confirmé. Sans message de vous, il se fait seul en trente minutes."
_REFUSED = {
    401: "Cette conversation est terminée et n'existe plus. Renvoyez votre message pour en commencer une autre.",
    400: "Votre message est vide ou illisible. Écrivez-le dans le champ.",
    413: "Votre message dépasse 2 000 caractères. Raccourcissez-le, puis renvoyez-le.",
    422: "Ce choix n'est plus proposé. Écrivez votre réponse dans le champ.",
}
_LEFT = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page vide</title></head><body><main><h1>Page vide</h1><p>Vous pouvez fermer cet onglet.</p></main></body></html>
"""


@dataclass(frozen=True)
class Answer:
    """What the browser is given, and what happened, to be counted."""

    html: str
    status: int = 200
    begun: bool = False
    answered: bool = False
    ended: bool = False
    """Whether what the browser keeps of earlier pages is to be dropped."""


@dataclass(frozen=True)
class _State:
    """What the page shows; `error` is said beside the field, which still holds `draft`."""

    directory: Directory
    academie: str | None
    token: str = ""
    messages: Sequence[Mapping[str, Any]] = ()
    said: str = ""
    told: str = ""
    error: str = ""
    draft: str = ""


def first_page(directory: Directory, academie: str | None) -> str:
    """The page of `GET /conversation`: the notice and an empty field; no conversation is begun yet."""
    return _shown(_state(directory, academie))


async def posted(fields: Mapping[str, str], conversations: Conversations, directory: Directory) -> Answer:
    """The page of `POST /conversation`: do what a form asks. What refuses it is raised, and shown by `failed`."""
    token, asked = fields.get("session", ""), fields.get("faire", "")
    state = _state(directory, fields.get("academie"))
    if asked in (ERASE, LEAVE):
        return await _ended(state, token, conversations, leaving=asked == LEAVE)
    given = {"message": _draft(fields) or None, "payload": fields.get("payload")}
    said, chosen = (None, None) if asked == BEGIN else said_or_chosen(given)
    message_id = id_of({"id": fields.get("id", "")})
    messages: list[dict[str, Any]] = []
    begun = not token
    if begun and chosen is not None:
        raise NotOffered  # nothing was, in a conversation that is not begun
    if begun:
        token, messages = await conversations.begin(state.academie)
    if said is not None:
        messages = await conversations.say(token, said, message_id)
    elif chosen is not None:
        messages = await conversations.choose(token, chosen, message_id)
    state = replace(state, token=token, messages=messages, said=said or "")
    return Answer(_shown(state), begun=begun, answered=asked != BEGIN)


def failed(
    fields: Mapping[str, str], alarm: Alarm | None, directory: Directory, status: int, *, wait: float = 0.0
) -> str:
    """The page that says what hinders, what was written still in its field; a danger said there is answered."""
    draft = _draft(fields)
    told = f"Vous écrivez très vite. Réessayez dans {int(wait) + 1} secondes." if status == _TOO_FAST else _AWAY
    state = replace(
        _state(directory, fields.get("academie")),
        token="" if status == _ENDED else fields.get("session", ""),
        draft=draft,
        messages=alarm(draft[:LONGEST]) if alarm and draft else (),
        error=_REFUSED.get(status, told),
    )
    return _shown(state)


def _draft(fields: Mapping[str, str]) -> str:
    """What was typed: browsers send lines ended in two characters, and count them as one."""
    return fields.get("message", "").replace("\r\n", "\n")


async def _ended(state: _State, token: str, conversations: Conversations, *, leaving: bool) -> Answer:
    """The page after « Effacer » or « Quitter », which leaves at once whatever happens."""
    status, told, error = 200, _ERASED, ""
    try:
        with suppress(UnknownConversation):  # it is no more: what was asked is so
            await conversations.end(token)
    except VaultUnavailable:
        status, told, error = 503, "", _NOT_ERASED
        state = replace(state, token=token)
    return Answer(_LEFT if leaving else _shown(replace(state, told=told, error=error)), status, ended=True)


def _state(directory: Directory, academie: str | None) -> _State:
    known = directory.academie(academie)
    return _State(directory, known.id if known else None)


def _shown(state: _State) -> str:
    notice = escape(address("/confidentialite", state.academie))
    exchange = _exchange(state) if state.messages else f"<p>{text(state.told or _HELLO)}</p>"
    start = "" if state.token else _form(state, _button("faire", BEGIN, "Voir ce que je peux demander"))
    ends = "".join(_form(state, _button("faire", what, what.capitalize())) for what in (ERASE, LEAVE))
    body = f"""<h1>Conversation</h1>
<p class="source">{text(_NOTICE)} <a href="{notice}">{text("Notice d'information")}</a></p>
{exchange}
{_form(state, _field(state))}
{start}{f'<div class="fin">{ends}</div>' if state.token else ""}"""
    return page(f"{'Erreur : ' if state.error else ''}Conversation, Cap Soutien", body, state.academie)


def _exchange(state: _State) -> str:
    mine = f'<p class="vous"><strong>Vous :</strong> {escape(state.said)}</p>' if state.said else ""
    shown = "".join(_message(message, state.directory) for message in state.messages)
    offered = [button for message in state.messages for button in message.get("buttons", ())]
    buttons = "".join(_button("payload", b["payload"], b["title"]) for b in offered)
    choices = _form(state, f'<div class="reponses" role="group" aria-label="Réponses proposées">{buttons}</div>')
    return f"""<h2>Réponse</h2>
{mine}{shown}{choices if offered else ""}
<p class="source">{text(_LAST_ONLY)}</p>"""


def _form(state: _State, inside: str) -> str:
    hidden = {"session": state.token, "academie": state.academie or ""}
    fields = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in hidden.items() if v)
    # Chromium writes the forms that were sent in its profile, to restore its tabs; not those that hold a password.
    fields += f'<input type="password" name="id" value="{secrets.token_hex(8)}" autocomplete="one-time-code" hidden>'
    return f'<form method="post" action="{PATH}#contenu">{fields}{inside}</form>'


def _button(name: str, value: str, label: str) -> str:
    return f'<button name="{name}" value="{escape(value)}">{text(label)}</button>'


def _field(state: _State) -> str:
    error = f'<p class="erreur" id="erreur">{text("Erreur : " + state.error)}</p>' if state.error else ""
    described = 'aria-invalid="true" aria-describedby="erreur aide"' if error else 'aria-describedby="aide"'
    attributes = f'id="message" name="message" rows="4" autocomplete="off" {described}'
    # The line feed after the tag is not part of the text: without it, a text's own first one would be lost.
    return (
        f'<label for="message">Votre message</label>{error}'
        f"<textarea {attributes}>\n{escape(state.draft)}</textarea>"
        f'<p class="source" id="aide">{text("2 000 caractères au plus.")}</p><button class="envoi">Envoyer</button>'
    )


def _message(message: Mapping[str, Any], directory: Directory) -> str:
    custom = message.get("custom") or {}
    urgent = custom.get("kind") == "urgence"
    known = [number for n in custom.get("numeros", ()) if (number := directory.number(n))]
    links = "".join(number_link(n.number, n.name, n.usage, n.link) for n in known)
    numbers = f'<ul class="numeros" role="list">{links}</ul>' if links else ""
    lines = _lines(message["text"].split("\n"), custom.get("cartes", ()))
    heading, order = ("<h3>Urgence</h3>", numbers + lines) if urgent else ("", lines + numbers)
    return f'<section class="service{" urgence" if urgent else ""}">{heading}{order}</section>'


def _lines(lines: Sequence[str], cards: Sequence[Mapping[str, Any]]) -> str:
    """The lines as paragraphs, those of each service put together."""
    opened = {card["lignes"][0] for card in cards if "lignes" in card}
    closed = {card["lignes"][1] - 1 for card in cards if "lignes" in card}
    return "".join(
        ('<div class="carte">' if number in opened else "")
        + (f"<p>{_named(line, cards) if number in opened else _linked(line, cards)}</p>" if line else "")
        + ("</div>" if number in closed else "")
        for number, line in enumerate(lines)
    )


def _named(line: str, cards: Sequence[Mapping[str, Any]]) -> str:
    """The line that begins a card, the service's name standing out."""
    name, dot, why = line.partition(". ")
    return f"<strong>{escape(name)}{dot}</strong>{_linked(why, cards)}"


def _linked(line: str, cards: Sequence[Mapping[str, Any]]) -> str:
    """The line escaped, with links where it gives a contact of the cards."""
    links = {c["valeur"]: c["lien"] for card in cards for c in card["contacts"] if c["lien"]}
    if not links:
        return _CODE.sub(r"<strong>\1</strong>", escape(line))
    # The longest first: an address may begin another.
    finder = re.compile("|".join(re.escape(value) for value in sorted(links, key=len, reverse=True)))
    parts, end = [], 0
    for found in finder.finditer(line):
        link = escape(links[found[0]])
        parts += [escape(line[end : found.start()]), f'<a href="{link}" rel="noreferrer">{escape(found[0])}</a>']
        end = found.end()
    return "".join([*parts, escape(line[end:])])
