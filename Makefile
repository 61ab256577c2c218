# `make help` lists the targets. Everything runs in .venv, made on first use.

PYTHON ?= python3
BIN := .venv/bin
DEMO ?= $(or $(ENERGY_DEMO),1)

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint format bench screenshots clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready ## start the app with the simulated home; DEMO=0 starts it empty
	@ENERGY_DEMO=$(DEMO) exec $(BIN)/python -m energy_core run

test: .venv/ready-dev tools ## run every test, browser tests included (under 15 minutes)
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-long: .venv/ready-dev tools ## the long faults: kills, soaks, floods
	$(BIN)/python -m pytest -m long $(ARGS)

lint: .venv/ready-dev ## ruff, and mypy over energy_core
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready-dev ## let ruff write the code's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready-dev tools ## measure against the targets and the peers; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: .venv/ready-dev tools ## take the pictures in docs/screenshots again
	$(BIN)/python -m docs.screenshots

clean: ## forget the virtual environment
	rm -rf .venv

.venv/ready: requirements.txt constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version)"; exit 1; }
	@echo "Setting up .venv (first time only)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Browser tests use Debian's chromium, a test of stepped clocks its faketime. Where they cannot be
# installed these tests are skipped, loudly.
.PHONY: tools
tools:
	@{ command -v chromium && command -v faketime; } >/dev/null \
	    || { apt-get update -qq && apt-get install -y -qq chromium faketime; } >/dev/null 2>&1 \
	    || echo "NO CHROMIUM OR FAKETIME: missing and not to be installed here; THEIR TESTS WILL BE SKIPPED"
