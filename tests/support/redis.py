"""A really started Redis, on a port of its own, that writes nothing to disk unless told to."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from tests.support.server import free_port

_WAIT = 10.0  # seconds


@contextmanager
def started_redis(*options: str) -> Iterator[str]:
    """Start Debian's redis-server; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server is needed: apt-get install redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", *options]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(f"redis://127.0.0.1:{port}/0")
                yield f"redis://127.0.0.1:{port}/0"
            finally:
                process.terminate()


@contextmanager
def redis_by_socket() -> Iterator[str]:
    """The same, reached by a file: also from where there is no network."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/redis.sock"
        with started_redis("--unixsocket", path):
            yield f"unix://{path}?db=0"


def _wait(url: str) -> None:
    client = Redis.from_url(url)
    until = time.monotonic() + _WAIT
    while True:
        try:
            client.ping()
        except RedisError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            client.close()
            return
