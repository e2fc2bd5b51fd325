# Needs Python 3.11 or later and make, and uses uv where it is there. On Windows: in Git Bash.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PYTHON := $(BIN)/python

# Debian's own Python has no ensurepip until python3-venv is installed.
define FIND_PYTHON
for name in python3.13 python3.12 python3.11 python3 python py none; do \
	if $$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
done; \
if [ $$name = none ]; then \
	echo "lja needs Python 3.11 or later that can make virtual environments, and found none." >&2; \
	echo "Install it, then run make again. On Debian and Ubuntu: apt install python3 python3-venv" >&2; \
	exit 1; \
fi
endef

ifneq ($(shell uv --version 2>/dev/null),)
NEW_VENV = rm -rf .venv; uv venv --quiet --seed --python '>=3.11' .venv
INSTALL = uv pip install --quiet --compile-bytecode --python $(PYTHON)
else
NEW_VENV = $(FIND_PYTHON); $$name -m venv --clear .venv
INSTALL = $(PYTHON) -m pip install --quiet --disable-pip-version-check
endif

# Through a file, because pip before 25.1 cannot read a dependency group.
GROUP = $(PYTHON) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['$(1)'], sep='\n')" > .venv/$(1).txt

.PHONY: help setup demo test lint types check bench sample clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready ## lja, and what its tests need, in .venv

demo: .venv/.ready ## the invented school analysed: on the screen, and as files in demo/
	$(BIN)/lja analyse sample_data --out demo --force

test: .venv/.ready ## every test
	$(PYTHON) -m pytest

lint: .venv/.ready ## style and layout
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

types: .venv/.ready ## types, strictly
	$(PYTHON) -m mypy

check: lint types test ## lint, types and test

bench: .venv/.bench ## time and memory, beside Polars alone, pandas and DuckDB
	$(PYTHON) bench/run.py
	$(PYTHON) bench/letters.py

sample: .venv/.ready ## sample_data anew
	$(BIN)/lja sample sample_data --pupils 200 --until 2026-11-20 --force

clean: ## removes all that was made here, .venv too
	rm -rf .venv build dist demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +

.venv/.ready: pyproject.toml
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { $(NEW_VENV); }
	@echo "Installing lja into .venv: about a minute the first time."
	@$(call GROUP,dev)
	@$(INSTALL) --editable . --requirement .venv/dev.txt
	@touch $@

.venv/.bench: .venv/.ready
	@$(call GROUP,bench)
	@$(INSTALL) --requirement .venv/bench.txt
	@touch $@
