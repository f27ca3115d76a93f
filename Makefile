# Everything a person or CI does here has one name. `make` alone lists them.
# No target asks a question; the environment in .venv is made once and again when a pin changes.

PYTHON := .venv/bin/python
FLASK := .venv/bin/flask --app wsgi
PYTEST := $(PYTHON) -m pytest --dist loadfile --no-loadscope-reorder -q
PORT ?= 5000
# Of the mistakes in the rules of access `make mutants` makes one of so many.
EVERY ?= 1
# Which of the tests with a database `make test-fast` runs: the next commit runs others. TURN= (empty) runs all.
TURN ?= $(shell git rev-list --count HEAD 2>/dev/null)
export PORT
# What was compiled is kept, whatever the machine says: thousands of modules are read by each worker and command.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help structure run demo test test-fast test-whole check lint format bench storm mutants mutants-of-rules walks catalogues refusals permissions sbom hashes environment tools chromium office proxy screenshots fonts

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 20

run: environment ## Serve on 127.0.0.1:5000, the worker beside it, with the demonstration meeting where the database is empty
	@$(FLASK) db upgrade
	@[ "$$ACM_ENV" = production ] || $(FLASK) demo --if-empty
	@echo "Serving on http://127.0.0.1:$(PORT), Ctrl-C ends it."
	@exec scripts/serve.sh

demo: environment ## Put the demonstration meeting into an empty, migrated database
	@$(FLASK) db upgrade
	@$(FLASK) demo

test: tools chromium office proxy ## What CI runs: SQLite, PostgreSQL 18, a real Chromium, LibreOffice and nginx; pages, services and journeys by thirds
	@$(PYTEST) -n 4 # twice the two processors: they wait for browsers, LibreOffice and PostgreSQL

test-whole: tools chromium office proxy ## All tests with every case: each page in each width and language, each case on each engine, more walks and pairs
	@$(PYTEST) -n 4 --hypothesis-profile=whole

test-fast: tools ## The tests without browser, PostgreSQL and what is marked thorough; of examples, cases and tests with a database a few
	@ACM_TEST_TURN=$(TURN) $(PYTEST) -n 2 --hypothesis-profile=quick -m "not browser and not postgres and not thorough" --ignore=tests/journeys

check: lint test ## What CI runs: formatting, lint, types, floors, then all tests

lint: tools
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: tools ## Lay the code out as `make check` wants it
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: tools ## Measure; one JSON object a line
	@$(PYTHON) -m bench

storm: tools ## Let everybody come at once, on both engines, and kill the server under them; one JSON object a line
	@$(PYTHON) -m bench.storm

screenshots: tools chromium ## Take a picture of every page of the demonstration, into screenshots/pages
	@$(PYTHON) -m scripts.screenshots screenshots/pages

structure: tools ## Print what the code is made of: modules, cycles, complexity, SQL outside the store, the walk of an act
	@$(PYTHON) -m scripts.structure

mutants: tools ## Break the text engine in each way of scripts/laws.toml, and the rules of access in every way; see that the tests notice
	@$(PYTHON) -m scripts.break_laws
	@$(PYTHON) -m scripts.break_rules --every $(EVERY)

mutants-of-rules: tools ## The rules of access alone; EVERY=10 makes one mistake of ten
	@$(PYTHON) -m scripts.break_rules --every $(EVERY)

walks: tools ## Play random negotiations and race every pair of writing verbs, on both engines
	@$(PYTHON) -m tests.walks

catalogues: environment ## Collect new sentences for the translators and compile what they translated
	@scripts/catalogues.sh

refusals: environment ## Write docs/refusals.md from the code
	@$(PYTHON) -m scripts.write_refusals

hashes: tools ## Write requirements*.txt from the .in files: exact versions with the hashes of their files
	@scripts/hashes.sh

sbom: tools ## Write sbom.json: what the product is made of at run time, as CycloneDX
	@.venv/bin/cyclonedx-py requirements --output-reproducible --output-format JSON --output-file sbom.json requirements.txt
	@echo "sbom.json names every package of requirements.txt with its hashes."

fonts: tools ## Write the small Arabic faces from the whole ones, for the characters that static/css/tokens.css gives them
	@.venv/bin/uv run --quiet scripts/subset_fonts.py

permissions: environment ## Write docs/permissions.md from the code
	@$(PYTHON) -m scripts.write_permissions

environment: ## Make the environment in .venv alone: what `flask` and a server need
	@scripts/ensure_environment.sh requirements.txt

tools: ## Make the environment with what tests, lint and measuring need besides
	@scripts/ensure_environment.sh requirements-dev.txt

chromium:
	@scripts/ensure_system_packages.sh chromium-headless-shell

office:
	@scripts/ensure_system_packages.sh libreoffice-writer

proxy:
	@scripts/ensure_system_packages.sh nginx
