# make demo: set everything up, run Sierra Leone, say where the page is.  make test: the tests.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test rules browser claims prose slow validation lint types check site clean help

help:
	@echo "make demo   set up, run Sierra Leone's war and UNAMSIL, print where the page is"
	@echo "make test   set up, run the tests"
	@echo "make claims what levers and mechanisms claim, in paired worlds"
	@echo "make check  lint, prose and types"
	@echo "make site   the documentation as a site, in build/site"
	@echo "make clean  remove what make made"

$(VENV)/.stamp-run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; ok = (3, 11) <= v[:2] <= (3, 13); ok or print("Bluehelm needs Python 3.11 to 3.13; $(PYTHON) is %d.%d. Try: make PYTHON=python3.12 demo" % v[:2]); sys.exit(not ok)'
	@test -x "$(BIN)/python" || $(PYTHON) -m venv "$(VENV)" || { echo "$(PYTHON) -m venv failed; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "installing Bluehelm and what it needs into $(VENV) ..."
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch "$@"

$(VENV)/.stamp-dev: $(VENV)/.stamp-run
	@echo "installing what the tests need ..."
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch "$@"

$(VENV)/.stamp-site: $(VENV)/.stamp-run
	@echo "installing what the site needs ..."
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[site]"
	@touch "$@"

demo: $(VENV)/.stamp-run
	@"$(BIN)/python" -c "from sim.view.app import assets; assets.ensure()" >/dev/null 2>&1 || echo "note: front-end files of 'bluehelm view' could not be fetched now; it will say what to do"
	@"$(BIN)/bluehelm" run sierra-leone --seed 1 --out demo

test: rules
	@"$(BIN)/python" -m pytest -n 2 -m "not slow and not browser and not claims" --ignore=tests/rules

rules: $(VENV)/.stamp-dev # one by one, as the plain Python that they are: the compiler off, and every line seen
	@COVERAGE_FILE="$(VENV)/.coverage" NUMBA_DISABLE_JIT=1 "$(BIN)/python" -m pytest -n 2 tests/rules --cov --cov-report=term:skip-covered --cov-fail-under=95

browser: $(VENV)/.stamp-dev
	@"$(BIN)/python" -m pytest -m browser

claims: $(VENV)/.stamp-dev
	@"$(BIN)/python" -m pytest -m claims

slow: $(VENV)/.stamp-dev
	@"$(BIN)/python" -m pytest -n 2 -m slow

validation: $(VENV)/.stamp-run
	@"$(BIN)/bluehelm" validate --only F,K1,K2,K3,K4,A1,B1,D7 --seeds 4

lint: $(VENV)/.stamp-dev
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .

types: $(VENV)/.stamp-dev
	@"$(BIN)/mypy"

prose: $(VENV)/.stamp-dev
	@"$(BIN)/codespell" README.md CONTRIBUTING.md CHANGELOG.md docs sim scenarios experiments tests

check: lint prose types

site: $(VENV)/.stamp-site # strictly: what leads nowhere, or asks another machine, fails
	@"$(BIN)/python" docs/make_reference.py --check
	@NO_MKDOCS_2_WARNING=1 "$(BIN)/python" -m mkdocs build --strict --quiet --clean
	@"$(BIN)/python" docs/site/check.py build/site
	@echo "open build/site/index.html; with search: $(BIN)/python -m http.server --directory build/site"

clean:
	rm -rf "$(VENV)" demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
