# Every target sets up what it needs: a virtual environment in .venv and the prepared models.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test serve check eval bench wheel litellm

setup: $(READY)

# No byte-compiling at install time: it would compile thousands of files that never run. Those that do are compiled
# when they first run, here, so that the first `grade` starts as fast as the second.
ADAPTERS := service/itemwright/grading/points.npz service/itemwright/grading/labels.npz

$(READY): pyproject.toml $(ADAPTERS)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing packages into .venv (about a minute the first time) ..." >&2
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -e '.[dev]'
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/itemwright models prepare
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/itemwright grade /dev/null
	@touch $(READY)

demo: setup
	@$(BIN)/itemwright demo

test: setup
	@$(BIN)/python -m pytest

serve: setup
	@$(BIN)/itemwright serve --host 127.0.0.1 --port $(PORT)

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy evals
	@$(BIN)/python -m pytest tests/test_layers.py

eval: setup
	@$(BIN)/python -m evals run --out evals/reports

bench: setup
	@$(BIN)/python -m evals.bench

# The wheel, installed away from the checkout, finds its prompts, corpus and migrations.
wheel: setup
	@rm -rf dist && $(BIN)/python -m build --wheel --outdir dist . >/dev/null
	@$(BIN)/python tests/check_wheel.py dist

# For tests/chat/test_litellm_proxy.py, which is skipped without it: the proxy of LiteLLM, apart from our packages.
litellm:
	@$(PYTHON) -m venv .litellm && .litellm/bin/pip install --quiet --no-compile 'litellm[proxy]==1.106.2'
