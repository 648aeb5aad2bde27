"""Promise 6: nobody reads or goes on with another's conversation; whatever is tried is refused in one way."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from rasa.core.channels.channel import register
from rasa.core.channels.rest import RestInput
from rasa.core.tracker_store import InMemoryTrackerStore
from redis import Redis
from sanic import Sanic

from bot.app import Assistant
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from bot.privacy.keys import conversation_keys
from bot.settings import Settings
from bot.web.server import Server
from tests.privacy.running import Running, prepared
from tests.privacy.servers import Clock, There, text_of, up_to_the_summary
from tests.privacy.traces import Canary
from tests.support.server import free_port

Ask = Callable[[str | None, str], httpx.Response]
PEOPLE = 6
_PASSING = {"date", "connection", "keep-alive"}


def wrong_tokens(token: str, ended: str) -> dict[str, str | None]:
    """Everything that is not the token of a conversation under way."""
    return {
        "missing": None,
        "default": "default",
        "guessed": secrets.token_urlsafe(32),
        "all zeros": "A" * len(token),
        "one letter off": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "cut": token[:-1],
        "lengthened": token + "A",
        "of another case": token.swapcase(),
        "its name in the store": conversation_keys(token).name,
        "its key": conversation_keys(token).key.hex(),
        "the store's own": f"cap:conversation:{conversation_keys(token).name}",
        "everyone's": "*",
        "ended": ended,
    }


def refusals(ask: Ask, token: str, ended: str) -> dict[str, str]:
    """The answer to each wrong token, whole, but for what changes from one second to the next."""
    found = {}
    for name, wrong in wrong_tokens(token, ended).items():
        answer = ask(wrong, "quel est mon nom ?")
        headers = sorted((key, value) for key, value in answer.headers.items() if key not in _PASSING)
        found[name] = f"{answer.status_code} {answer.text} {headers}"
    return found


def check_refused(ask: Ask, token: str, ended: str) -> None:
    found = refusals(ask, token, ended)
    assert {answer[:4] for answer in found.values()} == {"401 "}, found
    assert len(set(found.values())) == 1, found


def test_no_shared_conversation(started: Running) -> None:
    there = There(started.address)
    talk, over = there.begin(), there.begin()
    up_to_the_summary(talk, Canary())
    assert there.end(over.token).status_code == 204

    def ask(token: str | None, text: str) -> httpx.Response:
        return there.ask(token, {"message": text})

    check_refused(ask, talk.token, over.token)
    for wrong in wrong_tokens(talk.token, over.token).values():
        assert there.end(wrong).text == ask(None, "?").text
        assert there.ask(wrong, {"payload": "/affirmer"}).text == ask(None, "?").text
        assert there.look(wrong).text == ask(None, "?").text
    check_refused(lambda wrong, _: there.look(wrong), talk.token, over.token)
    assert there.look(talk.token).status_code == 200
    assert ask(talk.token, "bonjour").status_code == 200


def test_the_token_is_taken_from_its_own_header_only(started: Running) -> None:
    there = There(started.address)
    token = there.begin().token
    body = {"message": "bonjour"}
    for elsewhere in (
        {"params": {"session": token, "token": token, "sender": token}, "json": body},
        {"json": {**body, "session": token, "sender": token, "sender_id": token}},
        {"cookies": {"session": token}, "json": body},
        {"headers": {"X-Session": token, "Authorization": f"Basic {token}"}, "json": body},
    ):
        assert httpx.post(f"{started.address}/webchat/messages", timeout=30, **elsewhere).status_code == 401


def test_people_who_talk_at_once_are_kept_apart(started: Running) -> None:
    there = There(started.address)

    def one(canary: Canary) -> str:
        return text_of(up_to_the_summary(there.begin(), canary))

    people = [Canary() for _ in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        summaries = list(pool.map(one, people))
    for person, summary in zip(people, summaries):
        assert [other.core in summary.lower() for other in people] == [other is person for other in people]


def test_an_expired_conversation_in_redis(distributed: Running) -> None:
    there = There(distributed.address)
    talk, never = there.begin(), there.ask(None, {"message": "?"})
    with Redis.from_url(distributed.redis_url) as client:
        assert client.delete(f"cap:conversation:{conversation_keys(talk.token).name}") == 1  # as Redis does by itself
    expired = there.ask(talk.token, {"message": "?"})
    assert (expired.status_code, expired.text) == (401, never.text)


def test_sealed_bytes_moved_under_another_name_open_nothing(distributed: Running) -> None:
    """Whoever writes in Redis cannot give one person another's conversation."""
    there = There(distributed.address)
    mine, theirs = there.begin(), there.begin()
    with Redis.from_url(distributed.redis_url) as client:
        sealed = client.get(f"cap:conversation:{conversation_keys(theirs.token).name}")
        client.set(f"cap:conversation:{conversation_keys(mine.token).name}", sealed)
    assert there.ask(mine.token, {"message": "?"}).text == there.ask(None, {"message": "?"}).text


@contextmanager
def serving(app: Sanic) -> Iterator[str]:
    """An application of this process, on a port of its own."""
    port, ready, loop = free_port(), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await app.create_server(port=port, host="127.0.0.1", return_asyncio_server=True)
        await server.startup()
        await server.after_start()
        ready.set()

    def work() -> None:
        asyncio.set_event_loop(loop)
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@pytest.fixture(autouse=True)
def several_applications(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sanic refuses a second application of the same name, but in tests."""
    monkeypatch.setattr(Sanic, "test_mode", True)


class Loaded(Server):
    """Our server, with an assistant that is loaded already."""

    async def _start(self, *_: object) -> None:
        pass


def test_an_expired_conversation_in_memory(assistant: Assistant) -> None:
    """Our own server, its clock turned by thirty minutes."""
    clock = Clock()
    conversations = Conversations(
        MemoryVault(ttl=1800, most=10, clock=clock), assistant.engine, rate_limit=0, clock=clock
    )
    loaded = dataclasses.replace(assistant, conversations=conversations)
    app = Loaded(Settings(rate_limit=0), lambda: loaded, lambda: None, assistant=loaded).build()
    with serving(app) as address:
        there = There(address)
        talk, over = there.begin(), there.begin()
        clock.now += 1799
        assert there.ask(talk.token, {"message": "bonjour"}).status_code == 200
        clock.now += 1
        assert there.look(talk.token).json()["expires_in"] == 1799
        check_refused(lambda token, text: there.ask(token, {"message": text}), talk.token, over.token)
        clock.now += 1799
        check_refused(lambda token, text: there.ask(token, {"message": text}), over.token, talk.token)


def test_two_processes_answer_one_conversation_in_turn(distributed: Running, tmp_path: Path) -> None:
    """Two servers over one Redis: what comes to both at once is answered once, and nothing is lost of the rest."""
    second = prepared(tmp_path, database_url=distributed.database_url, redis_url=distributed.redis_url)
    with second.server:
        there = [There(distributed.address), There(second.address)]
        talk = there[0].begin("lyon")

        def say(number: int) -> httpx.Response:
            # Two by two the same message: one goes to each server.
            body = {"message": f"je suis à bout, {number // 2} fois plutôt qu'une", "id": f"message-{number // 2}"}
            return there[number % 2].ask(talk.token, body)

        for pair in range(6):
            with ThreadPoolExecutor(2) as pool:
                one, other = pool.map(say, (2 * pair, 2 * pair + 1))
            assert one.status_code == other.status_code == 200
            assert one.json()["messages"] == other.json()["messages"]  # the second was not answered again
        with ThreadPoolExecutor(8) as pool:
            ended = list(pool.map(lambda n: there[n % 2].ask(talk.token, {"message": "oui"}).status_code, range(16)))
        assert set(ended) == {200}
        for each in there:
            each.client.close()


def test_the_test_sees_rasa_s_own_channel(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stock RestInput, over a stock tracker store: « default », or nothing, is everybody's conversation."""
    processor = assistant.agent.processor
    assert processor is not None
    store = InMemoryTrackerStore(processor.domain)
    monkeypatch.setattr(processor, "tracker_store", store)
    app = Sanic("stock", configure_logging=False)
    app.ctx.agent = assistant.agent
    register([RestInput()], app, "/webhooks/")
    with serving(app) as address:

        def ask(token: str | None, text: str) -> httpx.Response:
            body = {"message": text} | ({"sender": token} if token else {})
            return httpx.post(f"{address}/webhooks/rest/webhook", json=body, timeout=30)

        with pytest.raises(AssertionError):
            check_refused(ask, secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        assert {"default", "*"} <= set(store.store)
        assert ask(None, "bonjour").json()
