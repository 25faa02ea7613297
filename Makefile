# make demo: set everything up, run Sierra Leone, say where the page is.  make test: the tests.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
# what the shell that called make understands
ifeq ($(notdir $(shell echo "$$SHELL")),fish)
ACTIVATE := source $(BIN)/activate.fish
else ifneq ($(filter csh tcsh,$(notdir $(shell echo "$$SHELL"))),)
ACTIVATE := source $(BIN)/activate.csh
else
ACTIVATE := . $(BIN)/activate
endif

.PHONY: demo test rules notebooks browser claims prose slow validation lint types check kit site clean help

help:
	@echo "make demo   set up, run Sierra Leone's war and UNAMSIL, print where the page is"
	@echo "make test   set up, run the tests"
	@echo "make notebooks run all notebooks at their quick setting, and tell their times"
	@echo "make claims what levers and mechanisms claim, in paired worlds"
	@echo "make check  lint, prose and types"
	@echo "make kit    a folder that installs and runs without internet (docs/offline.md)"
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
	@echo
	@echo "Look first at demo/page.html in a browser: who died, who fled, and where, week by week."
	@echo "Then move a lever and see what changes:"
	@echo "  $(BIN)/bluehelm view zambara"
	@echo "To type bluehelm without its folder, say once in each terminal:"
	@echo "  $(ACTIVATE)"

test: rules
	@"$(BIN)/python" -m pytest -n 2 -m "not slow and not browser and not claims and not notebooks" --ignore=tests/rules

rules: $(VENV)/.stamp-dev # one by one, as the plain Python that they are: the compiler off, and every line seen
	@COVERAGE_FILE="$(VENV)/.coverage" NUMBA_DISABLE_JIT=1 "$(BIN)/python" -m pytest -n 2 tests/rules --cov --cov-report=term:skip-covered --cov-fail-under=95

notebooks: $(VENV)/.stamp-dev # one by one: most use both processors themselves
	@"$(BIN)/python" -m pytest tests/test_batch_notebooks.py -m notebooks -s

browser: $(VENV)/.stamp-dev
	@"$(BIN)/python" -m pytest -m "browser and not slow"

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

kit: $(VENV)/.stamp-run
	@"$(BIN)/python" docs/make_kit.py

site: $(VENV)/.stamp-site # strictly: what leads nowhere, or asks another machine, fails
	@"$(BIN)/python" docs/make_reference.py --check
	@NO_MKDOCS_2_WARNING=1 "$(BIN)/python" -m mkdocs build --strict --quiet --clean
	@"$(BIN)/python" docs/site/check.py build/site
	@echo "open build/site/index.html; with search: $(BIN)/python -m http.server --directory build/site"

clean:
	rm -rf "$(VENV)" demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
