"""Two hundred people, and what they do: they confide, refuse, hesitate, leave, erase, and send what cannot be read."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.privacy.servers import Talk, There, bearer, kinds, up_to_the_summary
from tests.privacy.traces import Canary

_AT_ONCE = 8
WRONG_CODE = "abaisser abandon abdiquer abeille abolir aborder aboutir"


@dataclass
class Seen:
    """What the server answered, so that a test can tell that it was really asked."""

    kinds: Counter[str | None] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    tokens: list[str] = field(default_factory=list)


def _confides(talk: Talk, who: Canary) -> list[Any]:
    confided = talk.say(f"je ne dors plus depuis que {who.name} m'humilie devant tout le monde au lycée {who.own}")
    return confided + talk.say(f"écrivez-moi à {who.mail} ou au {who.telephone}")


def _refuses(talk: Talk, who: Canary) -> list[Any]:
    summary = up_to_the_summary(talk, who)
    talk.say("non")
    return summary


def _hesitates(talk: Talk, who: Canary) -> list[Any]:
    summary = up_to_the_summary(talk, who)
    talk.say(f"oui mais pas sans en parler à {who.own}")
    return summary


def _leaves(talk: Talk, who: Canary) -> list[Any]:
    for text in ("je voudrais m'inscrire pour avoir un mentor", "oui"):
        talk.say(text)
    return talk.say(who.name) + talk.say(who.mail)


def _is_in_danger(talk: Talk, who: Canary) -> list[Any]:
    return talk.say(f"je veux mourir, dites-le à {who.name} au {who.telephone}")


def _tries_a_code(talk: Talk, who: Canary) -> list[Any]:
    talk.say("qu'est-ce que vous avez sur moi ?")
    talk.choose("J'ai un code d'accès")
    return talk.say(f"{WRONG_CODE} {who.own}")


def _erases(talk: Talk, who: Canary) -> list[Any]:
    talk.say(f"mon adjoint {who.name} ne m'adresse plus la parole")
    return talk.say("efface tout")


def _is_not_understood(talk: Talk, who: Canary) -> list[Any]:
    return talk.say(f"{who.own} {who.core}") + talk.say(who.own)


_SHORT = (_confides, _is_in_danger, _tries_a_code, _erases, _is_not_understood)
_LONG = (_refuses, _hesitates, _leaves)


def unreadable(there: There, talk: Talk, who: Canary) -> list[int]:
    """What a program, or a broken browser, may send; each holds the canary, and no answer gives it back."""
    post, headers = there.client.post, bearer(talk.token)
    raw = {**headers, "Content-Type": "application/json"}
    path = "/webchat/messages"
    answers = [
        post(path, json={"payload": f'/x{{"a": "{who.own}"'}, headers=headers),
        post(path, json={"message": f'/x{{"a": "{who.own}"'}, headers=headers),
        post(path, json={"message": who.own * 200}, headers=headers),
        post(path, content=f'{{"message": "{who.own}'.encode(), headers=raw),
        post(path, content=f'{{"message": "\\ud800 {who.own}"}}'.encode(), headers=raw),
        post(path, content=b'{"message": "\xff ' + who.own.encode() + b'"}', headers=raw),
        post(path, json={"message": [who.own]}, headers=headers),
        post(path, json={"message": who.own}, headers=bearer(who.own)),
        post(path, content=b" " * 300_000 + who.own.encode(), headers=raw),
        there.client.get(f"{path}?message={who.own}", headers=headers),
        there.client.get(f"/{who.own}"),
        there.client.get("/", params={"academie": who.own}),
    ]
    for answer in answers:
        assert who.own not in answer.text, answer.text
        assert "Traceback" not in answer.text and ".py" not in answer.text
    return [answer.status_code for answer in answers]


def two_hundred(address: str, canary: Canary, number: int = 200) -> Seen:
    """So many conversations, several at a time; nobody agrees to anything."""
    there, seen = There(address), Seen()

    def one(rank: int) -> None:
        who = canary.another()
        signs_up = rank % 5 == 4
        talk = there.begin("lyon" if signs_up else ("strasbourg", None)[rank % 2])
        said = (_LONG[rank // 5 % 3] if signs_up else _SHORT[rank // 5 % 5])(talk, who)
        if rank % 7 == 0:
            seen.statuses.update(unreadable(there, talk, who.another()))
        if rank % 3 == 0:
            seen.statuses.update([there.end(talk.token).status_code])
        seen.kinds.update(kinds(said))
        seen.tokens.append(talk.token)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, range(number)))
    there.client.close()
    return seen
