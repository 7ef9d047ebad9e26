# The only entry. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

USE := eval "$$(build-tools/toolchain)";
MAVEN := mvn --batch-mode --no-transfer-progress
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo unversioned)
# Maven's home for downloads is the user's own, so that a second build needs no network.

JAVA_SOURCES := $(shell find functions pom.xml template.yaml -not -path '*/target/*' -not -path '*/src/test/*' -type f 2>/dev/null)
GO_SOURCES := $(shell find helper-client -not -path '*/bin/*' -not -path '*/dist/*' \( -name '*.go' -o -name 'go.*' \) -type f 2>/dev/null)

.PHONY: help build build-all demo up test e2e stress lint bench mutation contract docs package deploy clean check-tools check-e2e

help: ## list the targets
	@echo "Vouch: one touch of a security key, a day of short-lived registry credentials."
	@echo
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo
	@echo "demo and test need JDK 25, Maven and Go; nothing else, no root, no Docker, no cloud account."

check-tools:
	@$(USE) true

demo: check-tools build ## the main job from enrolment to a pulled image, on this machine, as a transcript
	@$(USE) functions/local/demo.sh

up: check-tools build ## the same stack, kept running, with pages for a real security key
	@$(USE) functions/local/up.sh

test: check-tools ## all tests of the functions and of the client
	@$(USE) build-tools/test

e2e: check-e2e check-tools build build/python/stamp ## a real `sam deploy` into an emulated AWS, and docker push and pull through it; needs Docker and Python
	@$(USE) build/python/bin/python -B functions/local/e2e/run.py

check-e2e:
	@functions/local/e2e/check

stress: check-tools ## races and faults at full scale: many minutes
	@$(USE) build-tools/stress

lint: check-tools build/tools/golangci-lint build/tools/gofumpt ## formatting and static analysis
	@$(USE) build-tools/lint

build: check-tools build/functions.stamp helper-client/bin/vouch build/tools/crane ## the zips, and the client in helper-client/bin/

package: check-tools build/functions.stamp ## one reproducible zip per function, in functions/*/target/

contract: check-tools build build/python/stamp ## the API's description and the template, linted and held against the local stack; needs Python
	@$(USE) build-tools/contract

docs: check-tools ## write docs/errors.md from the API's description and the client's messages
	@$(USE) cd helper-client && go test ./internal/message -run TestErrorsDocument -update

bench: check-tools build build/tools/docker-credential-ecr-login ## measure, beside a peer and the budgets: writes docs/benchmarks.md
	@$(USE) build-tools/bench $(BENCH)

deploy: check-tools package build/python/stamp ## package and deploy to AWS with `sam deploy`; ENVIRONMENT=NAME keeps its settings in infra/environments/
	@build/python/bin/python build-tools/deploy "$(ENVIRONMENT)"

build-all: check-tools ## the client for Linux and macOS with man pages, completions and checksums, in helper-client/dist/
	@$(USE) build-tools/build-all $(VERSION)

mutation: check-tools ## how many planted faults the tests of policy, ceremony, session and vending find: at least 80 % each
	@$(USE) build-tools/mutation

clean: ## remove what the build made
	@rm -rf build helper-client/bin helper-client/dist functions/*/target functions/*/*/target

build/functions.stamp: $(JAVA_SOURCES) build-tools/toolchain
	@mkdir -p build
	@echo "Building the functions (the first time this also downloads their libraries)"
	@$(USE) $(MAVEN) --quiet package -DskipTests >build/functions.log 2>&1 \
	  || { tail -n 40 build/functions.log; echo "The build failed; all of its output is in build/functions.log."; exit 1; }
	@touch $@

helper-client/bin/vouch: $(GO_SOURCES) build-tools/toolchain
	@echo "Building vouch and docker-credential-vouch"
	@mkdir -p helper-client/bin
	@$(USE) cd helper-client && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/ ./cmd/...
	@touch helper-client/bin/*

build/python/stamp: build-tools/requirements.txt build-tools/constraints.txt build-tools/python
	@build-tools/python
	@touch $@

build/tools/crane: PACKAGE = github.com/google/go-containerregistry/cmd/crane
build/tools/docker-credential-ecr-login: PACKAGE = github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login
build/tools/gofumpt: PACKAGE = mvdan.cc/gofumpt
build/tools/golangci-lint: PACKAGE = github.com/golangci/golangci-lint/v2/cmd/golangci-lint
build/tools/%: tools/go.mod tools/go.sum
	@echo "Building $* (pinned in tools/go.mod)"
	@mkdir -p build/tools
	@$(USE) cd tools && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o ../build/tools/$* $(PACKAGE)
	@touch $@
