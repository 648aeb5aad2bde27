"""A really started PostgreSQL: a cluster of its own in a temporary folder, reached by a socket there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, or None where PostgreSQL's server is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def started_postgres() -> Iterator[str]:
    """The URL of an empty database, whose user may create others; everything is gone afterwards.

    Raises RuntimeError if PostgreSQL is not installed, subprocess.CalledProcessError if it does not start.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data, log = folder / "data", folder / "log"
        user = "postgres" if os.geteuid() == 0 else None  # initdb refuses root
        if user:
            shutil.chown(folder, user, user)

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", data, *arguments]
            groups = [] if user else None
            subprocess.run(
                command, cwd=folder, user=user, group=user, extra_groups=groups, check=True, stdout=subprocess.DEVNULL
            )

        run("initdb", "--username=cap", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "start", "--wait", f"--log={log}", "-o", f"-k {folder} {_SETTINGS}")
        try:
            yield f"postgresql://cap@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")
