# Two commands: `make run` and `make test`. The rest is for those who build.
PYTHON ?= python3
PORT ?= 8000
EDITION ?= eg
DATA ?=
BIN := .venv/bin

.PHONY: run test setup check format lint types contracts docs bench lock clean

run: ## set up, collect the edition and serve the site on http://127.0.0.1:$(PORT)
	@$(PYTHON) scripts/bootstrap.py
	@$(BIN)/warraq up --port "$(PORT)" --edition "$(EDITION)" $(if $(DATA),--data "$(DATA)")

test: setup ## set up and pass all tests
	@$(BIN)/python -m pytest $(PYTEST)

setup: ## make .venv ready, with the tools of those who build
	@$(PYTHON) scripts/bootstrap.py --dev

check: setup format lint types contracts ## format, lint, types, import contracts, docs tests
	@$(BIN)/python -m pytest -q tests/docs

format:
	@$(BIN)/ruff format --check .

lint:
	@$(BIN)/ruff check .

types:
	@$(BIN)/mypy

contracts:
	@$(BIN)/lint-imports

bench: setup ## the benchmark table of docs/reference/performance.md (minutes)
	@$(BIN)/python -m benchmarks

lock: setup ## renew the hash-locked pins
	@$(BIN)/python scripts/lock.py

clean:
	rm -rf .venv
