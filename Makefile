# Every task of a developer, one word each. A bare `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help serve test test-fast slow-tests test-all test-oldest test-newest lock lint format types check data check-data coverage audit mutation bench-etl bench-ui bench-load bench-series lighthouse screenshots contact-sheet image clean

VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
MUTATION_VENV := .venv-mutation
CLIENT_VENV := .venv-client
OLDEST_VENV := .venv-oldest
NEWEST_VENV := .venv-newest
MODULE ?= measures
PORT ?= 5006
# Tests run in one process more than there are cores, as browser tests wait a third of their time; in four at most.
# `make test WORKERS=0` runs them in one, in order.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$(( n < 4 ? n + 1 : 4 )))
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Python 3.11, on which CI runs the tests, else the next that runs; override with `make PYTHON=...`.
PYTHON ?= $(shell for v in 3.11 3.12 3.13 3.14 3; do \
	command -v python$$v >/dev/null 2>&1 && python$$v -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo python$$v; break; }; done)
# The oldest Python allowed, and the newest that runs here, also if only pyenv has it; the newest Bokeh needs 3.12.
OLDEST_PYTHON ?= python3.11
NEWEST_PYTHON ?= $(shell for v in 3.14 3.13 3.12; do for p in python$$v "$$(pyenv prefix $$v 2>/dev/null)/bin/python$$v"; do \
	"$$p" -c '' 2>/dev/null && { echo "$$p"; exit; }; done; done)
# Tests start hundreds of processes, and compiled modules save each of them a second, also where the machine forbids them.
unexport PYTHONDONTWRITEBYTECODE
# What `make test-oldest` and `make test-newest` run, as arguments of pytest.
TESTS ?= tests

# One lock for every Python from 3.11 on and every system, by markers. The image's packages are among those of the tests,
# in the same versions.
COMPILE := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make lock" --upgrade
LOCK := $(COMPILE) pyproject.toml
PIP := -m pip install --quiet --disable-pip-version-check

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

serve: $(VENV)/.runtime  ## start the dashboard on the shipped figures (PORT=5006)
	@echo "The dashboard will be at http://localhost:$(PORT) (stop it with Ctrl-C)"
	@PORT=$(PORT) $(BIN)/python -m dashboard

test: $(VENV)/.test  ## run the tests, in a real browser too (11 minutes on two cores)
	@$(BIN)/python -m tests.helpers.browser
	@$(PYTEST) -m "not exhaustive"

test-fast: $(VENV)/.test  ## run the tests without a browser, but for the slowest (under 2 minutes on two cores)
	@$(PYTEST) -p no:playwright --ignore tests/ui -m "not slow and not container and not exhaustive"

slow-tests: $(VENV)/.test  ## measure which tests `make test-fast` leaves out (tests/slow_tests.txt)
	@rm -f .cpu-of-tests
	@$(BIN)/python -m pytest -n 1 --ignore tests/ui --measure-cpu .cpu-of-tests -q
	@$(BIN)/python -m tests.helpers.slow_tests .cpu-of-tests && rm .cpu-of-tests

test-all: $(VENV)/.test $(CLIENT_VENV)/.client  ## run every test, those marked exhaustive and the static edition's too; lists what is skipped
	@$(BIN)/python -m tests.helpers.browser
	@$(PYTEST) --static-edition

test-oldest:  ## run the tests on the oldest Python and the oldest packages allowed (TESTS="tests/storage -x")
	@$(MAKE) --no-print-directory $(OLDEST_VENV)/.installed PYTHON=$(OLDEST_PYTHON)
	@$(OLDEST_VENV)/bin/python -m tests.helpers.versions
	@$(OLDEST_VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

test-newest:  ## run the tests on the newest packages that the bounds admit; fail if they are not (TESTS=...)
	@test -n "$(NEWEST_PYTHON)" || { echo "Python 3.12 or newer is needed; name one: make test-newest NEWEST_PYTHON=/path/to/python3"; exit 1; }
	@$(MAKE) --no-print-directory $(NEWEST_VENV)/.installed PYTHON=$(NEWEST_PYTHON)
	@$(NEWEST_VENV)/bin/python -m tests.helpers.versions --newest
	@$(NEWEST_VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

lock: $(VENV)/bin/python  ## write the newest versions that the bounds admit into locks/, with hashes
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python $(PIP) "uv>=0.9"
	@$(LOCK) --extra test --output-file locks/test.txt
	@$(LOCK) --extra object-store --constraint locks/test.txt --output-file locks/runtime.txt
	@$(COMPILE) --group client --output-file locks/client.txt

lint: $(VENV)/.test  ## check the style, and which package imports which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

format: $(VENV)/.test  ## correct the style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/.test  ## check the types
	@$(BIN)/mypy

check: lint types test-all  ## run all that CI runs

data: $(VENV)/.runtime  ## fetch new figures from the World Bank into data/
	@$(BIN)/python -m etl refresh --keep 1

check-data: $(VENV)/.runtime  ## check the published figures against their contract
	@$(BIN)/python -m etl check

coverage: $(VENV)/.test  ## run the tests without a browser, and print which lines no test reaches
	@$(PYTEST) --ignore tests/ui --cov --cov-report=term:skip-covered

audit: $(VENV)/.test  ## list the licences of the installed packages, and look up known vulnerabilities
	@$(BIN)/python -m tests.helpers.licences
	@$(BIN)/python -m tests.helpers.audit

mutation: $(MUTATION_VENV)/.mutation  ## mutation tests of formulas and parsers (MODULE=measures.anomaly)
	@$(MUTATION_VENV)/bin/mutmut run '$(MODULE)*'
	@echo "Mutations of $(MODULE) that no test noticed (see one: $(MUTATION_VENV)/bin/mutmut show NAME):"
	@$(MUTATION_VENV)/bin/mutmut results | grep -E '$(MODULE).*: (survived|no tests|timeout|suspicious)' || echo "    none"

bench-etl: $(BENCH_VENV)/.bench  ## compare the ETL with wbgapi, wbdata and pandas-datareader
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_etl

bench-ui: $(BENCH_VENV)/.bench  ## compare the page with pages of GeoViews, Plotly Dash and ECharts
	@npm install --silent --prefix $(BENCH_VENV)/npm echarts@5 || echo "npm is missing: ECharts is not compared"
	@$(BENCH_VENV)/bin/python -m dashboard.server.static_files  # as the image has them
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_ui

bench-load: $(BENCH_VENV)/.bench  ## measure memory and response times under many visitors (BENCH="--sessions 50")
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_load $(BENCH)

bench-series: $(BENCH_VENV)/.bench  ## measure the page and the search with 36, 330 and 1,314 series
	@$(BENCH_VENV)/bin/python -m benchmarks.bench_series $(BENCH)

lighthouse: $(BENCH_VENV)/.bench  ## Lighthouse's scores of every view (needs Node)
	@$(BENCH_VENV)/bin/python -m benchmarks.lighthouse

screenshots: $(VENV)/.test  ## take the README's screenshots again
	@$(BIN)/python -m tests.helpers.screenshots

SHEET ?= contact-sheet.png
contact-sheet: $(VENV)/.test  ## draw 100 random series as maps with their legends, to be looked at (SHEET=file.png)
	@$(BIN)/python -m tests.helpers.contact_sheet data $(SHEET)

image:  ## build the container image with docker (DEPLOY.md says how to push it)
	docker build --platform linux/amd64 --tag worldbank-climate-dashboard .

clean:  ## remove the environments and the caches of tools
	rm -rf $(VENV) $(BENCH_VENV) $(MUTATION_VENV) $(CLIENT_VENV) $(OLDEST_VENV) $(NEWEST_VENV) mutants .coverage .pytest_cache .ruff_cache .mypy_cache .hypothesis *.egg-info build test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python $(BENCH_VENV)/bin/python $(MUTATION_VENV)/bin/python $(CLIENT_VENV)/bin/python $(OLDEST_VENV)/bin/python $(NEWEST_VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making an environment in $(@D) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(patsubst %/bin/,%,$(dir $@)) || { rm -rf $(patsubst %/bin/,%,$(dir $@)); echo "The venv module is missing; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml locks/runtime.txt
	@echo "Installing what the dashboard needs (once)"
	@$(BIN)/python $(PIP) --require-hashes --requirement locks/runtime.txt
	@$(BIN)/python $(PIP) --no-deps --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime locks/test.txt
	@echo "Installing what the tests need (once)"
	@$(BIN)/python $(PIP) --require-hashes --requirement locks/test.txt
	@touch $@

# Without a registry the test of the client is skipped, and says so; all others run.
$(CLIENT_VENV)/.client: $(CLIENT_VENV)/bin/python locks/client.txt
	@echo "Installing the generator of clients (once)"
	@$(CLIENT_VENV)/bin/python $(PIP) --require-hashes --requirement locks/client.txt && touch $@ \
	|| echo "THE GENERATOR OF CLIENTS CANNOT BE INSTALLED: the OpenAPI client is not tested"

# The lowest version of each package that pyproject.toml names; the tools of the tests come on top, as they are newest.
$(OLDEST_VENV)/.installed: $(OLDEST_VENV)/bin/python pyproject.toml
	@$(OLDEST_VENV)/bin/python $(PIP) "uv>=0.9"
	@$(OLDEST_VENV)/bin/python -m uv pip install --quiet --python $(OLDEST_VENV)/bin/python --resolution lowest-direct --editable ".[object-store]"
	@$(OLDEST_VENV)/bin/python -m uv pip install --quiet --python $(OLDEST_VENV)/bin/python --editable ".[test]"
	@touch $@

# Always looked up: a release of today is the newest.
.PHONY: $(NEWEST_VENV)/.installed
$(NEWEST_VENV)/.installed: $(NEWEST_VENV)/bin/python
	@$(NEWEST_VENV)/bin/python $(PIP) "uv>=0.9"
	@$(NEWEST_VENV)/bin/python -m uv pip install --quiet --python $(NEWEST_VENV)/bin/python --upgrade --editable ".[test]"

$(BENCH_VENV)/.bench: $(BENCH_VENV)/bin/python pyproject.toml
	@echo "Installing the libraries to compare with (once)"
	@$(BENCH_VENV)/bin/python $(PIP) --editable ".[bench]"
	@touch $@

$(MUTATION_VENV)/.mutation: $(MUTATION_VENV)/bin/python pyproject.toml
	@echo "Installing what mutation tests need (once)"
	@$(MUTATION_VENV)/bin/python $(PIP) --editable ".[mutation]"
	@touch $@
