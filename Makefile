# Two commands: `make demo` to try it, `make test` to prove it. Everything else serves these two.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test lint audit system requirements messages bench clean

# The demo city in the private database, then the portal on 127.0.0.1:8000. `make demo ARGS=--exit` only builds.
demo: $(VENV)/.run
	@$(BIN)/gongxin demo build
	$(if $(filter --exit,$(ARGS)),,@$(BIN)/gongxin serve $(ARGS))

# Beside peers and limits; small by default, `make bench ARGS="--rows 1000000"` for real. Results in build/bench.
bench: $(VENV)/.bench
	$(BIN)/python -m bench $(ARGS)

test: lint system
	$(BIN)/pytest $(ARGS)

# Quickest first: style, layout, import contracts, types.
lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

# Known vulnerabilities of what we pin; a machine that cannot ask says so and passes.
audit: $(VENV)/.dev
	@tests/audit.sh $(BIN)

# What the tests need and Python packages cannot bring: a browser with a Chinese typeface, Java for Spark, and
# strace for disk faults. Installed where we may; where not, the tests that need it say why they did not run.
system:
	@tests/system.sh

$(VENV)/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更高版本。 / Python 3.11 or newer is needed; set PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run $(VENV)/.spark requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# The distributed engine: `make .venv/.spark` where a city outgrows one machine. Not needed to try or to serve.
$(VENV)/.spark: $(VENV)/.run requirements-spark.txt
	$(PIP) --require-hashes -r requirements-spark.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.txt
	$(PIP) --require-hashes -r requirements-bench.txt
	@touch $@

# Pin what requirements*.in ask for, with hashes and without naming any package index.
PIN := build/pins/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
requirements:
	$(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip --disable-pip-version-check install --quiet pip-tools
	$(PIN) --output-file requirements.txt requirements.in
	$(PIN) --output-file requirements-dev.txt requirements-dev.in
	$(PIN) --output-file requirements-bench.txt requirements-bench.in
	$(PIN) --output-file requirements-spark.txt requirements-spark.in

# Compile the English of the pages. The first start does it too, where it may write beside the code.
messages: $(VENV)/.run
	$(BIN)/python -c "from gongxin.web.shared.messages import compile_messages; print(compile_messages())"

clean:
	rm -rf $(VENV) .gongxin build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
