"""Reading the examples once: Rasa reads them three times a training, in two languages, fifteen seconds each."""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData


class _Reader(RasaYAMLReader):
    """Rasa's reader, without its schema: twelve seconds for 14,000 examples that the tests have validated."""

    def validate(self, string: str) -> None:
        """See tests/unit/test_examples.py."""


class OnceReadImporter(RasaFileImporter):
    """Rasa's own importer of files, which keeps what it read for the time of a training."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: TrainingData | None = None

    def get_nlu_data(self, language: str = "en") -> TrainingData:
        """The examples of every file: they are written in one language, whichever Rasa asks for."""
        if self._read is None:
            self._read = TrainingData().merge(*(_Reader().read(path) for path in self._nlu_files))
        return self._read
