"""Promise 2: Redis can read nothing, of what it keeps or of what only passes through it, and writes nothing down."""

from __future__ import annotations

import shutil
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis

from tests.privacy.people import two_hundred
from tests.privacy.running import Running
from tests.privacy.servers import There, up_to_the_summary
from tests.privacy.traces import Canary, files, in_redis, scan

# What any conversation holds, whoever leads it.
STATE = ["besoin_", "session_started", "action_listen", "strasbourg", "Cap Soutien", "parse_data", "slot"]


@contextmanager
def everything_told(url: str, log: Path) -> Iterator[None]:
    """Write down every command that Redis receives in the meantime."""
    program = shutil.which("redis-cli")
    assert program is not None, "redis-cli is needed: apt-get install redis-tools"
    with log.open("wb") as kept:
        process = subprocess.Popen([program, "-p", str(urlsplit(url).port), "MONITOR"], stdout=kept)
        while b"OK" not in log.read_bytes():
            time.sleep(0.05)
        try:
            yield
        finally:
            time.sleep(0.2)
            process.terminate()
            process.wait()


def hold(running: Running, canary: Canary, number: int = 30) -> list[str]:
    """Conversations of every kind, and one that stops at the summary: Redis then holds all that was answered."""
    seen = two_hundred(running.address, canary, number)
    there = There(running.address)
    talk = there.begin("lyon")
    up_to_the_summary(talk, canary)
    there.client.close()
    return [talk.token, *seen.tokens[:3]]


def test_nothing_readable_in_redis(distributed: Running, canary: Canary, tmp_path: Path) -> None:
    url, log = distributed.redis_url, tmp_path / "commands"
    with everything_told(url, log):
        tokens = hold(distributed, canary)
    wanted = [*canary.needles, *tokens, *STATE]
    assert scan(in_redis(url), wanted) == []
    told = log.read_bytes()
    assert told.count(b"cap:conversation:") > 100  # it was told all of it
    assert scan([("told", told)], wanted) == []
    with closing(Redis.from_url(url)) as client:
        kept = [client.get(key) or b"" for key in client.scan_iter("cap:conversation:*")]
        assert kept and all(len(zlib.compress(each)) >= len(each) for each in kept)  # no pattern to be found
        assert client.config_get("save")["save"] == ""
        assert client.config_get("appendonly")["appendonly"] == "no"
        folder = Path(client.config_get("dir")["dir"])
    assert list(files(folder)) == []


def test_the_test_sees_an_open_seal_a_stock_store_and_what_only_passes(
    leaky: Running, canary: Canary, tmp_path: Path
) -> None:
    with everything_told(leaky.redis_url, tmp_path / "commands"):
        hold(leaky, canary, 5)
    found = scan(in_redis(leaky.redis_url), [*canary.needles, *STATE])
    for key in ("cap:conversation:", "tracker:"):
        assert [place for place in found if key in place and canary.core in place], found
    assert scan(files(tmp_path), canary.needles)
