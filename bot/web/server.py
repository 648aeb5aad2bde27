"""The HTTP surface: the contract's routes and nothing else of Rasa's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, html, json, raw

from bot import datafiles
from bot.app import Assistant
from bot.consent.opening import current
from bot.nlu.tokens import load_french
from bot.settings import Settings
from bot.storage.errors import StorageError
from bot.web import pages, plain_chat
from bot.web.metrics import CONTENT_TYPE, Metrics
from bot.web.notice import notice_page
from bot.web.problems import Problem
from bot.web.refusals import MESSAGES, refused
from bot.web.requests import body_of, check_origin, form_of, id_of, said_or_chosen, token_of
from bot.web.upkeep import Upkeep

_STATIC = Path(__file__).parent / "static"
_NOTICE = datafiles.ROOT / "docs" / "donnees" / "notice.md"
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "interest-cohort=(), geolocation=(), microphone=(), camera=()",
}

# Seconds after which an answer is given up: sooner than the lock of its conversation lapses, and than a page does.
_PATIENCE = 25.0


@dataclass
class Server:
    """The handlers, their state, and the assistant once it is loaded."""

    settings: Settings
    load: Callable[[], Assistant]
    ready: Callable[[], None]
    metrics: Metrics = field(default_factory=Metrics)
    assistant: Assistant | None = None
    failure: Exception | None = None
    """Why the assistant could not be loaded."""
    listening: bool = False
    _upkeep: Upkeep | None = None

    def build(self) -> Sanic:
        """The Sanic application."""
        app = Sanic("cap_soutien", configure_logging=False)
        app.config.update(
            {
                "ACCESS_LOG": False,
                "KEEP_ALIVE": True,
                "REQUEST_MAX_SIZE": 256 * 1024,
                "FALLBACK_ERROR_FORMAT": "json",
                "RESPONSE_TIMEOUT": min(app.config.RESPONSE_TIMEOUT, _PATIENCE),
            }
        )
        for handler, path, methods in (
            (self.home, "/", ["GET"]),
            (self.services, "/services", ["GET"]),
            (self.notice, "/confidentialite", ["GET"]),
            (self.plain, plain_chat.PATH, ["GET"]),
            (self.plain_post, plain_chat.PATH, ["POST"]),
            (self.health, "/health", ["GET"]),
            (self.counters, "/metrics", ["GET"]),
            (self.static, "/webchat/<name:(widget\\.js|site\\.css)>", ["GET"]),
            (self.begin, "/webchat/sessions", ["POST"]),
            (self.look, "/webchat/sessions", ["GET"]),
            (self.end, "/webchat/sessions", ["DELETE"]),
            (self.message, MESSAGES, ["POST"]),
            (self.preflight, "/webchat/sessions", ["OPTIONS"]),
            (self.preflight, MESSAGES, ["OPTIONS"]),
        ):
            app.add_route(handler, path, methods=methods, name=f"{handler.__name__}_{path.rpartition('/')[2]}")
        app.register_middleware(self._headers, "response")
        app.error_handler.add(Exception, self._refuse)
        app.register_listener(self._start, "after_server_start")
        app.register_listener(self._stop, "before_server_stop")
        return app

    async def _start(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        self.listening = True
        app.add_task(self._work(app, loop))

    async def _work(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        try:
            await self._load(loop)
        except Exception as failure:  # a server that will never answer does not stay
            self.failure = failure
            app.stop()
            return
        self._upkeep = Upkeep(self.settings, self._loaded())
        await self._upkeep.forever()

    async def _load(self, loop: asyncio.AbstractEventLoop) -> None:
        self.assistant = await loop.run_in_executor(None, self.load)
        await self.assistant.engine.warm_up()
        with suppress(StorageError):  # a conversation goes on without the database; upkeep says that it is away
            await loop.run_in_executor(None, current().ready)
        # French names are the last to load: no answer waits for them.
        french = loop.run_in_executor(None, load_french)
        self.ready()
        await french

    async def _stop(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self._upkeep is not None:
            with suppress(StorageError):
                await self._upkeep.write_counts()  # what was counted since the last round
        if self.assistant is not None:
            await self.assistant.conversations.vault.close()

    def _loaded(self) -> Assistant:
        if self.assistant is None:
            raise Problem(503)
        return self.assistant

    async def home(self, request: Request) -> HTTPResponse:
        """The demonstration page, with the widget as an académie would embed it."""
        return html(pages.demonstration(datafiles.directory().academies(), request.args.get("academie")))

    async def services(self, request: Request) -> HTTPResponse:
        """The directory, as a page that works without JavaScript."""
        return html(pages.services_page(datafiles.directory(), request.args.get("academie")))

    async def notice(self, request: Request) -> HTTPResponse:
        """The notice of information."""
        return html(notice_page(_NOTICE.read_text(encoding="utf-8")))

    async def plain(self, request: Request) -> HTTPResponse:
        """The conversation without JavaScript."""
        return html(plain_chat.first_page(datafiles.directory(), request.args.get("academie")))

    async def plain_post(self, request: Request) -> HTTPResponse:
        """One of its forms. The token in the form is the only authority: no origin needs to be checked."""
        conversations = self._loaded().conversations
        given = await plain_chat.posted(form_of(request), conversations, datafiles.directory())
        self.metrics.sessions.inc(int(given.begun))
        self.metrics.messages.inc(int(given.answered))
        return html(given.html, given.status, {"Clear-Site-Data": '"cache"'} if given.ended else None)

    async def health(self, request: Request) -> HTTPResponse:
        """Whether messages can be answered."""
        assistant = self._loaded()
        return json({"status": "ok", "model": assistant.agent.model_name}, ensure_ascii=False)

    async def counters(self, request: Request) -> HTTPResponse:
        """Prometheus text."""
        if self.assistant is not None:
            self.metrics.show_open(await self.assistant.conversations.vault.count())
        return raw(self.metrics.text(), content_type=CONTENT_TYPE)

    async def static(self, request: Request, name: str) -> HTTPResponse:
        """The widget and the pages' style."""
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        return raw((_STATIC / name).read_bytes(), content_type=f"{kind}; charset=utf-8")

    async def preflight(self, request: Request) -> HTTPResponse:
        """Let an allowed site's browser ask before it sends."""
        check_origin(request, self.settings.allowed_origins)
        return empty(
            headers={
                "Access-Control-Allow-Methods": "GET, POST, DELETE",
                "Access-Control-Allow-Headers": "Authorization, Content-Type",
                "Access-Control-Max-Age": "600",
            }
        )

    async def begin(self, request: Request) -> HTTPResponse:
        """Open a conversation."""
        check_origin(request, self.settings.allowed_origins)
        academie = body_of(request, optional=True).get("academie")
        if academie is not None and not isinstance(academie, str):
            raise Problem(400)
        assistant = self._loaded()
        known = datafiles.directory().academie(academie)
        token, messages = await assistant.conversations.begin(known.id if known else None)
        self.metrics.sessions.inc()
        return self._answer(messages, status=201, extra={"session": token})

    async def look(self, request: Request) -> HTTPResponse:
        """What was last answered, for the next page of the same tab."""
        check_origin(request, self.settings.allowed_origins)
        messages, left = await self._loaded().conversations.look(token_of(request))
        return json({"messages": messages, "expires_in": left}, ensure_ascii=False)

    async def end(self, request: Request) -> HTTPResponse:
        """Forget a conversation, even while one of its messages is being answered."""
        check_origin(request, self.settings.allowed_origins)
        await self._loaded().conversations.end(token_of(request))
        return empty()

    async def message(self, request: Request) -> HTTPResponse:
        """Answer a message or a button."""
        check_origin(request, self.settings.allowed_origins)
        conversations = self._loaded().conversations
        token = token_of(request)
        body = body_of(request)
        said, chosen = said_or_chosen(body)
        message_id = id_of(body)
        began = time.perf_counter()
        if said is not None:
            messages = await conversations.say(token, said, message_id)
        else:
            messages = await conversations.choose(token, str(chosen), message_id)
        self.metrics.messages.inc()
        self.metrics.seconds.observe(time.perf_counter() - began)
        return self._answer(messages)

    def _answer(
        self, messages: list[dict[str, Any]], *, status: int = 200, extra: dict[str, Any] | None = None
    ) -> HTTPResponse:
        body = {**(extra or {}), "messages": messages, "expires_in": self.settings.session_ttl}
        return json(body, status=status, ensure_ascii=False)

    async def _headers(self, request: Request, response: HTTPResponse) -> None:
        response.headers.update(_HEADERS)
        if str(response.content_type).startswith("text/html"):
            response.headers["Content-Security-Policy"] = _CSP
        origin = request.headers.get("origin") if request else None
        if origin in self.settings.allowed_origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"

    def _refuse(self, request: Request, failure: Exception) -> HTTPResponse:
        return refused(request, failure, self.assistant.conversations.alarm if self.assistant else None)
