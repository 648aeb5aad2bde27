"""Run where the network leads nowhere: hold a conversation with a server, and count what tried to leave.

    unshare --map-root-user --net python -m tests.privacy.offline FOLDER [telemetry]

Prints, as JSON, how many packets found no route. With `telemetry`, Rasa's own is sent instead, to show that the
count sees it. In a network namespace of its own a process has a loopback and nothing else; the kernel counts there
whatever it could not send elsewhere, a question to a name server included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from tests.privacy.running import prepared

# Asked for by the environment, which must not be enough.
TELEMETRY = {"RASA_TELEMETRY_ENABLED": "true", "RASA_TELEMETRY_WRITE_KEY": "x", "RASA_EXCEPTION_WRITE_KEY": "x"}


def lost() -> int:
    """Packets that found no route since this namespace exists."""
    names, values = (line.split() for line in Path("/proc/net/snmp").read_text().splitlines()[:2])
    sixth = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return int(dict(zip(names, values))["OutNoRoutes"]) + int(sixth["Ip6OutNoRoutes"])


# A need, a name (spaCy loads), an e-mail to be masked, an emergency, nothing that is understood, a request begun.
SAID = (
    "je ne dors plus depuis un mois", "mon adjoint Marc Weber ne me parle plus", "écrivez à zoe@exemple.fr",
    "je veux mourir", "wxkq pvbz", "je voudrais m'inscrire pour avoir un mentor", "oui",
)  # fmt: skip


def converse(folder: Path, database_url: str = "", redis_url: str = "") -> int:
    """How many messages were answered by a server that has no network."""
    running = prepared(folder, database_url=database_url, redis_url=redis_url, environment=TELEMETRY)
    with running.server, httpx.Client(base_url=running.address, timeout=30) as client:
        token = client.post("/webchat/sessions", json={"academie": "lyon"}).json()["session"]
        headers = {"Authorization": f"Bearer {token}"}
        answers = [client.post("/webchat/messages", json={"message": text}, headers=headers) for text in SAID]
        return sum(answer.status_code == 200 and "messages" in answer.json() for answer in answers)


def report(folder: Path) -> int:
    """Tell Rasa's makers something, as a stock Rasa with a licence does when it starts."""
    os.environ.update(TELEMETRY, HOME=str(folder))
    from rasa import telemetry
    from requests import ConnectionError as Unreachable

    with suppress(Unreachable):
        telemetry._send_event("somebody", "Server Started", {}, {"license_hash": "x"})
    return 0


if __name__ == "__main__":
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    folder, *given = sys.argv[1:]
    answered = report(Path(folder)) if given == ["telemetry"] else converse(Path(folder), *given)
    print(json.dumps({"answered": answered, "lost": lost()}))
