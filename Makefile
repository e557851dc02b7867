# Two commands matter: `make run` and `make test`. The rest is their parts.
# Needs a Rust toolchain (rustup reads rust-version in Cargo.toml), a C compiler and make.

CARGO ?= cargo
DATABASE ?= data/demo.db

.PHONY: help run test tools-to-build tools-to-test format lint docs check-tests openapi examples bench faults ha clean

help:            ## what there is
	@grep -E '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: tools-to-build       ## build, create the database, load the demo region, serve on 127.0.0.1:8080
	$(CARGO) build --release --locked -p sip-api
	@mkdir -p $(dir $(DATABASE))
	DATABASE_URL=sqlite:$(DATABASE) ./target/release/sip serve --demo

test: tools-to-test format lint docs check-tests  ## everything that has to hold; ends with the number of tests

format:
	$(CARGO) fmt --all --check

lint:
	$(CARGO) check --locked -p sip-domain
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

docs:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --quiet

check-tests:
	@scripts/run-tests

openapi:         ## write openapi.yaml anew from the code
	$(CARGO) run --locked --quiet -p sip-api -- openapi > openapi.yaml.new && mv openapi.yaml.new openapi.yaml
	$(CARGO) run --locked --quiet -p sip-api -- permissions > docs/permissions.md

examples:        ## record the answers shown in the contract anew, then write it
	SIP_RECORD_EXAMPLES=1 $(CARGO) test --locked --workspace --test all examples
	$(MAKE) openapi

faults:          ## the long forms: kills, faults, cut answers, races, worlds of consent, backups of a server, the release before
	SIP_KILLS=20 SIP_CUT_POSTS=10000 $(CARGO) test --locked -p sip-api --test process -- --nocapture \
		kill:: cut:: faults:: stop::
	SIP_RACE_ROUNDS=500 SIP_AUDIT_CALLS=2000 SIP_DISCLOSURE_WORLDS=400 \
		$(CARGO) test --locked -p sip-tests --test all -- --nocapture chair_and_secretary races:: audit:: disclosure_http
	$(CARGO) build --locked -p sip-api
	scripts/test-pitr target/debug/sip
	scripts/with-postgres scripts/test-previous-release target/debug/sip

bench: tools-to-build  ## measure against the machine's ceilings: make bench CASES="10000 100000"; see bench/README.md
	@command -v wrk >/dev/null || { echo "missing: wrk (Debian has it as a package)" >&2; exit 1; }
	$(CARGO) build --release --locked -p sip-bench
	./target/release/sip-bench run $(CASES)

ha:              ## three database nodes on this machine, every fault while clients write; as root, some eight minutes
	deploy/ha/test/run

tools-to-build:
	@scripts/need-tools build

tools-to-test:
	@scripts/need-tools test

clean:
	$(CARGO) clean
	rm -rf data
