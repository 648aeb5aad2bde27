"""Words that nobody else writes, and the search for them in every byte a server may have left somewhere."""

from __future__ import annotations

import base64
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
from redis import Redis

from tests.support.server import ROOT

Place = tuple[str, bytes]
_CONSONANTS = "bcdfghjkmpqvwxz"
_AROUND = 60  # bytes shown on each side of what is found
_LEFT_OUT = {".git"}


class Canary:
    """What one person writes that can be found again.

    All of it holds the letters of `core` or the figures of `number`, so that one search finds whatever was left by
    hundreds of people; `own` tells one of them from the others. With `said` and `canaries` it signs up for
    mentoring (`tests.privacy.servers.up_to_the_summary`).
    """

    def __init__(self, core: str = "", number: str = "") -> None:
        self.core = core or letters(12)
        self.number = number or f"{10_000_000 + secrets.randbelow(90_000_000)}"
        self.own = f"{self.core}{letters(6)}"
        self.name = f"Zoé {self.own.capitalize()}"
        self.mail = f"{self.own}@exemple.fr"
        self.telephone = "06 " + self.pairs(" ")
        self.said = (
            self.name, self.mail, "lyon", f"Saint-{self.own}", f"CPE au collège {self.own}",
            f"direction {self.own} 2027", "2 et 3",
        )  # fmt: skip
        self.canaries = [self.own, self.mail]

    def another(self) -> Canary:
        """Another person's, found by the same search."""
        return Canary(self.core, self.number)

    def pairs(self, between: str) -> str:
        return between.join(self.number[i : i + 2] for i in range(0, 8, 2))

    @property
    def needles(self) -> list[str]:
        """All that has to be looked for."""
        return [self.core, self.number, self.pairs(" "), self.pairs(".")]


def letters(number: int) -> str:
    return "".join(secrets.choice(_CONSONANTS) for _ in range(number))


def forms(needle: str) -> dict[str, bytes]:
    """The ways in which bytes may carry `needle`, in lower case but for base64.

    A capital written as a number is another number: those forms are looked for in small letters, as given,
    capitalised and in capitals.
    """
    low = needle.lower()
    found = {"plain": low.encode(), "UTF-16 LE": low.encode("utf-16-le"), "UTF-16 BE": low.encode("utf-16-be")}
    for written in {low, needle, needle.capitalize(), needle.upper()}:
        numbers = [f"{ord(letter):04x}" for letter in written]
        found |= {
            f"URL {written}": "".join(f"%{byte:02x}" for byte in written.encode()).encode(),
            f"JSON {written}": "".join(f"\\u{number}" for number in numbers).encode(),
            f"JSON twice {written}": "".join(f"\\\\u{number}" for number in numbers).encode(),
            f"hex {written}": written.encode().hex().encode(),
        }
    for written in {needle, low, needle.capitalize()}:
        raw = written.encode()
        for shift in range(3):
            # Of base64, what does not depend on the neighbours: every character made of the needle's bits alone.
            whole = base64.b64encode(bytes(shift) + raw + bytes(3))
            cut = whole[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
            found[f"base64 {shift} {written}"] = cut
            found[f"base64 URL {shift} {written}"] = base64.urlsafe_b64encode(bytes(shift) + raw + bytes(3))[
                -(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6
            ]
    return found


def scan(places: Iterable[Place], needles: Iterable[str]) -> list[str]:
    """Where a needle is found, in which form, and what is around it; empty if it is nowhere.

    Raises AssertionError if there was no byte to look at.
    """
    wanted = {needle: forms(needle) for needle in needles}
    found, looked_at = [], 0
    for place, held in places:
        looked_at += len(held)
        low = held.lower()
        for needle, shapes in wanted.items():
            for form, shape in shapes.items():
                at = (held if form.startswith("base64") else low).find(shape)
                if at >= 0:
                    around = held[max(0, at - _AROUND) : at + len(shape) + _AROUND]
                    found.append(f"{place}: {needle} ({form}): {around!r}")
    assert looked_at, "nothing was looked at"
    return found


def files(*roots: Path, since: float = 0.0, without: Sequence[Path] = ()) -> Iterator[Place]:
    """Every file under the roots that changed after `since` (seconds, as `time.time`), with its name."""
    for root in roots:
        for folder, inner, names in os.walk(root):
            inner[:] = [i for i in inner if i not in _LEFT_OUT and Path(folder, i) not in without]
            for name in names:
                path = Path(folder, name)
                with suppress(OSError):  # temporary files come and go
                    if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                        yield f"{path} ", str(path).encode() + b"\n" + path.read_bytes()


def around_the_code(since: float) -> Iterator[Place]:
    """Every file of the project that changed: `var/`, caches, anything written beside the code."""
    assert time.time() >= since
    yield from files(ROOT, since=since)


def in_redis(url: str) -> Iterator[Place]:
    """Every key of every database of a Redis, with all that it holds, in the form it was given."""
    with closing(Redis.from_url(url)) as first:
        used = [int(name[2:]) for name in first.info("keyspace")]
    for number in used:
        with closing(Redis.from_url(url, db=number)) as client:
            for key in client.scan_iter(count=1000):
                yield f"redis {number} {key!r}", b"\n".join([key, *_values(client, key)])


def _values(client: Redis[bytes], key: bytes) -> list[bytes]:
    read = {
        b"string": lambda: [client.get(key) or b""],
        b"hash": lambda: [part for pair in client.hgetall(key).items() for part in pair],
        b"list": lambda: client.lrange(key, 0, -1),
        b"set": lambda: list(client.smembers(key)),
        b"zset": lambda: [b"%s %r" % (name, score) for name, score in client.zrange(key, 0, -1, withscores=True)],
    }
    kind = client.type(key)
    return [] if kind == b"none" else read[kind]()  # a lock that was let go, or a kind that nothing here uses


def in_postgres(url: str) -> Iterator[Place]:
    """Every file of a PostgreSQL: tables, indexes, write-ahead log, and what the server itself logs."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (data,) = cursor.fetchone() or ("",)
    yield from files(Path(data).parent)
