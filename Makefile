# Two commands: `make rehearse` tries the bot without a token, `make test` runs every check and test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := requirements/dev.txt

.PHONY: rehearse test prove install lock check screenshot bench clean

rehearse: $(STAMP)
	$(BIN)/python -m bot rehearse

test: check
	$(BIN)/python -m pytest --numprocesses auto --cov --cov-report=term
	$(BIN)/python -m tests.coverage_floors

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/deptry .

install: $(STAMP)

$(STAMP): $(LOCK) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The long forms of the tests, whole, and the figures; about an hour.
prove: $(STAMP)
	$(BIN)/python -m pytest -m prove --durations=0
	COMMON_GROUND_KILLS=200 $(BIN)/python -m pytest -s tests/faults/test_kill.py
	$(BIN)/python -m tests.benchmarks

# What takes longer than `make test` may: figures, printed as one table.
bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks

screenshot: $(STAMP)
	$(BIN)/python -m tests.rehearsal.screenshot docs/rehearsal.png

# Pins every package with its hashes, without the address of any index.
lock: $(STAMP)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		pyproject.toml --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--extra rehearse --extra dev pyproject.toml --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) .coverage* .pytest_cache .ruff_cache
