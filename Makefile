# Everything a newcomer needs: make run, make test.
SHELL := /bin/sh
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
PY := .venv/bin/python
STAMP := .venv/.installed

.PHONY: run test train chat bench bench-widget lint evaluate lock screenshots

run: $(STAMP)
	@.venv/bin/cap run

train: $(STAMP)
	@.venv/bin/cap train

chat: $(STAMP)
	@.venv/bin/cap chat

test: $(STAMP)
	@.venv/bin/cap train
	@$(PY) -m pytest

bench: $(STAMP)
	@.venv/bin/cap train
	@$(PY) -m tests.benchmarks

bench-widget: $(STAMP)
	@.venv/bin/cap train
	@$(PY) -m tests.benchmarks.widget

evaluate: $(STAMP)
	@.venv/bin/cap nlu evaluate $(addprefix tests/evaluation/,ordinaires.jsonl ordinaires-2.jsonl bruites.jsonl bruites-2.jsonl noms.jsonl fatigue.jsonl hors-sujet.jsonl en-contexte.jsonl)
	@.venv/bin/cap nlu safety $(addprefix tests/evaluation/,urgences.jsonl urgences-2.jsonl)
	@.venv/bin/cap nlu cross-validate

lint: $(STAMP)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy bot actions
	@.venv/bin/lint-imports
	@.venv/bin/cap directory check

# Every state of the widget, to be looked at, in var/captures/.
screenshots: $(STAMP)
	@.venv/bin/cap train
	@$(PY) -m tests.browser.screenshots

# Resolve the dependencies again. The file names versions and hashes, never where they come from.
lock: $(UV)
	@$(UV) pip compile pyproject.toml --extra dev --python-version 3.10 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --override requirements/overrides.txt \
	  -c requirements/constraints.txt -o requirements/lock.txt

$(STAMP): requirements/lock.txt pyproject.toml | $(UV)
	@test -x $(PY) || $(UV) venv --quiet --python 3.10 .venv
	@echo "Installation des dépendances (2,7 Go la première fois)…" >&2
	@$(UV) pip sync --python $(PY) --require-hashes requirements/lock.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
	@touch $@

# uv, when the machine has none: from the package index, in a folder of its own.
.tools/bin/uv:
	@echo "Installation de uv…" >&2
	@python3 -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
