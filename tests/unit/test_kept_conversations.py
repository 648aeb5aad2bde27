"""Sealed conversations: expiry, limits, what is written of them; in memory with a turned clock, then in Redis."""

from __future__ import annotations

import pytest

from bot.conversations.conversation import Conversation
from bot.conversations.conversations import Conversations, NotOffered, TooFast, UnknownConversation
from bot.conversations.vaults import MemoryVault
from tests.unit.kept import SAID, Clock, Echo, erased_while_answering, looking_is_no_message, made

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_token_opens_its_own_conversation_only(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("lyon")
    other, _ = await conversations.begin("lyon")
    assert await conversations.say(token, "un") == [{"text": "1"}]
    assert await conversations.say(token, "deux") == [{"text": "2"}]
    assert await conversations.say(other, "un") == [{"text": "1"}]
    for wrong in ("default", "", token + "x", token[:-1]):
        with pytest.raises(UnknownConversation):
            await conversations.say(wrong, "bonjour")


async def test_the_name_in_the_store_opens_nothing(clock: Clock) -> None:
    conversations = made(clock)
    await conversations.begin(None)
    (name,) = conversations.vault._kept  # type: ignore[attr-defined]
    with pytest.raises(UnknownConversation):
        await conversations.say(name, "bonjour")


async def test_thirty_idle_minutes_and_all_is_forgotten(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    for moment in (1799, 1799 + 1799):
        clock.now = moment
        await conversations.say(token, "encore là")
    clock.now += 1800
    with pytest.raises(UnknownConversation):
        await conversations.say(token, "trop tard")
    assert await conversations.vault.count() == 0


async def test_sweeping_forgets_those_nobody_asks_for(clock: Clock) -> None:
    conversations = made(clock)
    for _ in range(3):
        await conversations.begin(None)
    clock.now = 1800
    assert await conversations.vault.sweep() == 3
    assert await conversations.vault.count() == 0


async def test_the_longest_idle_gives_way(clock: Clock) -> None:
    conversations = made(clock, most=2)
    first, _ = await conversations.begin(None)
    second, _ = await conversations.begin(None)
    await conversations.say(first, "je suis là")
    await conversations.begin(None)
    await conversations.say(first, "toujours")
    with pytest.raises(UnknownConversation):
        await conversations.say(second, "moi aussi")


async def test_too_many_messages_wait_their_minute(clock: Clock) -> None:
    conversations = made(clock, rate_limit=2)
    token, _ = await conversations.begin(None)
    await conversations.say(token, "un")
    clock.now = 10
    await conversations.say(token, "deux")
    with pytest.raises(TooFast) as refused:
        await conversations.say(token, "trois")
    assert refused.value.seconds == 50
    assert await conversations.say(token, "danger") == [{"text": "3"}]  # heard, and the conversation knows
    clock.now = 60
    await conversations.say(token, "trois")


async def test_only_what_was_offered_may_be_chosen(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    await conversations.choose(token, "/aide")
    with pytest.raises(NotOffered):
        await conversations.choose(token, "/urgence_suicide")


def test_only_payloads_offered_lately_are_kept() -> None:
    conversation = Conversation("nom", None)
    conversation.offer(f"/{n}" for n in range(300))
    assert "/0" not in conversation.offered
    assert "/299" in conversation.offered


async def test_a_talk_without_end_is_not_kept_whole(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("lyon")
    for _ in range(200):
        await conversations.say(token, "x" * 2000)
    (kept,) = conversations.vault._kept.values()  # type: ignore[attr-defined]
    assert len(kept.sealed) < 300_000


async def test_the_same_message_sent_again_is_answered_once(clock: Clock) -> None:
    echo = Echo()
    conversations = made(clock, rate_limit=2, echo=echo)
    token, _ = await conversations.begin(None)
    once = await conversations.say(token, "un", "a")
    assert await conversations.say(token, "un", "a") == once
    assert await conversations.choose(token, "/aide", "b") == [{"text": "2"}]
    assert await conversations.choose(token, "/aide", "b") == [{"text": "2"}]
    assert echo.seen == ["un", "/aide"]


async def test_messages_without_an_id_are_all_heard(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    assert await conversations.say(token, "un") != await conversations.say(token, "un")


def test_an_answer_that_shows_a_code_is_not_kept_to_be_told_again() -> None:
    conversation = Conversation("nom", None)
    conversation.note_answer("a", [{"text": "**sept mots**", "custom": {"kind": "code"}}])
    told = conversation.already_answered("a")
    assert told is not None
    assert "une seule fois" in told[0]["text"]
    assert b"sept mots" not in conversation.to_bytes()


async def test_looking_at_the_last_answers_is_no_message(clock: Clock) -> None:
    echo = Echo()
    vault = MemoryVault(ttl=60, most=10, clock=clock)
    await looking_is_no_message(Conversations(vault, echo, rate_limit=1, clock=clock), echo)  # type: ignore[arg-type]


async def test_looking_at_the_last_answers_does_not_make_them_last(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    for moment, left in ((600.0, 1200), (1799.5, 1)):
        clock.now = moment
        assert (await conversations.look(token))[1] == left
    clock.now = 1800
    with pytest.raises(UnknownConversation):
        await conversations.look(token)


async def test_nothing_can_be_read_at_rest(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("strasbourg")
    await conversations.say(token, SAID)
    (kept,) = conversations.vault._kept.items()  # type: ignore[attr-defined]
    for trace in (b"Tartempion", b"strasbourg", token.encode(), b"/aide"):
        assert trace not in kept[0].encode() + kept[1].sealed


async def test_deleted_in_memory_during_an_answer(clock: Clock) -> None:
    echo = Echo()
    conversations = made(clock, echo=echo)
    await erased_while_answering(conversations, echo)
    assert await conversations.vault.count() == 0
