"""Training the Rasa model when, and only when, what it is made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from bot.datafiles import DATA, ROOT
from bot.nlu.memory import remembering
from bot.progress import progress

_EXPECTED_SECONDS = 120.0
_KEPT = 2
# The modules that shape what is stored in the model; the others only read it.
_TRAINED = (
    *("component", "danger", "emergencies", "encoder", "entities", "experts", "first_names", "follow_up"),
    *("intents", "names", "pieces", "tokens", "views"),
)


class TrainingError(RuntimeError):
    """Rasa could not train; the message is for the person at the terminal."""


def _sources() -> Iterator[Path]:
    yield from (ROOT / "config.yml", ROOT / "domain.yml")
    for folder, kind in (("data/nlu", "*.yml"), ("data/stories", "*.yml"), ("data/safety", "*.jsonl")):
        yield from sorted((ROOT / folder).glob(kind))
    yield from (ROOT / "bot" / "nlu" / f"{name}.py" for name in _TRAINED)
    yield ROOT / "bot" / "text.py"


def digest() -> str:
    """A fingerprint of everything the model is made of (the safety rules are read at start, not trained)."""
    total = hashlib.sha256()
    for path in _sources():
        total.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def model_path(models: Path) -> Path:
    """Where the model of the present data is, or would be."""
    return models / f"cap-{digest()}.tar.gz"


def ensure_model(models: Path, *, force: bool = False) -> Path:
    """Return the model of the present data, trained if it does not exist yet.

    Raises TrainingError if Rasa refuses the data.
    """
    path = model_path(models)
    if path.exists() and not force:
        return path
    models.mkdir(parents=True, exist_ok=True)
    # Two layers read the same examples: encoded once, that is 25 s less.
    with progress("Entraînement du modèle", expected=_EXPECTED_SECONDS), remembering():
        _train(path)
    for old in sorted(models.glob("cap-*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        old.unlink()
    return path


def _train(path: Path) -> None:
    from rasa.model_training import train  # TensorFlow with it: seconds, and only to train

    # Written aside, then put in place at once: a training that is interrupted leaves no half model behind.
    with tempfile.TemporaryDirectory(dir=path.parent) as aside:
        with redirect_stdout(sys.stderr):  # Rasa announces its model on standard output, which is for answers
            result = train(
                domain=str(ROOT / "domain.yml"),
                config=str(ROOT / "config.yml"),
                training_files=[str(DATA / "nlu"), str(DATA / "stories")],
                output=aside,
                force_training=True,
                fixed_model_name=path.name.removesuffix(".tar.gz"),
            )
        made = Path(aside) / path.name
        if result.code != 0 or not made.exists():
            raise TrainingError("L'entraînement a échoué. Vérifiez les données avec : .venv/bin/rasa data validate")
        _store(made, path)


def _store(made: Path, path: Path) -> None:
    """Put a model in place, its archive stored rather than compressed: read twice at each start, that is 1.3 s less."""
    stored = made.with_suffix(".stored")
    with gzip.open(made) as packed, gzip.open(stored, "wb", compresslevel=0) as loose:
        shutil.copyfileobj(packed, loose)
    stored.replace(path)
