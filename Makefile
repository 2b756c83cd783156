# Two words do everything: `make demo` shows a grade, `make test` proves the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help setup demo serve test lint types unit fuzz fuzz-api kills lock format readme clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(VENV)/.runtime ## Make the environment in .venv, with .venv/bin/qualidata

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup ## Start the service, score two small files, show their grades (PORT=8000)
	@$(BIN)/python demo/run.py --port $(PORT)

serve: setup ## Start the service (PORT=8000)
	$(BIN)/qualidata serve --port $(PORT)

test: lint types unit ## Everything that must hold: style, types, import contracts, tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev .browser
	$(BIN)/python -m pytest -n auto --dist loadfile --ignore=tests/rules
	$(BIN)/coverage run -m pytest tests/rules -q -p no:cacheprovider
	$(BIN)/coverage report

fuzz: $(VENV)/.dev ## The generated cases drawn anew (FUZZ="tests/rules tests/table_check")
	QUALIDATA_FUZZ=1 $(BIN)/python -m pytest -n auto --dist loadfile $(or $(FUZZ),tests/rules tests/table_check tests/table_engine tests/table_equal tests/table_read tests/table_expect tests/store)

fuzz-api: $(VENV)/.dev ## Ten thousand hostile calls drawn from the OpenAPI, anew (CALLS=10000)
	QUALIDATA_FUZZ_CALLS=$(or $(CALLS),10000) $(BIN)/python -m pytest tests/web/test_fuzz_api.py -s --timeout 0

# Pages are tested in a real browser. Where none can be had, those tests are skipped with a reason.
.PHONY: .browser
.browser:
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; } \
	  || echo "No chromium here: the browser tests will be skipped."

kills: $(VENV)/.dev ## Kill 50 processes at random under 500 orders, on both databases (15 minutes)
	$(BIN)/python bench/kills.py

format: $(VENV)/.dev ## Put the code into its house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock

readme: setup ## Write the rule book into README, the settings and the refusals into docs/
	$(BIN)/python docs/readme.py
	$(BIN)/python docs/settings.py
	$(BIN)/python docs/refusals.py

clean: ## Remove what was made
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
