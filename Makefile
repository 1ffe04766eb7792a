# Everything you can do with this project. `make` alone prints the list.
# Needs Python 3.11 or newer and make; the rest is installed in .venv from uv.lock.

UV_VERSION := 0.13.9
PORT ?= 8000
DATA ?= data

export PYTHONUNBUFFERED := 1
export UV_PYTHON_DOWNLOADS := never
# Compiling every module again, in every process of the tests, costs more than many a test.
export PYTHONDONTWRITEBYTECODE :=

PYTHON := $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,\
  $(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
BIN := .venv/bin
UV := $(BIN)/uv
RUNTIME := .venv/.installed
DEV := .venv/.installed-dev
ASSETS := .venv/.assets
FRONTEND := $(shell find frontend -type f 2>/dev/null) $(wildcard package.json package-lock.json hatch_build.py)
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast test-postgresql check docs assets messages screenshot wheel clean

help:  ## Print this list
	@echo "Regie: what you can do here"
	@echo
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "New here? Start with: make demo"

$(UV):
	@test -n "$(PYTHON)" || { echo "Regie needs Python 3.11 or newer; none was found on this machine." >&2; exit 1; }
	@echo "• Making .venv with $(PYTHON) and uv $(UV_VERSION)"
	@$(PYTHON) -m venv .venv || { echo "Python could not make a virtual environment; on Debian and Ubuntu install python3-venv." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $(UV)

$(RUNTIME): pyproject.toml uv.lock | $(UV)
	@echo "• Installing what Regie needs to run (uv.lock)"
	@$(UV) sync --frozen --no-dev --inexact
	@touch $(RUNTIME) $(ASSETS)

$(DEV): pyproject.toml uv.lock | $(UV)
	@echo "• Installing what developers need (uv.lock)"
	@$(UV) sync --frozen --inexact
	@touch $(DEV) $(RUNTIME) $(ASSETS)

# Installing builds the assets; after a change in them only this is needed.
$(ASSETS): $(FRONTEND) $(CATALOGUES) | $(RUNTIME)
	@echo "• Building styles, scripts and catalogues"
	@$(UV) sync --frozen --inexact --no-dev --reinstall-package regie
	@touch $(ASSETS)

demo: $(RUNTIME) $(ASSETS)  ## Prepare Voorbeeldstad and serve it on 127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/regie demo --port $(PORT) --data $(DATA)

test: $(DEV) $(ASSETS)  ## Run all tests on SQLite, with a browser when there is one
	@$(BIN)/python -m tools.run_tests

test-fast: $(DEV)  ## Run only the tests without database or browser
	@$(BIN)/python -m pytest -q -m pure

test-postgresql: $(DEV) $(ASSETS)  ## Run the database tests on a temporary PostgreSQL
	@tools/with_postgresql $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not pure and not journey"
	@echo "Done: the same tests hold on PostgreSQL."

check: $(DEV) $(ASSETS)  ## Run every gate: style, types, arrows, translations, docs, licences
	@$(BIN)/python tools/check.py

docs: $(DEV)  ## Build the documentation; warnings are errors
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "Done: open docs/_build/html/index.html"

assets: $(RUNTIME)  ## Build styles, scripts and catalogues
	@rm -f $(ASSETS)
	@$(MAKE) --no-print-directory $(ASSETS)
	@echo "Done: the assets are in src/regie/ui/static/ui/dist."

messages: $(DEV)  ## Compare the English catalogues with the code and compile them
	@$(BIN)/python tools/messages.py

screenshot: $(DEV) $(ASSETS)  ## Take the pictures of the README from the demo
	@$(BIN)/python -m tools.screenshot

wheel: $(DEV)  ## Build the wheel that a server installs
	@$(UV) build --wheel --out-dir dist
	@echo "Done: the wheel is in dist/."

clean:  ## Remove the environment and what was built; the data folder stays
	@rm -rf .venv build dist docs/_build src/regie/ui/static/ui/dist \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* test-results
	@find src tests e2e tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Done: start again with make demo or make test. Your figures are still in $(DATA)."
