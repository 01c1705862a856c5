# Everything sets itself up: `make demo` and `make test` work on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench format lock messages clean

help: ## say what can be made
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready ## .venv with everything, and .venv/bin/bole

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

check: setup ## format, lint, types, import contracts, migrations, domain tests: before every commit
	$(BIN)/ruff format --check --quiet src tests bench
	$(BIN)/ruff check --quiet src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	BOLE_DATA=$$(mktemp -d) $(BIN)/bole manage makemigrations --check --dry-run
	$(BIN)/pytest tests/domain tests/house

format: setup ## format the code
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix --quiet src tests bench

clean: ## remove what was made
	rm -rf .venv var build dist .mypy_cache .ruff_cache
