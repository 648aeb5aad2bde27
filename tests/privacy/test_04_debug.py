"""Promise 4: whoever looks for a fault, with everything turned on, reads nobody's words."""

from __future__ import annotations

import subprocess
import sys

from tests.privacy.people import two_hundred
from tests.privacy.running import Running
from tests.privacy.traces import Canary, scan
from tests.support.server import ROOT

# What Rasa says at DEBUG of any message.
TALKATIVE = ["intent_ranking", "besoin_", "UserUttered", "slot_values"]


def test_debug_leaks_nothing(broken: Running, canary: Canary) -> None:
    """`broken` runs with every environment variable that asks for more (`tests.privacy.conftest.DEBUG`)."""
    seen = two_hundred(broken.address, canary, 30)
    assert {"urgence", "recapitulatif"} <= set(seen.kinds)
    assert scan(broken.places(), [*canary.needles, *seen.tokens[:3]]) == []
    assert scan([("server.log", broken.log)], TALKATIVE) == []


def test_no_command_asks_for_more() -> None:
    for option in ("--debug", "-vv"):
        command = [sys.executable, "-m", "bot.cli", "run", option]
        refused = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert refused.returncode == 2, option


def test_the_test_sees_rasas_own_debug(leaky: Running, canary: Canary) -> None:
    two_hundred(leaky.address, canary, 5)
    found = scan([("server.log", leaky.log)], [canary.core, *TALKATIVE])
    assert [place for place in found if canary.core in place] and len(found) > 1, found
