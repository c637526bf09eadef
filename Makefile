# Two commands: `make run` and `make test`. The rest is for those who build; `make help` lists them.
PYTHON ?= python3
PORT ?=
EDITION ?=
DATA ?=
PYTEST ?=
SEED ?=
PART ?=
DOORS ?=
SECONDS ?=
BIN := .venv/bin

# Where it is set, whatever starts compiles all it loads anew: .8 s at each start, hundreds of times in the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test torture setup check format lint types contracts bench fuzz lock words clean help

run: ## set up, collect the edition and serve the site on http://127.0.0.1:8000 (PORT=, EDITION=, DATA=)
	@$(PYTHON) scripts/bootstrap.py
	@$(BIN)/warraq up $(if $(PORT),--port "$(PORT)") $(if $(EDITION),--edition "$(EDITION)") $(if $(DATA),--data "$(DATA)")

test: setup ## set up and pass all tests, on up to four cores (PYTEST= further arguments; PYTEST=-n0 one after another)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(PYTEST)

torture: setup ## every harness at full length, hours; goes on where it stood (SEED=, PART="chaos kill-collecting-sqlite")
	@$(BIN)/python -m tests.torture $(if $(SEED),--seed "$(SEED)") $(if $(PART),--part "$(PART)")

setup: ## make .venv ready, with the tools of those who build
	@$(PYTHON) scripts/bootstrap.py --dev

check: setup format lint types contracts ## format, lint, types, import contracts, docs tests
	@$(BIN)/python -m pytest -q tests/docs

format: ## is everything formatted?
	@$(BIN)/ruff format --check .

lint: ## does ruff find anything?
	@$(BIN)/ruff check .

types: ## does mypy --strict find anything?
	@$(BIN)/mypy

contracts: ## does a room import what it must not?
	@$(BIN)/lint-imports

bench: setup ## the benchmark table of docs/reference/performance.md (minutes)
	@$(BIN)/python -m benchmarks

fuzz: setup ## search every parser door for what breaks it, led by coverage (DOORS=, SECONDS= of processor time each, 300; 17 doors)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@$(BIN)/python -m fuzz $(DOORS) --seconds $(or $(SECONDS),300)

lock: setup ## renew the hash-locked pins
	@$(BIN)/python scripts/lock.py

words: setup ## compile the catalogues of the site's words (docs/howto/translate.md)
	@$(BIN)/python scripts/words.py

clean: ## remove .venv; the data folder stays
	rm -rf .venv

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12
