# Two commands do all the set-up: `make demo` runs the main job, `make test` passes the tests.

PYTHON ?= python3
DESKTOP := .venv
DEV := .venv-dev
# pytest options, for example: make test PYTEST="-k preprocess"
PYTEST ?=
# parts of the benchmark, for example: make bench BENCH="encoder decoding"
BENCH ?=

.PHONY: help demo run test check bench format bundle guide languages clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(DESKTOP)/installed  ## open the sample study; without a screen, run it through into demo-output/
	@packaging/system-deps.sh demo
	$(DESKTOP)/bin/deepcoro-desktop demo --out demo-output

run: $(DESKTOP)/installed  ## open the program
	@packaging/system-deps.sh demo
	$(DESKTOP)/bin/deepcoro-desktop

test: $(DEV)/installed $(DEV)/openvino/installed  ## run the tests
	@packaging/system-deps.sh test
	# the window in a process of its own: the desktop never shares one with torch, so the tests do not either
	$(DEV)/bin/python -m pytest --ignore=tests/ui $(PYTEST) || [ $$? -eq 5 ]
	$(DEV)/bin/python -m pytest tests/ui $(PYTEST) || [ $$? -eq 5 ]

check: $(DEV)/installed  ## format, lint, types, import contracts, tree rules
	@packaging/system-deps.sh test
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/ruff check .
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports
	$(DEV)/bin/python -m pytest -q tests/contract

bench: $(DEV)/installed $(DEV)/openvino/installed  ## measure speeds, as ratios within one run
	$(DEV)/bin/python -m tests.benchmarks $(BENCH)

format: $(DEV)/installed  ## format the code
	$(DEV)/bin/ruff format .
	$(DEV)/bin/ruff check --fix .

bundle: $(DEV)/installed  ## train the demonstration bundle again (two CPU cores, some two hours)
	$(DEV)/bin/python -m training demo-bundle --out resources/models/demo --resume

guide: $(DEV)/installed  ## take the pictures of the user guide again, from the running program
	QT_QPA_PLATFORM=offscreen $(DEV)/bin/python -m deepcoro_desktop.guide

languages: $(DEV)/installed  ## find the window's words again, and compile the language packs
	$(DEV)/bin/pyside6-lupdate -silent -no-obsolete -locations none -tr-function-alias tr+=mark,tr+=plural \
		-extensions py deepcoro_desktop/ui -ts resources/languages/*.ts
	for pack in resources/languages/*.ts; do $(DEV)/bin/pyside6-lrelease -silent $$pack; done

clean:  ## remove the environments and what the demo wrote
	rm -rf $(DESKTOP) $(DEV) demo-output tests-output

$(DESKTOP)/installed: pyproject.toml packaging/make-venv.sh
	PYTHON="$(PYTHON)" packaging/make-venv.sh $(DESKTOP) "."

$(DEV)/installed: pyproject.toml packaging/make-venv.sh
	PYTHON="$(PYTHON)" packaging/make-venv.sh $(DEV) ".[train,dev]"

# ONNX Runtime with OpenVINO's provider, beside the environment's own: both call themselves onnxruntime
$(DEV)/openvino/installed: $(DEV)/installed
	$(DEV)/bin/python -m pip install --quiet --no-deps --upgrade --target $(DEV)/openvino onnxruntime-openvino==1.24.1 || \
		echo "onnxruntime-openvino is not made for this system: the tests of OpenVINO's provider are left out."
	mkdir -p $(DEV)/openvino && touch $@
