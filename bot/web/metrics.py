"""Prometheus counters without any label that could tell one person from another."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# Whoever reads the figures must not see that somebody, alone, is talking at this moment.
_STEP = 5
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What the server counts, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.sessions = Counter("cap_sessions", "Conversations commencées", registry=self._registry)
        self._open = Gauge(
            "cap_open_sessions", "Conversations en cours, au multiple de cinq inférieur", registry=self._registry
        )
        self.messages = Counter("cap_messages", "Messages reçus", registry=self._registry)
        self.seconds = Histogram(
            "cap_answer_seconds",
            "Temps de réponse à un message",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
            registry=self._registry,
        )

    def show_open(self, number: int) -> None:
        """How many conversations are open, rounded down."""
        self._open.set(number - number % _STEP)

    def text(self) -> bytes:
        """The exposition format."""
        return bytes(generate_latest(self._registry))
