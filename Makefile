# Two commands: `make rehearse` tries the bot without a token, `make test` runs every check and test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Two more than there are cores: many tests wait for a process, the disk or a clock.
PROCESSES := $(shell $(PYTHON) -c "import os; print(os.cpu_count() + 2)")
# Each says that what it names is installed in the .venv; `test` needs more than `rehearse`.
FOR_REHEARSAL := $(VENV)/.for-rehearsal
FOR_TESTS := $(VENV)/.for-tests

.PHONY: rehearse story test check prove bench screenshot install lock clean

rehearse: $(FOR_REHEARSAL)
	$(BIN)/python -m bot rehearse

# A year of an invented group, played by the real bot, as one page to read.
story: $(FOR_REHEARSAL)
	$(BIN)/python -m bot.rehearsal.story story.html

test: check
	$(BIN)/python -m slipcover -m pytest --numprocesses $(PROCESSES)
	$(BIN)/python -m tests.coverage_floors

check: $(FOR_TESTS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/deptry .

install: $(FOR_TESTS)

$(FOR_REHEARSAL): requirements/rehearse.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement requirements/rehearse.txt
	touch $@

$(FOR_TESTS): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@ $(FOR_REHEARSAL)

# Every attack in its long form, the long forms of the other tests, and the figures; about an hour. What the attacks found
# is written as one table, docs/proof.md.
prove: export COMMON_GROUND_FIGURES := build/figures
prove: $(FOR_TESTS)
	rm -f $(COMMON_GROUND_FIGURES)
	mkdir -p $(dir $(COMMON_GROUND_FIGURES))
	$(BIN)/python -m pytest -m "prove or not prove" tests/attacks --numprocesses $(PROCESSES)
	$(BIN)/python -m pytest -m prove --ignore tests/attacks --numprocesses $(PROCESSES) --durations=20
	COMMON_GROUND_LISTEN=1 $(BIN)/python -m pytest tests/end_to_end --numprocesses $(PROCESSES)
	COMMON_GROUND_KILLS=200 $(BIN)/python -m pytest -s tests/faults/test_kill.py
	COMMON_GROUND_RESTARTS=60 $(BIN)/python -m pytest -s tests/faults/test_postgres_restarts.py
	$(BIN)/python -m tests.proof $(COMMON_GROUND_FIGURES) docs/proof.md
	$(BIN)/python -m tests.benchmarks

# What takes longer than `make test` may: figures, printed as tables.
bench: $(FOR_TESTS)
	$(BIN)/python -m tests.benchmarks

screenshot: $(FOR_TESTS)
	$(BIN)/python -m tests.rehearsal.screenshot docs

# Pins every package with its hashes, without the address of any index.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml
lock: $(FOR_TESTS)
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --extra rehearse --output-file requirements/rehearse.txt
	$(COMPILE) --extra rehearse --extra dev --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) .coverage* .pytest_cache .ruff_cache
