# `make demo` and `make test` need Python 3.11 or later, git and a C compiler; they set up the rest themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
export OMP_NUM_THREADS := 1

ASSIGNMENTS := $(patsubst assignments/%/assignment.toml,%,$(wildcard assignments/*/assignment.toml))

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# UV=1 installs with uv, which has to be there. torch comes by pip in any case: uv reads none of pip's settings, and would
# take the build for GPUs, some gigabytes, where pip is set to find a smaller one.
ifeq ($(UV),1)
INSTALL = $(PIP) -c requirements.lock torch && uv pip install --quiet --python $(BIN)/python -r requirements.lock
else
INSTALL = $(PIP) -r requirements.lock
endif

.PHONY: demo examples quick untrained test attacks lint gate calibrate build docs clean notebooks

demo: $(READY)
	$(BIN)/python -m examples.demo

examples: $(READY)       # the example classes, examples/class/: those that are missing or old
	$(BIN)/python -m examples.build

notebooks: $(READY)      # runs all notebooks, solved, and makes one page of their pictures, dist/notebooks.html: minutes
	$(BIN)/python -m examples.notebooks

quick: $(READY)           # what trains nothing: about a minute
	$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint untrained

untrained: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist worksteal tests/test_documents.py tests/test_wire.py tests/test_acceptance.py tests/test_record.py tests/test_key.py tests/test_build.py tests/test_mutants.py tests/submission -k "not test_the_commands"

test: $(READY)
	$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint attacks   # a processor each
	$(BIN)/python -m pytest -n 4 --dist worksteal --ignore=tests/test_attacks.py   # four: tests wait a good deal

attacks: $(READY)         # apart from the other tests: they watch the whole machine
	$(BIN)/python -m pytest tests/test_attacks.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	set -e; for a in $(ASSIGNMENTS); do here=assignments/$$a; \
	  MYPYPATH=$$here/student:$$here/graders $(BIN)/mypy $$here/graders $$here/student/given.py; done

gate: $(READY)            # the long rest: run before a release
	set -e; for a in $(ASSIGNMENTS); do $(BIN)/autograder verify $$a --seeds 20; done
	set -e; for a in $(ASSIGNMENTS); do $(BIN)/autograder mutate $$a; $(BIN)/autograder hints $$a; done
	$(BIN)/python -m pytest tests/test_attacks.py --long
	$(BIN)/python -m pytest tests/fuzz --long
	$(BIN)/python -m pytest tests -m long --ignore=tests/test_attacks.py --long

calibrate: $(READY)       # 600 students; goes on where it was stopped
	set -e; for a in $(ASSIGNMENTS); do $(BIN)/autograder calibrate $$a; done

build: $(READY)           # the students' stubs from the solutions
	$(BIN)/autograder build

docs: $(READY)            # the guides as a site, dist/site; a link that leads nowhere is an error
	$(PIP) -c requirements.lock -r docs/requirements.txt
	$(BIN)/sphinx-build -q -W --keep-going -c docs -b html . dist/site
	@echo "open dist/site/docs/index.html"

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; say which: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing `grep -cE '^[a-zA-Z].*==' requirements.lock` packages into $(VENV), 2 GB on disk, torch the largest of them: some minutes"
	$(INSTALL)
	@echo 'installing the autograder itself, from this folder: seconds'
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf $(VENV) results
