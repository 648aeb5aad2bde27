"""An académie's site: pages of another origin, served for real, with whatever policy and style a test gives them."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class Site:
    """Serves the pages it is given; `server` is the address of the Cap Soutien they embed."""

    def __init__(self) -> None:
        self.server = ""
        self._pages: dict[str, tuple[str, str]] = {}
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                html, policy = pages.get(urlsplit(self.path).path, ("", ""))
                body = html.encode()
                self.send_response(200 if html else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Site:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def page(
        self, *, path: str = "/", policy: str = "", style: str = "", body: str = "", scripts: int = 1, **options: str
    ) -> str:
        """The address of a page with the widget.

        Args:
            policy: its Content-Security-Policy. scripts: how many times the line is there.
            options: the line's attributes, `data_titre` for `data-titre`.
        """
        given = {"data_academie": "strasbourg", **options}
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in given.items())
        line = f'<script src="{self.server}/webchat/widget.js"{attributes} defer></script>'
        css = f"<style>{style}</style>" if style else ""
        self._pages[path] = (
            f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Académie</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{css}</head><body><main>'
            f'<h1>Le site de l’académie</h1><p><a href="/ailleurs">Une autre page</a></p>{body}</main>'
            f"{line * scripts}</body></html>",
            policy,
        )
        return f"{self.origin}{path}"
