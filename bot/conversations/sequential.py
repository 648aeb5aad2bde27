"""Running Rasa's prediction graph node after node, without Dask's scheduler.

The graph of one message has a dozen nodes in a line: scheduling them costs more than it brings. The plan of
each target is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner

Component = TypeVar("Component")


class SequentialGraphRunner(GraphRunner):
    """Runs the nodes that a loaded Dask runner has instantiated."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._schema = loaded._graph_schema
        self._nodes = loaded._instantiated_nodes
        self._plans: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    @classmethod
    def create(cls, *args: Any, **kwargs: Any) -> SequentialGraphRunner:
        """Create from a graph, as Rasa would."""
        return cls(DaskGraphRunner.create(*args, **kwargs))

    def run(self, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None) -> dict[str, Any]:
        """Run what `targets` need, in order, and return their results."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._plans[wanted]:
            results[name] = self._nodes[name](*(results[need] for need in needs))
        return {name: results[name][1] for name in wanted}

    def component(self, kind: type[Component]) -> Component:
        """The loaded component of this kind. Raises LookupError if the model has none."""
        for node in self._nodes.values():
            if isinstance(node._component, kind):
                return node._component
        raise LookupError(f"Ce modèle n'a pas de composant {kind.__name__}.")

    def _plan(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        nodes = self._schema.minimal_graph_schema(list(targets)).nodes
        plan: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            if name in plan or name not in nodes:
                return
            needs = tuple(nodes[name].needs.values())
            for need in needs:
                visit(need)
            plan[name] = needs

        for target in targets:
            visit(target)
        return list(plan.items())
