"""Something to look at while a long piece of work runs on a terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

_TICK = 0.2


@contextmanager
def progress(what: str, *, expected: float) -> Iterator[None]:
    """Show `what` and a bar that fills in about `expected` seconds; plain lines where there is no terminal."""
    if not sys.stderr.isatty():
        print(f"{what}…", file=sys.stderr, flush=True)
        began = time.monotonic()
        yield
        print(f"{what} : fait en {time.monotonic() - began:.0f} s.", file=sys.stderr, flush=True)
        return
    done = threading.Event()
    layout = "{desc} {bar:30} {elapsed}"

    def turn() -> None:
        with tqdm(total=expected, desc=what, bar_format=layout, leave=True, file=sys.stderr) as bar:
            began = time.monotonic()
            while not done.wait(_TICK):
                bar.n = min(time.monotonic() - began, expected * 0.97)
                bar.refresh()
            bar.n = expected
            bar.refresh()

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
