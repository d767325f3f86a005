# make demo            sets up an environment, reads examples/ and prints the register that comes out
# make test            everything that CI runs: style, types, layers, tests, quality floors
# make test-long       the tests that take minutes, and a million hostile inputs, which take hours (WHOMET_FUZZ_INPUTS=10000 for fewer)
# make gate            the quality floors alone, with the table of measures
# make server          finds PostgreSQL's programs for the tests that want them; root on Debian gets them installed
# make browser         finds Chromium for the tests that want a browser; root on Debian gets it installed
# make sameness        whether this interpreter makes the register that is recorded (docs/sameness.md); it installs no more
#                      than running needs: make sameness PYTHON=python3.13 VENV=.venv-3.13
# make bench           words per second on this machine
# make known-failures  what is read wrongly in examples/ today, written anew into tests/examples/known_failures.yaml
# make pictures        the pictures of README and docs anew, with Chromium; look at them before they are kept
# make sbom            the bill of materials, sbom.cdx.json, anew; after make lock, and after a change of what is carried
# make audit           asks an advisory service about every pin (needs the network; in no other target)
# make lock            the pinned requirements anew, after a change of pyproject.toml (needs uv)
# make model           the reading model's weights anew, from the folder DATA (hours; see training/README.md)
# make clean           away with the environment and all caches
#
# PYTHON=python3.12 chooses an interpreter, VENV=folder another place for the environment.

VENV ?= .venv
BIN := $(VENV)/bin
NEW_ENOUGH := import sys, ensurepip; sys.exit(sys.version_info < (3, 11))

# The first of these that runs, is new enough and can make environments.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	if $$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo $$p; break; fi; done)

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Hashes pin every byte that is installed; wheels alone: nothing is compiled, no build script runs.
PINNED := $(PIP) install --require-hashes --only-binary :all:
OURSELVES := $(PIP) install --no-deps --no-build-isolation --editable .
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)

.PHONY: demo test style types layers tests server browser test-long sameness gate bench known-failures pictures sbom audit lock model clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.runs
	@$(BIN)/python examples/demo.py

test: style types layers tests gate

style: $(VENV)/.develops
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.develops
	$(BIN)/mypy

layers: $(VENV)/.develops
	$(BIN)/lint-imports

# Two processes, each given whole files, so that what a file makes once is made once.
TOGETHER := -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0
# A test fails after five minutes, with its stack; what does not let itself be stopped ends its process, with its stack, and
# with that the run. No test comes near: what may be slow is bounded by processor time, in the tests.
NO_HANGING := --timeout 300 -o faulthandler_timeout=400 -o faulthandler_exit_on_timeout=true

tests: $(VENV)/.develops server browser
	$(BIN)/pytest -m "not long" $(TOGETHER) $(NO_HANGING)

# A PostgreSQL server's programs are found, or, by root on Debian, installed; else the tests that want one are skipped.
server:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql) >/dev/null 2>&1 || \
		echo "PostgreSQL could not be installed: the tests that want a server are skipped." >&2; fi

# Chromium is found, or, by root on Debian, installed; else the tests in a browser are skipped.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/dev/null 2>&1 || \
		echo "Chromium could not be installed: the tests in a browser are skipped." >&2; fi

test-long: $(VENV)/.develops
	$(BIN)/pytest -m long

sameness: $(VENV)/.runs
	@$(BIN)/python tests/sameness/read_and_hash.py

gate: $(VENV)/.develops
	$(BIN)/python gate/run.py

bench: $(VENV)/.runs
	$(BIN)/python bench/words_per_second.py

known-failures: $(VENV)/.develops
	$(BIN)/python tests/examples/checks.py

pictures: $(VENV)/.develops browser
	$(BIN)/python tests/web/pictures.py

sbom: $(VENV)/.develops
	$(BIN)/python supply/bill.py

audit: $(VENV)/.develops
	@$(BIN)/python supply/audit.py

# ---------------------------------------------------------------------------- environments

$(BIN)/python:
	@if ! "$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
		echo "Whomet needs Python 3.11 or newer with its venv module (Debian: apt install python3-venv);" >&2; \
		echo "$(or $(PYTHON),what PATH holds) will not do. Name one: make PYTHON=/path/to/python3.12" >&2; exit 1; fi
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.runs: requirements.lock pyproject.toml | $(BIN)/python
	$(PINNED) -r requirements.lock
	$(OURSELVES)
	@touch $@

$(VENV)/.develops: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PINNED) -r requirements-dev.lock
	$(OURSELVES)
	@touch $@ $(VENV)/.runs

# requirements-dev.lock pins everything; requirements.lock is the part of it that running needs. Both hold what
# building this package takes (editables: hatchling asks for it when the install is editable).
BUILDING := hatchling\neditables\n
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links
model:
	PYTHONPATH=src $(PYTHON) training/build.py --data $(DATA)

lock:
	@command -v "$(UV)" >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	printf '$(BUILDING)' | $(COMPILE) --upgrade pyproject.toml - --group pyproject.toml:dev -o "$$dir/dev" >/dev/null && \
	printf '$(BUILDING)' | $(COMPILE) pyproject.toml - -c "$$dir/dev" -o "$$dir/run" >/dev/null && \
	{ echo "# Made by make lock from pyproject.toml: its dependencies, the group dev, and what building takes."; cat "$$dir/dev"; } > requirements-dev.lock && \
	{ echo "# Made by make lock from pyproject.toml: its dependencies and what building takes."; cat "$$dir/run"; } > requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
