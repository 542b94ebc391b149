# `make` alone lists what there is to do.
# /usr/bin/python3 first: the servers' user can run it, unlike one in somebody's home.
SYSTEM_PYTHON := $(firstword $(wildcard /usr/bin/python3) python3)
PYTHON := .venv/bin/python
DEVSTACK := $(PYTHON) -m pbxportal.devstack
PYTEST_ARGS ?=
# A part of the tests may be of one kind only: then there are none of the other (5).
PYTEST_PART = $(if $(PYTEST_ARGS),$(PYTEST_ARGS) || [ $$? = 5 ])

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo up down status test verify lint bench messages docs

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## install what is missing: packages, libraries, front end, Asterisk
	@$(SYSTEM_PYTHON) -m pbxportal.devstack.bootstrap

setup-tests:
	@$(SYSTEM_PYTHON) -m pbxportal.devstack.bootstrap --tests

demo: setup ## run everything with demo accounts until Ctrl-C
	@$(DEVSTACK) demo

up: setup ## run everything in the background
	@$(DEVSTACK) up

down: ## end what `make up` started
	@$(DEVSTACK) down

status: ## list the processes
	@$(DEVSTACK) status

test: setup-tests lint ## check and test everything
	npm test --silent
	$(PYTHON) -m pytest -n 2 --dist loadfile -m "not (asterisk or browser or bench)" $(PYTEST_PART)
	$(PYTHON) -m pytest -m "(asterisk or browser) and not bench" $(PYTEST_PART)

verify: setup-tests ## compare 1,000 random calls with the simulator (about 10 minutes)
	PBXPORTAL_AGREEMENTS=1000 PBXPORTAL_LANES=8 $(PYTHON) -m pytest tests/calls/agreement -s -q

lint: setup-tests ## style, types, layers, Django's own checks
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --config importlinter.toml
	$(PYTHON) manage.py check
	$(PYTHON) manage.py makemigrations --check --dry-run

bench: setup-tests ## measure what has a time limit
	$(PYTHON) -m pytest tests/bench -m bench -s -q $(PYTEST_ARGS)

messages: setup-tests ## bring the catalogues of translations up to date
	$(PYTHON) manage.py makemessages --all --no-location --no-wrap --no-obsolete \
		$(foreach path,.venv node_modules '.run*' tests test-artifacts,--ignore=$(path))
	sed -i '/^"POT-Creation-Date/d' pbxportal/locale/*/LC_MESSAGES/django.po

docs: setup-tests ## generate the reference of the API and of the modules
	$(PYTHON) manage.py write_guide
	$(PYTHON) manage.py spectacular --file docs/openapi.yaml
