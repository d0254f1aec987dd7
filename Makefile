# Everything a newcomer needs: `make demo` to see the program, `make test` to check it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

BENCH := ../shared/bench
DATA ?= $(BENCH)/sib200-nl.tsv
CODEBOOK ?= $(BENCH)/sib200-nl.yaml
PART ?= 1

.PHONY: help demo test lint links types pytest wheel bench faults fuzz bench-suggestions messages docs clean

help:  ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(BIN)/rodedraad: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/rodedraad
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

demo: $(BIN)/rodedraad  ## Install, and show a complete fictional evaluation
	@rm -rf build/demo && mkdir -p build
	@$(BIN)/rodedraad demo build/demo
	@echo
	@echo "First type:  source $(VENV)/bin/activate"

test: lint types pytest wheel  ## Install, and run every check there is

lint: $(VENV)/.dev  ## Check style and layout with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# mypy refuses a checkout whose folder is no valid package name, so it gets one by links.
links:  ## Make the folder of links that mypy reads
	@mkdir -p build/typing/rodedraad
	@for name in __init__.py __main__.py py.typed cli coding transcripts codebooks; do \
		ln -sfn ../../../$$name build/typing/rodedraad/$$name; done

types: $(VENV)/.dev links  ## Check types with mypy, strict
	MYPYPATH=build/typing $(BIN)/mypy -p rodedraad

pytest: $(VENV)/.dev  ## Run the tests
	$(BIN)/pytest -q -n auto --dist worksteal

wheel: $(VENV)/.dev  ## Build the wheel and try it outside the checkout
	$(BIN)/python tests/try_wheel.py

faults: $(VENV)/.dev  ## Kill, starve and damage every command (PART=0.1: a tenth)
	PYTHONPATH=tests $(BIN)/python -m faults.run --part $(PART)

fuzz: $(VENV)/.dev  ## Feed every reader 10,000 mutated files a format
	PYTHONPATH=tests $(BIN)/python -m faults.fuzz

bench: $(VENV)/.dev  ## Measure, one JSON line a figure
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

bench-suggestions: $(VENV)/.dev  ## Measure suggestions on DATA=file.tsv CODEBOOK=file.yaml
	@$(BIN)/python benchmarks/suggestions.py $(DATA) $(CODEBOOK)

messages: $(VENV)/.dev  ## Collect the texts of the program and compile the Dutch ones
	$(BIN)/python cli/locale/update.py

docs: $(VENV)/.dev  ## Write the command reference and draw the pictures
	$(BIN)/python docs/write_commands.py
	$(BIN)/python docs/write_meeting.py
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_screens.py

clean:  ## Remove what was built
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache *.egg-info
