# `make` alone lists the targets. Python 3.11 or newer with venv and pip is all that the machine must have.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install portfolio demo wheelhouse test campaign lint workbook docs bench lock system validator clean

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif
# A stamp is named after the lock's content, so a changed lock installs again and an unchanged one costs nothing.
hash = $(shell $(PYTHON) -c "import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest()[:16])" $(1))
RUNTIME := $(VENV)/.runtime-$(call hash,requirements.lock)
DEV := $(VENV)/.dev-$(call hash,requirements-dev.lock)

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

portfolio: $(RUNTIME) ## add the packages for portfolios beyond one workbook (DuckDB, Arrow, Dask, psycopg)
	$(PY) -m pip install --quiet --require-hashes -r requirements-portfolio.lock

install: $(RUNTIME) ## set up this computer for the Excel buttons (macOS, Linux; on Windows: install.cmd)
	$(PY) -m pyaddin doctor workbook/collections.xlsm --mend

demo: $(RUNTIME) ## build a sample ledger, run the weekly follow-up on it twice, write demo/index.html
	$(PY) -m pyaddin.entrypoints.demo

test: $(DEV) system validator lint ## everything that must hold: lint, types, imports, all tests
	$(PY) -m pytest -n auto --dist worksteal --durations=15

campaign: $(DEV) ## long runs: a year replayed, damaged ledgers, killed senders, mistakes put into the rules
	$(PY) -m pytest -m campaign tests/campaign

lint: $(DEV) ## style (ruff), types (mypy --strict), import directions (import-linter)
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(dir $(PY))lint-imports --no-logo

workbook: $(RUNTIME) ## pack workbook/collections.xlsm from its sources
	$(PY) -m pyaddin build

docs: $(RUNTIME) ## write docs/sheets.md, docs/errors.md, docs/commands.md, docs/tables.md, docs/figures.md and the rules in docs/compliance.md
	$(PY) -m pyaddin.build.docs

bench: $(DEV) ## weekly run beside openpyxl, LibreOffice and the I/O floor at 1,000 to 50,000 cases; click to done on 10,000 cases over LibreOffice; 1,000 letters beside WeasyPrint
	$(PY) -m benchmarks.scale
	$(PY) -m benchmarks.live_clicks
	$(PY) -m benchmarks.letters
	$(PY) -m benchmarks.kpis
	$(PY) -m benchmarks.reports

wheelhouse: $(RUNTIME) ## fetch every package for an office without internet: install.cmd --offline wheelhouse
	$(PY) -m pyaddin.build.wheelhouse

lock: ## resolve the pins of pyproject.toml again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra portfolio -c requirements.lock pyproject.toml -o requirements-portfolio.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

system: ## install LibreOffice, poppler and fonts for the tests that look at pages (Debian, as root)
	@bash .ci/system-packages

validator: ## install the Open XML SDK validator that tests hold our files against (npm; nothing of it is committed)
	@bash .ci/validator

clean: ## remove everything that the other targets made, the environment included
	rm -rf $(VENV) tests/tools/node_modules demo bench-out build/lib .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find pyaddin tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed; this is ' + sys.version.split()[0])"
	$(PYTHON) -m venv $(VENV)

# The development lock holds the runtime lock: where it is installed, nothing more is needed.
$(RUNTIME): | $(PY)
	@if [ ! -e $(DEV) ]; then $(PY) -m pip install --quiet --require-hashes -r requirements.lock; fi
	@touch $@

$(DEV): | $(PY)
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
