# SPDX-License-Identifier: Apache-2.0
# make demo    a first run: the ground state of four trapped fermions   (DEMO_FLAGS="--set train.steps=20" for more flags)
# make test    everything is tested
# make bench   the benchmarks, in a few minutes                         (BENCH_FLAGS="--rounds 3" for fewer rounds)
# make pictures  runs the inputs of examples/training and draws them   (PICTURES_FLAGS="--quick" for a try)
# make electron-gas  runs the inputs of docs/electron-gas.md and prints its tables  (ELECTRON_GAS_FLAGS="--quick" for a try)
# make browser-test  looks at pages of `kato report` and `kato watch` in Chromium
# make sanitize-test  the quick tests with the address and undefined-behaviour sanitizers
# make clang-test  the command built by clang with the kernels of every instruction set, and the tests of the kernels
# make fuzz    random bytes for the readers of inputs and checkpoints   (FUZZ_SECONDS=300 for longer)
# make lint    the rules that a compiler does not check
# make docs    prints the input reference anew from the program's metadata
# make format  lays the sources out
# Each installs what is missing (packages.txt), configures and builds first. PRESET chooses another preset, such as
# debug, sanitize or release-clang; in CI=true warnings are errors, and MPI must be there.
PRESET ?= release
BUILD := build/$(PRESET)
ISAS ?= native
DEMO_FLAGS ?=
BENCH_FLAGS ?=
FUZZ_SECONDS ?= 20
PICTURES_FLAGS ?=
ELECTRON_GAS_FLAGS ?=
CLANG := $(if $(filter %-clang,$(PRESET)),clang)
WERROR := $(if $(filter-out false 0,$(CI)),ON,OFF)
MPI := $(if $(filter-out false 0,$(CI)),ON,AUTO)

# The rooms whose tests are quick to build and to run with the sanitizers.
SANITIZED := base boltzmann energy exec graph input linalg observe op optimize psi record sample stats system train walker

.PHONY: configure command build demo test sanitize-test clang-test browser-test bench fuzz pictures electron-gas lint docs format clean

configure:
	@tools/install-packages build test $(CLANG)
	@cmake --preset $(PRESET) -DKATO_WERROR=$(WERROR) -DKATO_MPI=$(MPI) -DKATO_ISAS=$(ISAS) > /dev/null

command: configure
	@cmake --build --preset $(PRESET) --target kato_command

build: configure
	@cmake --build --preset $(PRESET)

demo: command
	@mkdir -p runs
	$(BUILD)/kato run examples/demo.toml -o runs/demo --force $(DEMO_FLAGS)

test: build
	@ctest --preset $(PRESET) --output-on-failure -j2

sanitize-test:
	@$(MAKE) --no-print-directory configure PRESET=sanitize
	@cmake --build --preset sanitize --target $(addsuffix _test,$(SANITIZED))
	@ctest --preset sanitize -R '^($(shell echo $(SANITIZED) | tr ' ' '|'))\.' -j2

clang-test:
	@$(MAKE) --no-print-directory configure PRESET=release-clang ISAS=all
	@cmake --build --preset release-clang --target kato_command base_test linalg_test op_test
	@ctest --preset release-clang -R '^(base|linalg|op)\.' -j2
	@tools/lint/instruction_sets build/release-clang

browser-test: command
	@tools/install-packages browser
	@tools/browser-test $(BUILD)

bench: command
	@tools/install-packages bench
	@cmake --build --preset $(PRESET) --target benchmarks
	@tools/run-benchmarks $(BUILD) $(BENCH_FLAGS)

# Both fuzzers at the same time; what they found before is kept in build/fuzz/corpus.
fuzz:
	@tools/install-packages build fuzz
	@cmake --preset fuzz > /dev/null
	@cmake --build --preset fuzz
	@tools/fuzz build/fuzz $(FUZZ_SECONDS)

pictures: command
	@tools/install-packages pictures
	@tools/training-pictures --kato $(BUILD)/kato $(PICTURES_FLAGS)

electron-gas: command
	@tools/install-packages electron-gas
	@tools/electron-gas-tables --kato $(BUILD)/kato $(ELECTRON_GAS_FLAGS)
	@/usr/bin/python3 tools/electron-gas-pictures runs/electron-gas $(BUILD)/electron-gas.svg

lint: build
	@tools/install-packages lint
	@tools/lint/all $(BUILD)

docs: command
	@$(BUILD)/kato describe --markdown > docs/input-reference.md

format:
	@tools/install-packages lint
	@tools/lint/format --fix

clean:
	rm -rf build
