# Orch: one short, non-recursive Makefile; everything it makes is under $(BUILD).
#   make SAN=1 ...   the same under AddressSanitizer and UBSan, in build/san
#   make V=1 ...     shows the commands

SAN     ?=
BUILD   ?= build$(if $(SAN),/san)
PREFIX  ?= /usr/local
VERSION := 0.1.0
Q       := $(if $(V),,@)

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
SANFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
OPT      ?= $(if $(SAN),-O1,-O2)
CFLAGS   ?= $(OPT) -g
CPPFLAGS += -D_GNU_SOURCE -DORCH_VERSION='"$(VERSION)"' -I. -I$(BUILD)/gen
ALL_CFLAGS = -std=c11 $(WARN) $(CFLAGS) $(SANFLAGS) -ffile-prefix-map=$(CURDIR)/=

# What a service binary links; orchc passes these on to cc.
RUNTIME_LIBS := -lmicrohttpd -lcurl -ljansson -lpcre2-8 -lpthread -lm

RUNTIME_SRC  := $(wildcard runtime/*.c runtime/base/*.c)
COMPILER_SRC := $(filter-out compiler/main.c,$(wildcard compiler/*.c))
RUNTIME_HDR  := $(wildcard runtime/*.h runtime/*.def runtime/base/*.h)
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

ORCHC   := $(BUILD)/bin/orchc
LIBORCH := $(BUILD)/lib/liborch.a
LIBORCHC := $(BUILD)/obj/liborchc.a
HEADERS := $(patsubst runtime/%,$(BUILD)/include/orch/%,$(RUNTIME_HDR))

.PHONY: all help
all: $(ORCHC) $(LIBORCH) $(HEADERS) ## build orchc and liborch.a (the default)

help: ## what can be made
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# --- objects and libraries -------------------------------------------------

, := ,
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/obj/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -Wno-conversion -MMD -MP -c $< -o $@

$(BUILD)/obj/compiler/build.o: CPPFLAGS += -DORCH_LINK_LIBS='"$(RUNTIME_LIBS)"' \
    -DORCH_EXTRA_CFLAGS='"$(SANFLAGS)"'

$(LIBORCH): $(call obj,$(RUNTIME_SRC))
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(LIBORCHC): $(call obj,$(COMPILER_SRC)) $(BUILD)/obj/grammar/scan.o $(BUILD)/obj/grammar/parse.o
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# orchc shares runtime/base (and the pattern and JSON readers) with the runtime; nothing of sockets.
$(ORCHC): $(BUILD)/obj/compiler/main.o $(LIBORCHC) $(LIBORCH)
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) $^ -ljansson -lpcre2-8 -lm -o $@

$(BUILD)/include/orch/%: runtime/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

# --- the generated scanner and parser ----------------------------------------

$(BUILD)/gen/grammar/parse.c $(BUILD)/gen/grammar/parse.h &: grammar/orch.y
	@mkdir -p $(@D)
	$(Q)bison -Wall -Werror --defines=$(BUILD)/gen/grammar/parse.h -o $(BUILD)/gen/grammar/parse.c $<

$(BUILD)/gen/grammar/scan.c $(BUILD)/gen/grammar/scan.h &: grammar/orch.l
	@mkdir -p $(@D)
	$(Q)flex --header-file=$(BUILD)/gen/grammar/scan.h -o $(BUILD)/gen/grammar/scan.c $<

$(BUILD)/obj/grammar/scan.o $(BUILD)/obj/compiler/parser.o: $(BUILD)/gen/grammar/parse.h $(BUILD)/gen/grammar/scan.h
$(BUILD)/obj/grammar/parse.o: $(BUILD)/gen/grammar/scan.h

.PHONY: clean
clean: ## remove everything that was made
	rm -rf build

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
