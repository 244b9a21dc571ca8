# Two commands for a newcomer: `make demo` shows the site, `make test` proves it. Both make .venv and install what is pinned.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement

.PHONY: demo test

demo: $(VENV)/installed
	$(VENV)/bin/python manage.py demo --port $(PORT)

# ARGS goes to pytest: make test ARGS="tests/orgs -x"
test: $(VENV)/installed-dev
	$(VENV)/bin/python -m tests.run $(ARGS)

$(VENV)/installed: requirements.txt | $(VENV)/bin/pip
	$(INSTALL) requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/pip
	$(INSTALL) requirements-dev.txt
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)
