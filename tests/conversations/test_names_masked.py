"""What identifies is hidden from Rasa itself: its tracker, its actions and its logs see « [nom] »."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.app import Assistant
from bot.conversations.trackers import OpenTrackers
from bot.nlu.tokens import load_french
from bot.privacy.codes import new_code
from bot.text import strip_accents
from bot.understanding import parse

# What is said, and what must be gone from it.
SAID = [
    ("Mon adjoint se nomme Mohamed Benali et il refuse de me parler.", ["mohamed", "benali"]),
    ("Martin me harcèle depuis deux ans", ["martin"]),
    ("Karim me crie dessus", ["karim"]),
    ("madame klein, ma gestionnaire, me crie dessus devant tout le monde", ["klein"]),
    ("Depuis que M. DUPONT-RICHARD est arrivé je ne dors plus. Dupont-Richard décide de tout.", ["dupont", "richard"]),
    (
        "je suis à Strasbourg et la CPE s'appelle Ségolène Hoarau, joignable au 06 12 34 56 78",
        ["ségolène", "hoarau", "56 78"],
    ),
    ("Bonjour, Sophie Weiss-Nguyen, principale. Je suis épuisée, weiss-nguyen@ac-strasbourg.fr", ["sophie", "weiss"]),
]


class _Seen:
    """Everything that Rasa asks the store to keep."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: list[dict[str, Any]] = []
        kept, save = self.kept, OpenTrackers.save

        async def noted(self: OpenTrackers, tracker: DialogueStateTracker) -> None:
            kept.extend(event.as_dict() for event in tracker.events)
            await save(self, tracker)

        monkeypatch.setattr(OpenTrackers, "save", noted)

    def text(self) -> str:
        """All of it, in small letters without accents."""
        return strip_accents(json.dumps(self.kept, ensure_ascii=False, default=str).lower())


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> _Seen:
    load_french()
    return _Seen(monkeypatch)


def _say(assistant: Assistant, *messages: str, academie: str = "strasbourg") -> list[list[dict[str, Any]]]:
    async def all_of_them() -> list[list[dict[str, Any]]]:
        token, _ = await assistant.conversations.begin(academie)
        return [await assistant.conversations.say(token, message) for message in messages]

    return asyncio.run(all_of_them())


@pytest.mark.parametrize(("said", "gone"), SAID)
def test_no_name_reaches_rasa(said: str, gone: list[str], assistant: Assistant, seen: _Seen) -> None:
    _say(assistant, said)
    assert "[nom]" in seen.text()
    assert [name for name in gone if strip_accents(name) in seen.text()] == []


def test_a_message_without_a_name_is_left_as_it_is(assistant: Assistant, seen: _Seen) -> None:
    said = "Bonjour, ma gestionnaire et moi ne nous parlons plus depuis la Toussaint, à Mulhouse. Que faire ?"
    _say(assistant, said)
    assert strip_accents(said.lower()) in seen.text()


def test_places_are_understood_and_their_words_go_no_further(assistant: Assistant, seen: _Seen) -> None:
    answers = _say(assistant, "Je suis en conflit avec Karim Haddad, mon adjoint, à Mulhouse")
    assert "pae" in answers[0][0]["custom"]["services"]
    assert '"endroit"' not in seen.text()


def test_the_name_that_a_request_asks_for_is_not_masked(assistant: Assistant, seen: _Seen) -> None:
    answers = _say(assistant, "je voudrais m'inscrire au mentorat", "oui", "Camille Hoarau", academie="lyon")
    assert answers[2][0]["custom"]["kind"] == "formulaire"
    assert "camille hoarau" in seen.text()


def test_at_the_summary_no_name_is_asked_for(assistant: Assistant, seen: _Seen) -> None:
    form = ("je voudrais m'inscrire au mentorat", "oui", "Camille Hoarau", "c@exemple.fr", "lyon", "passer", "CPE")
    aside = "mon adjoint Marc Weber me hurle dessus tous les jours, joignable au 06 98 76 54 32"
    _say(assistant, *form, "perdir 2027", "passer", aside, academie="lyon")
    assert "weber" not in seen.text() and "54 32" not in seen.text()


def test_a_request_put_aside_asks_for_no_name(assistant: Assistant, seen: _Seen) -> None:
    danger = "je veux mourir ce soir"
    about = "c'est Marc Weber qui m'a poussé à bout"
    _say(assistant, "je voudrais m'inscrire au mentorat", "oui", danger, about, academie="lyon")
    assert "weber" not in seen.text()


def test_an_access_code_is_never_taken_for_a_name(assistant: Assistant, seen: _Seen) -> None:
    code = new_code()
    answers = _say(assistant, code.capitalize())
    assert "Rien ne correspond" in answers[0][0]["text"].replace("\u00a0", " ")
    assert "[nom]" not in seen.text()


NAMES = (
    "Pierre Muller",
    "Karim Haddad",
    "Awa Koné",
    "Mohamed Benali",
    "David Cohen",
    "Linh Nguyen",
    "Sophie Weiss",
    "Karim",
    "Pierre",
    "Marie",
)
SCENES = (
    "Je suis en conflit avec {}, mon adjoint, à Mulhouse",
    "je ne supporte plus {}, il me dénigre devant les profs",
    "mon CPE, {}, me hurle dessus chaque matin",
    "avec {} on ne se comprend pas",
    "{} me harcèle depuis deux ans",
    "{} refuse de me parler",
    "depuis le départ de {} je fais le travail de deux",
)


@pytest.mark.parametrize("scene", SCENES)
def test_a_name_does_not_change_what_is_understood(scene: str, assistant: Assistant) -> None:
    async def every() -> set[tuple[str, str | None]]:
        load_french()
        read = [await parse(assistant.agent, scene.format(name)) for name in NAMES]
        return {(one["intent"]["name"], one.get("emergency_level")) for one in read}

    assert len(asyncio.run(every())) == 1
