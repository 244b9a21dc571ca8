# Two commands for a newcomer: `make demo` shows the site, `make test` proves it. Both make .venv and install what is pinned.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
# What is installed has the hash that is written down, or it is not installed.
INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo test pins

demo: $(VENV)/installed
	$(VENV)/bin/python manage.py demo --port $(PORT)

# ARGS goes to pytest: make test ARGS="tests/orgs -x"
test: $(VENV)/installed-dev
	$(VENV)/bin/python -m tests.run $(ARGS)

$(VENV)/installed: requirements.txt | $(VENV)/bin/pip
	$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/pip
	$(INSTALL) --requirement requirements.txt --requirement requirements-dev.txt
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)

# After a change of requirements.in or requirements-dev.in: write all versions and hashes anew.
PIP_TOOLS := 7.6.2
COMPILE = CUSTOM_COMPILE_COMMAND="make pins" var/pins/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

pins:
	$(PYTHON) -m venv --clear var/pins
	var/pins/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==$(PIP_TOOLS)
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
