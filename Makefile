# Everything sets itself up: `make demo` and `make test` work on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench format lock messages clean

help: ## say what can be made
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready src/bole/web/locale/zh_Hans/LC_MESSAGES/django.mo ## .venv with everything, and .venv/bin/bole

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

%.mo: %.po .venv/ready
	$(BIN)/python -m bole.web.base.catalogues compile

messages: setup ## gather the sentences of code and templates into the catalogue, and name those without Chinese
	$(BIN)/python -m bole.web.base.catalogues gather
	$(BIN)/python -m bole.web.base.catalogues missing

demo: setup ## a county that does not exist, served at http://127.0.0.1:8000, with one login a role
	BOLE_DATA=$${BOLE_DATA:-var/demo} $(BIN)/bole demo

test: setup ## every test: on SQLite, on PostgreSQL and in a browser as far as the machine has them
	tests/all.sh

.venv/bench: requirements-bench.lock .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

bench: setup .venv/bench ## every benchmark, each with its figures as JSON on its last line
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script --json || exit 1; done

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

lock: ## pin what pyproject.toml asks for, with hashes
	uv pip compile --quiet --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock pyproject.toml
	uv pip compile --quiet --extra dev --extra bench --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.lock -o requirements-bench.lock pyproject.toml

clean: ## remove what was made
	rm -rf .venv var build dist .mypy_cache .ruff_cache
