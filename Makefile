# make demo   set up .venv, check the bank, export it and an exam to build/
# make test   set up all that the tests need, lint, run them
# make lint   ruff and mypy alone      make bench  print timings
# make dist   sdist and wheel in dist/ make clean  remove what was made

BIN := .venv/bin
FORMATS := moodle latex html browser

.PHONY: demo test lint bench dist clean
.DELETE_ON_ERROR:

demo: .venv/.run
	$(BIN)/qbank check bank
	$(BIN)/qbank export bank $(FORMATS:%=--to %)
	$(BIN)/qbank exam docs/midterm.yaml
	@echo
	@echo 'Look at build/html/ and build/browser/ in a browser, import build/moodle/ into Moodle, compile build/latex/.'
	@echo 'Next: .venv/bin/qbank show q1-2'

# worksteal: tests that stand together run together, and share what is made once
test: lint .venv/.system node_modules/.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m bench.peers
	$(BIN)/python -m bench.bench
	$(BIN)/python -m bench.questions
	$(BIN)/python -m bench.browsing

dist: .venv/.dev
	tools/dist $(BIN)/python dist

clean:
	rm -rf build dist node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info .venv

# Stamps: each set-up runs once, and again when what it depends on changes.

.venv/.python: tools/venv
	tools/venv .venv
	@touch $@

.venv/.run: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q qbank exporters  # as for a wheel: else the first run does, or all where that is off
	@touch $@

.venv/.dev: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.run

.venv/.system: .venv/.dev tools/system
	tools/system
	@touch $@

node_modules/.stamp: .venv/.system $(wildcard package.json package-lock.json)
	@mkdir -p node_modules
	if [ -f package-lock.json ]; then npm ci --no-audit --no-fund; elif [ -f package.json ]; then npm install --no-audit --no-fund; fi
	@mkdir -p node_modules && touch $@
