"""Promise 1: without an agreement, nothing of a conversation is on any disk."""

from __future__ import annotations

from tests.privacy.people import two_hundred
from tests.privacy.running import Running
from tests.privacy.traces import Canary, scan


def test_nothing_on_disk_without_consent(started: Running, canary: Canary) -> None:
    seen = two_hundred(started.address, canary)
    # The server was really told all of this, and held it: its summaries showed it.
    assert len(seen.tokens) == 200
    assert {"recapitulatif", "urgence", "effacement", "formulaire", "orientation"} <= set(seen.kinds), seen.kinds
    assert {200, 204, 400, 401, 404, 405, 413, 422} <= set(seen.statuses), seen.statuses
    assert scan(started.places(), [*canary.needles, *seen.tokens[:3]]) == []


def test_the_test_sees_a_stock_tracker_store_and_a_log_that_quotes(leaky: Running, canary: Canary) -> None:
    two_hundred(leaky.address, canary, 5)
    found = scan(leaky.disk(), canary.needles)
    for file in ("rasa.db", "server.log"):
        assert any(file in place for place in found), found
