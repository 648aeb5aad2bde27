"""What every trained component of ours shares: made untrained, taught, kept in one folder of the model, read again."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData


class TrainedComponent(GraphComponent):
    """A component of Rasa's graph; the signatures are those that Rasa checks."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TrainedComponent:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TrainedComponent:
        """Create a component as it was trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.restore(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep what was learnt."""
        self.learn(training_data)
        with self._storage.write_to(self._resource) as folder:
            self.save(folder)
        return self._resource

    @abstractmethod
    def learn(self, training_data: TrainingData) -> None:
        """Take from the examples what `process` needs."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write what was learnt."""

    @abstractmethod
    def restore(self, folder: Path) -> None:
        """Read what `save` wrote. Raises OSError if a file is missing."""
