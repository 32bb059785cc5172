# Orch: one short, non-recursive Makefile; everything it makes is under $(BUILD).
#   make SAN=1 ...     the same under AddressSanitizer and UBSan, in build/san
#   make test T=NAME   only the tests whose name contains NAME
#   make V=1 ...       shows the commands

SAN     ?=
FUZZ    ?=
BUILD   ?= build$(if $(SAN),/san)$(if $(FUZZ),/fuzz)
PREFIX  ?= /usr/local
DESTDIR ?=
T       ?=
VERSION := 0.1.0
Q       := $(if $(V),,@)

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
, := ,
SANFLAGS := $(if $(SAN)$(FUZZ),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
SANFLAGS += $(if $(FUZZ),-fsanitize=fuzzer-no-link)
OPT      ?= $(if $(SAN),-O1,-O2)
CFLAGS   ?= $(OPT) -g
CPPFLAGS += -D_GNU_SOURCE -DORCH_VERSION='"$(VERSION)"' -I. -I$(BUILD)/gen
ALL_CFLAGS = -std=c11 $(WARN) $(CFLAGS) $(SANFLAGS) -ffile-prefix-map=$(CURDIR)/=

# What a service binary links; orchc passes these on to cc. (orchc itself links jansson.)
RUNTIME_LIBS := -lmicrohttpd -lcurl -lpcre2-8 -lpthread -lm

# What orchc links: libyaml reads imported descriptions (OpenAPI, JSON Schema).
COMPILER_LIBS := -ljansson -lpcre2-8 -lyaml -lm

RUNTIME_SRC  := $(wildcard runtime/*.c runtime/base/*.c)
COMPILER_SRC := $(filter-out compiler/main.c,$(wildcard compiler/*.c))
RUNTIME_HDR  := $(wildcard runtime/*.h runtime/*.def runtime/base/*.h)
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

ORCHC   := $(BUILD)/bin/orchc
LIBORCH := $(BUILD)/lib/liborch.a
LIBORCHC := $(BUILD)/obj/liborchc.a
HEADERS := $(patsubst runtime/%,$(BUILD)/include/orch/%,$(RUNTIME_HDR))

.PHONY: all help
.SECONDARY:
all: $(ORCHC) $(LIBORCH) $(HEADERS) ## build orchc and liborch.a (the default)

help: ## what can be made
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# --- what must be installed --------------------------------------------------

# Some goals install what they need first; setup.sh says what and why. A plain `make` only says what is missing.
SETS_demo := build demo
SETS_unit := build test
SETS_test := build test
SETS_lint := build test lint
SETS_fuzz := build fuzz
SETS_bench := build test bench
SETS := $(sort $(foreach goal,$(MAKECMDGOALS),$(SETS_$(goal))))

.PHONY: setup
setup:
	@./setup.sh $(if $(SETS),$(SETS),--check build)

# --- objects and libraries -------------------------------------------------

$(BUILD)/obj/%.o: %.c | setup
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/obj/%.o: $(BUILD)/gen/%.c | setup
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -Wno-conversion -Wno-unused-but-set-variable -MMD -MP -c $< -o $@

$(BUILD)/obj/compiler/build.o: CPPFLAGS += -DORCH_LINK_LIBS='"$(RUNTIME_LIBS)"' \
    -DORCH_EXTRA_CFLAGS='"$(SANFLAGS)"'

$(LIBORCH): $(call obj,$(RUNTIME_SRC))
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(LIBORCHC): $(call obj,$(COMPILER_SRC)) $(BUILD)/obj/grammar/scan.o $(BUILD)/obj/grammar/parse.o \
    $(BUILD)/obj/compiler/code_lines.o
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# orchc shares runtime/base (and the pattern and JSON readers) with the runtime; nothing of sockets.
$(ORCHC): $(BUILD)/obj/compiler/main.o $(LIBORCHC) $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) $^ $(COMPILER_LIBS) -o $@

$(BUILD)/include/orch/%: runtime/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

# --- the generated scanner and parser ----------------------------------------

$(BUILD)/gen/grammar/parse.c $(BUILD)/gen/grammar/parse.h &: grammar/orch.y | setup
	@mkdir -p $(@D)
	$(Q)bison -Wall -Werror --defines=$(BUILD)/gen/grammar/parse.h -o $(BUILD)/gen/grammar/parse.c $<

$(BUILD)/gen/grammar/scan.c $(BUILD)/gen/grammar/scan.h &: grammar/orch.l | setup
	@mkdir -p $(@D)
	$(Q)flex --header-file=$(BUILD)/gen/grammar/scan.h -o $(BUILD)/gen/grammar/scan.c $<

# What orchc explain-code prints.
$(BUILD)/gen/compiler/code_lines.c: docs/diagnostics.md compiler/code_lines.awk
	@mkdir -p $(@D)
	$(Q)awk -f compiler/code_lines.awk $< > $@.new && mv $@.new $@

# The first build has no .d files yet: what includes the generated headers must wait for them.
$(call obj,$(COMPILER_SRC)) $(BUILD)/obj/grammar/scan.o $(BUILD)/obj/grammar/parse.o: \
    | $(BUILD)/gen/grammar/parse.h $(BUILD)/gen/grammar/scan.h

# --- samples -----------------------------------------------------------------

UPSTREAMS := $(BUILD)/samples/upstreams
HOME_SVC  := $(BUILD)/samples/home_svc
$(UPSTREAMS): $(call obj,$(wildcard samples/upstreams/*.c))
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) $^ -ljansson -o $@

$(HOME_SVC): $(wildcard samples/home/*.orch) $(ORCHC) $(LIBORCH) $(HEADERS)
	@mkdir -p $(@D)
	$(ORCHC) samples/home/home.orch -o $@

.PHONY: demo
demo: $(HOME_SVC) $(UPSTREAMS) ## compile the home page, serve it next to the services it calls, show it
	@samples/home/demo.sh '$(BUILD)'

# --- tests -------------------------------------------------------------------

UNIT     := $(patsubst %_test.c,$(BUILD)/%,$(wildcard tests/unit/*/*_test.c tests/unit/*/*/*_test.c))
REPLAY   := $(patsubst %.c,$(BUILD)/%_replay,$(wildcard tests/fuzz/*.c))
FUZZERS  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
SCENARIO := $(BUILD)/tests/scenario
RUN_TESTS = CC='$(CC)' BUILD='$(BUILD)' SAN='$(SAN)' tests/run.sh
LINK      = $(CC) $(SANFLAGS) $(LDFLAGS) $^

# Tests of the runtime link the runtime alone; tests of the compiler link both.
$(BUILD)/tests/unit/runtime/%: $(BUILD)/obj/tests/unit/runtime/%_test.o $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(LINK) -lcunit -ljansson $(RUNTIME_LIBS) -o $@
# Counts what our code takes from the heap.
$(BUILD)/tests/unit/runtime/run: override LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
$(BUILD)/tests/unit/compiler/%: $(BUILD)/obj/tests/unit/compiler/%_test.o $(LIBORCHC) $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(LINK) -lcunit $(COMPILER_LIBS) $(RUNTIME_LIBS) -o $@
# The seed corpora are replayed by every test run; libFuzzer drives the same targets in `make fuzz`.
$(BUILD)/tests/fuzz/%_replay: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/support/replay.o $(LIBORCHC) $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(COMPILER_LIBS) $(RUNTIME_LIBS) -o $@
$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIBORCHC) $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer $(COMPILER_LIBS) $(RUNTIME_LIBS) -o $@
$(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@
$(SCENARIO): $(call obj,$(wildcard tests/support/scenario*.c))
	@mkdir -p $(@D)
	$(Q)$(LINK) -ljansson -o $@

.PHONY: test unit golden fuzz bench
test: all $(UNIT) $(REPLAY) $(UPSTREAMS) $(SCENARIO) ## run every test (SAN=1: under sanitizers; T=NAME: some)
	@$(RUN_TESTS) '$(T)'

unit: $(UNIT) ## run the unit tests alone (T=NAME: some)
	@$(RUN_TESTS) --only=unit '$(T)'

golden: all ## rewrite the expected files of the golden tests; the diff is the review
	@$(RUN_TESTS) --rewrite '$(T)'

fuzz: ## build the fuzz targets with libFuzzer, in build/fuzz/tests/fuzz
	@./setup.sh $(SETS)
	@$(MAKE) --no-print-directory FUZZ=1 CC=clang fuzz-targets
.PHONY: fuzz-targets
fuzz-targets: $(FUZZERS)

bench: $(HOME_SVC) $(UPSTREAMS) $(BUILD)/tests/bench/floor $(BUILD)/tests/bench/startup ## measure the home page under wrk, next to a hand-written floor
	@BUILD='$(BUILD)' tests/bench/run.sh

# --- layout and style --------------------------------------------------------

.PHONY: lint format
lint: $(BUILD)/gen/grammar/scan.c $(BUILD)/gen/grammar/parse.c ## check layout (clang-format) and style (clang-tidy, cppcheck)
	@tests/lint.sh

format: ## lay out every C file
	@find compiler runtime samples tests -name '*.[ch]' -not -path 'tests/golden/*' | xargs clang-format -i

# --- installing --------------------------------------------------------------

DEST    = $(DESTDIR)$(PREFIX)
PUBLIC  = $$($(CC) -MM -I. runtime/orch.h | tr -d '\\\n' | cut -d: -f2)

.PHONY: install uninstall
install: all ## install orchc, liborch.a, its headers, orch.pc and orchc(1) under PREFIX (and DESTDIR)
	install -d $(DEST)/bin $(DEST)/lib/pkgconfig $(DEST)/include/orch/base $(DEST)/share/man/man1
	install -m 755 $(ORCHC) $(DEST)/bin
	install -m 644 $(LIBORCH) $(DEST)/lib
	@for h in $(PUBLIC); do install -m 644 $$h $(DEST)/include/orch/$${h#runtime/}; done
	install -m 644 docs/orchc.1 $(DEST)/share/man/man1
	@printf '%s\n' 'Name: orch' 'Description: runtime of services that orchc compiles' 'Version: $(VERSION)' \
	  'Cflags: -I$(PREFIX)/include' 'Libs: -L$(PREFIX)/lib -lorch $(RUNTIME_LIBS)' > $(DEST)/lib/pkgconfig/orch.pc

uninstall: ## remove what install put there
	rm -rf $(DEST)/bin/orchc $(DEST)/lib/liborch.a $(DEST)/include/orch $(DEST)/share/man/man1/orchc.1 $(DEST)/lib/pkgconfig/orch.pc

.PHONY: clean
clean: ## remove everything that was made
	rm -rf build

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
