# `make demo` and `make test` need Python 3.11 or later, git and a C compiler; they set up the rest themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
export OMP_NUM_THREADS := 1

ASSIGNMENTS := $(patsubst assignments/%/assignment.toml,%,$(wildcard assignments/*/assignment.toml))

.PHONY: demo test lint gate calibrate build clean

demo: $(READY)
	$(BIN)/python examples/demo.py

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/test_gate.py --ignore=tests/test_attacks.py
	$(BIN)/python -m pytest tests/test_gate.py tests/test_attacks.py   # these use both cores, and watch the whole machine

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gate: $(READY)            # every mutant on every task, 20 students; every attack in every tier, formgrader: run before a release
	set -e; for a in $(ASSIGNMENTS); do $(BIN)/autograder verify $$a --seeds 20; done
	$(BIN)/python -m pytest tests/test_attacks.py --all-tiers
	$(BIN)/python -m pytest tests/nbgrader --formgrader --all-classes

calibrate: $(READY)       # 600 students; goes on where it was stopped
	set -e; for a in $(ASSIGNMENTS); do $(BIN)/autograder calibrate $$a; done

build: $(READY)           # the students' stubs from the solutions
	$(BIN)/autograder build

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; say which: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf $(VENV) results
