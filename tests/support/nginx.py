"""A really started nginx, in the foreground, with everything it writes in one folder."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.server import free_port

_WAIT = 10.0  # seconds
_AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
{inside}
    }}
}}
"""


@contextmanager
def started_nginx(folder: Path, inside: str) -> Iterator[str]:
    """Start Debian's nginx with `inside` as its only server; yields its address.

    Raises RuntimeError if it is not installed or does not start.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("nginx is needed: apt-get install nginx-light")
    port = free_port()
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, port=port, inside=inside), encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/health", folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(address: str, folder: Path) -> None:
    until = time.monotonic() + _WAIT
    while True:
        try:
            httpx.get(address, timeout=5).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > until:
                raise RuntimeError((folder / "error.log").read_text(encoding="utf-8")) from None
            time.sleep(0.1)
        else:
            return
