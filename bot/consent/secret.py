"""The server's secret: given by the administrator, else made once beside the code and readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

_BYTES = 32


def secret_of(given: str, kept: Path) -> bytes:
    """The secret that `given` holds, else that of the file `kept`, made at the first need (mode 0600).

    Raises OSError if the file cannot be made or read, or is too short to be a secret.
    """
    if given:
        return given.encode()
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # It appears whole or not at all: an empty secret would be taken for one by a process that starts beside.
        with NamedTemporaryFile("w", encoding="ascii", dir=kept.parent) as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, kept)
    secret = kept.read_bytes().strip()
    if len(secret) < _BYTES:
        raise OSError(f"{kept.name} is too short to be a secret")
    return secret
