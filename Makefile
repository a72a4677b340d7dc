# Every target sets up what it needs in .venv by itself, and quickly the second time.
# Needed: make and Python >= 3.11. Node comes from PyPI with the rest.
#   make PYTHON=/path/to/python VENV=.venv-other    another interpreter, another environment

ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell ./scripts/find_python.sh)
endif
VENV ?= .venv
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
PYTEST_ARGS ?=
ARGS ?=

BIN = $(VENV)/bin
PYTEST = $(BIN)/python -m pytest
NPM = $(BIN)/python hatch_build.py npm

.DEFAULT_GOAL := help
.PHONY: help run dev web modules demo demo-headless screenshots check check-lint check-types check-web test test-web test-py \
        test-long plots bench bench-peers bench-quality bench-speed format gallery gen lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | column -t -s '|'

# --- set-up ---------------------------------------------------------------------------------------

run:
	@test -n "$(PYTHON)" || exit 1
	@"$(PYTHON)" scripts/setup_venv.py "$(VENV)" run

dev:
	@test -n "$(PYTHON)" || exit 1
	@"$(PYTHON)" scripts/setup_venv.py "$(VENV)" dev

web: run  ## build the web app (only if its sources changed)
	@$(BIN)/python hatch_build.py

modules: run
	@$(BIN)/python hatch_build.py modules

# --- use ------------------------------------------------------------------------------------------

demo: web  ## ready projects on sample data, served until Ctrl-C
	@$(BIN)/goldlabel demo $(ARGS)

demo-headless: run  ## the whole job without a screen: create, import, label, resolve, release
	@$(BIN)/goldlabel demo --headless $(ARGS)

screenshots: dev web  ## every page, light and dark, large and small, into build/screenshots; ARGS='--only label'
	@$(BIN)/python -m goldlabel.dev.screenshots $(ARGS)

# --- test -----------------------------------------------------------------------------------------

check: check-lint check-types check-web  ## lint, format and types, both sides

check-lint: dev
	@$(BIN)/ruff check --output-format concise
	@$(BIN)/ruff format --check

check-types: dev
	@$(BIN)/pyright --pythonpath "$(BIN)/python"

check-web: modules
	@$(NPM) run --silent lint
	@$(NPM) run --silent types

test-web: modules  ## unit tests of the web app
	@$(NPM) run --silent test

test-py: dev web  ## pytest on all cores; PYTEST_ARGS='-k name'
	@$(PYTEST) -n $(JOBS) $(PYTEST_ARGS)

# All parts run, whatever fails first; pytest's summary is the last word.
test: dev web  ## check, test-web and test-py
	@failed=; \
	$(MAKE) --no-print-directory --keep-going check || failed="$$failed check"; \
	$(MAKE) --no-print-directory test-web || failed="$$failed test-web"; \
	test -z "$$failed" || echo "FAILED before pytest:$$failed"; \
	$(PYTEST) -n $(JOBS) $(PYTEST_ARGS) && test -z "$$failed"

test-long: dev web  ## the tests that take minutes
	@$(PYTEST) --long -m long $(PYTEST_ARGS)

bench: dev web  ## speed, as ratios within one run
	@$(BIN)/python -m bench $(ARGS)

bench-peers: dev web  ## the same beside Label Studio, in an environment of its own
	@$(BIN)/python -m bench.peers $(ARGS)

bench-quality: dev  ## quality on ../shared/data beside published numbers; ARGS='categorical' for one family
	@$(BIN)/python -m bench.quality $(ARGS)

bench-speed: dev  ## consensus and agreement on millions of answers beside crowd-kit; ARGS='--large' adds 50 M answers
	@$(BIN)/python -m bench.speed $(ARGS)

# --- write ----------------------------------------------------------------------------------------

gallery: dev web  ## renew the pictures of docs/gallery.md
	@$(BIN)/python -m goldlabel.dev.gallery

format: dev modules  ## put Python and web sources in their form
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/ruff format
	@$(NPM) run --silent format

gen: dev  ## regenerate what is generated from the Python models: catalog, OpenAPI, client types
	@$(BIN)/python -m goldlabel.dev.generate
	@$(NPM) --prefix codegen ci --silent --prefer-offline
	@$(NPM) --prefix codegen run --silent client

plots: dev  ## redraw the plots of docs/ from the data of the benchmarks
	@for one in docs/plots/*.py; do $(BIN)/python -m docs.plots.$$(basename $$one .py) || exit 1; done

lock: dev  ## newest versions into the lock files
	@./scripts/lock.sh "$(BIN)"

clean:  ## remove all that is made (environments too)
	rm -rf .venv .venv-* web/node_modules web/codegen/node_modules web/dist web/.lock \
	  src/goldlabel/static dist build .pytest_cache .ruff_cache .hypothesis
