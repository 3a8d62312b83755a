# Everything a developer does, one word each. A bare `make` lists it.
.DEFAULT_GOAL := help
.PHONY: help serve test lint format types check data check-data coverage audit mutation bench-etl bench-ui bench-load lighthouse screenshots image clean

VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
MUTATION_VENV := .venv-mutation
MODULE ?= measures
PORT ?= 5006

# The newest Python there is, from 3.11 on; override with `make PYTHON=...`.
PYTHON ?= $(shell for v in 3.14 3.13 3.12 3.11 3; do \
	command -v python$$v >/dev/null 2>&1 && python$$v -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo python$$v; break; }; done)

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

serve: $(VENV)/.runtime  ## start the dashboard on the shipped figures (PORT=5006)
	@echo "The dashboard will answer at http://localhost:$(PORT) (stop it with Ctrl-C)"
	@PORT=$(PORT) $(BIN)/python -m dashboard

test: $(VENV)/.test  ## run every test, in a real browser too
	@$(BIN)/python -m tests.helpers.browser
	@$(BIN)/python -m pytest

lint: $(VENV)/.test  ## look for faults in style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

format: $(VENV)/.test  ## mend the style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/.test  ## check the types
	@$(BIN)/mypy

check: lint types test  ## all that CI runs

data: $(VENV)/.runtime  ## pull fresh figures from the World Bank into data/
	@$(BIN)/python -m etl refresh

check-data: $(VENV)/.runtime  ## check the published figures against their contract
	@$(BIN)/python -m etl check

coverage: $(VENV)/.test  ## run the tests but the browser's, and print which lines no test reaches
	@$(BIN)/python -m pytest -m "not ui" --cov --cov-report=term:skip-covered

audit: $(VENV)/.test  ## look for known faults in the packages installed
	@$(BIN)/python -m tests.helpers.audit

mutation: $(MUTATION_VENV)/.mutation  ## change formulas and parsers a little: which change does no test notice (MODULE=measures.anomaly)
	@$(MUTATION_VENV)/bin/mutmut run '$(MODULE)*'
	@echo "Changes of $(MODULE) that no test noticed (see one: $(MUTATION_VENV)/bin/mutmut show NAME):"
	@$(MUTATION_VENV)/bin/mutmut results | grep -E '$(MODULE).*: (survived|no tests|timeout|suspicious)' || echo "    none"

bench-etl: $(BENCH_VENV)/.bench  ## measure the ETL beside wbgapi, wbdata and pandas-datareader
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_etl

bench-ui: $(BENCH_VENV)/.bench  ## measure the page beside a naive GeoViews page and a Plotly Dash page
	@$(BENCH_VENV)/bin/python -m dashboard.server.static_files  # as the image has them
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_ui

bench-load: $(BENCH_VENV)/.bench  ## measure memory and answers under many visitors (BENCH="--sessions 50")
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_load $(BENCH)

lighthouse: $(BENCH_VENV)/.bench  ## Lighthouse's marks for every view (needs Node)
	@$(BENCH_VENV)/bin/python -m benchmarks.lighthouse

screenshots: $(VENV)/.test  ## take the README's pictures anew
	@PYTHONPATH=. $(BIN)/python docs/screenshots.py

image:  ## build the container image with docker (DEPLOY.md: how to push it)
	docker build --platform linux/amd64 --tag worldbank-climate-dashboard .

clean:  ## remove the environment and what tools left behind
	rm -rf $(VENV) $(BENCH_VENV) $(MUTATION_VENV) mutants .coverage .pytest_cache .ruff_cache .mypy_cache .hypothesis *.egg-info build test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python $(BENCH_VENV)/bin/python $(MUTATION_VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making an environment in $(@D) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(patsubst %/bin/,%,$(dir $@)) || { rm -rf $(patsubst %/bin/,%,$(dir $@)); echo "The venv module is missing; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml
	@echo "Installing what the dashboard needs (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime
	@echo "Installing what the tests need (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

$(BENCH_VENV)/.bench: $(BENCH_VENV)/bin/python pyproject.toml
	@echo "Installing the peers to measure against (once)"
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@touch $@

$(MUTATION_VENV)/.mutation: $(MUTATION_VENV)/bin/python pyproject.toml
	@echo "Installing what changes the code for the tests to notice (once)"
	@$(MUTATION_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[mutation]"
	@touch $@
