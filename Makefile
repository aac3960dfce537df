# Two commands: `make run` sets up and serves the living demo, `make test` sets up and runs everything.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
TEST_STAMP := $(VENV)/.test-servers

.PHONY: run serve test lint bench bench-search bench-annotations frontend check-frontend messages docs clean

run: $(STAMP)
	$(BIN)/wiki --data $(DATA)/demo serve --demo

serve: $(STAMP)
	$(BIN)/wiki --data $(DATA)/wiki serve

test: $(DEV_STAMP) $(TEST_STAMP) lint
	PATH="$(CURDIR)/$(BIN):$$PATH" ./.ci/test

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV_STAMP)
	$(BIN)/python -m tests.bench $(if $(PAGES),--pages $(PAGES)) $(if $(CORPUS),--corpus $(CORPUS))

# How quick and how good the search is. QUALITY: folders of Markdown whose pages are to be found again.
bench-search: $(DEV_STAMP)
	$(BIN)/python -m tests.bench.search $(if $(PAGES),--pages $(PAGES)) $(if $(CORPUS),--corpus $(CORPUS)) \
		$(if $(QUERIES),--queries $(QUERIES)) $(foreach folder,$(QUALITY),--quality $(folder))

# How well notes find their passages again after an edit.
bench-annotations: $(DEV_STAMP)
	$(BIN)/python -m tests.bench.annotations $(if $(CASES),--cases $(CASES))

# Rebuild the committed scripts and styles; needs Node ≥ 20.
frontend:
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund && npm run build

check-frontend: frontend
	git diff --exit-code -- wiki/web/static/dist
	test -z "$$(git status --porcelain -- wiki/web/static/dist)"

# Write the reference pages of docs/ from the help texts in the code.
docs: $(DEV_STAMP)
	$(BIN)/python -m tests.house.documents

# Collect the texts of the interface for translators.
messages: $(DEV_STAMP)
	$(BIN)/pybabel extract -F .babel.cfg -k N_ -k _l -o wiki/translations/messages.pot wiki

$(BIN)/python:
	./.ci/setup python "$(PYTHON)" "$(VENV)"

$(STAMP): pyproject.toml $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(DEV_STAMP): pyproject.toml $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[postgres]' --group dev
	touch $(STAMP) $@

$(TEST_STAMP):
	./.ci/setup servers
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
