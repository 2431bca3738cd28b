# Everything is built from Go modules. No Docker, no cluster and no root are needed,
# except by install, uninstall, deploy and undeploy, which use your own cluster.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

LOCAL := $(CURDIR)/.local
BIN := $(LOCAL)/bin
CONTROLLER_GEN := $(BIN)/controller-gen
HELM_DOCS := $(BIN)/helm-docs
KUBECTL ?= kubectl
IMG ?= isms-operator:dev
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# The image in install.yaml and in the chart of a release; its tag is the version.
IMAGE ?= isms-operator
TEST_FLAGS ?= -timeout 30m
BENCH_FLAGS ?= -benchmem
FUZZ_TIME ?= 12s
REALDATA ?= ../shared/realdata
# The folders that hold generated files.
GENERATED := api config charts dist docs PROJECT

# One way to compile everything, so that the control plane, the tools, the tests and
# the binaries share what the Go build cache holds.
export CGO_ENABLED ?= 0
export GOFLAGS ?= -trimpath

.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Try it, on a local control plane; your KUBECONFIG is not used
.PHONY: demo run
demo: ## Show the operator judging a sample organisation, then stop
	@mkdir -p $(BIN)
	@go build -o $(BIN)/demo ./hack/demo
	@$(BIN)/demo
run: ## The same, left running until ctrl-C; records stay in .local/run
	@mkdir -p $(BIN)
	@go build -o $(BIN)/demo ./hack/demo
	@$(BIN)/demo -keep

##@ Develop
.PHONY: build plugin chaos test test-access test-docs test-gitops test-image test-install test-pack test-page test-prometheus test-race test-release test-schemas test-signatures test-unit e2e-gitops e2e-node release house lint generate verify bench bench-scale fuzz realdata clean
build: ## Build the operator as a static binary, bin/manager
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/manager ./cmd/manager
plugin: ## Build the kubectl plugin as a static binary, bin/kubectl-isms
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/kubectl-isms ./cmd/kubectl-isms
test: ## Run all tests; builds the control plane the first time
	go test $(TEST_FLAGS) ./...
test-unit: ## Run the tests that need no control plane
	go test $(TEST_FLAGS) ./api/... ./internal/... ./hack/demo/...
test-race: ## Run the packages that have goroutines with the race detector, on the real API server; needs a C compiler
	CGO_ENABLED=1 go test $(TEST_FLAGS) -race -count=1 ./controllers ./internal/manifest ./internal/metrics ./internal/assess
test-prometheus: ## Test alerts and metrics with real Prometheus and Alertmanager; root installs them
	hack/packages prometheus=prometheus promtool=prometheus prometheus-alertmanager=prometheus-alertmanager amtool=prometheus-alertmanager
	amtool check-config config/prometheus/alertmanager.yaml
	promtool check rules config/prometheus/alerts.yaml
	promtool test rules test/prometheus/alerts/*.yaml
	go -C test/modules/promql test -count=1 ./... # Go does not see that files outside of a module changed
	go test $(TEST_FLAGS) -tags prometheus -count=1 ./test/prometheus
chaos: ## Harm operator, API server, etcd and network, and compare what is stored with the plugin; 12 minutes, CHAOS=short for CI, CHAOS=update for the page
	go test -tags chaos -count=1 -v -timeout 30m -run '^TestChaos$$' ./test/chaos $(CHAOS:%=-%)
test-schemas: ## Hold what the plugin writes against published schemas; root installs xmllint
	hack/packages xmllint=libxml2-utils gh=gh shellcheck=shellcheck
	go -C test/modules/schemas test -count=1 ./... # as for test-prometheus
test-page: ## Test the page in a real browser: each day, keyboard, screen readers, paper; root installs chromium, npm brings axe-core
	hack/packages chromium=chromium pdftotext=poppler-utils
	go -C test/modules/browser test -count=1 $(TEST_FLAGS) ./... # as for test-prometheus
test-pack: ## Check the auditor's pack and signatures with what every system has, and open workbooks in LibreOffice; root installs it
	hack/packages soffice=libreoffice-calc-nogui unzip=unzip openssl=openssl ssh-keygen=openssh-client jq=jq
	go test $(TEST_FLAGS) -count=1 -run 'XLSX|OSCAL' ./internal/report
	go test $(TEST_FLAGS) -count=1 -run LibreOffice ./internal/exchange
	go test $(TEST_FLAGS) -count=1 ./internal/pack
	go test $(TEST_FLAGS) -count=1 -run 'Pack|Verify|OpenSSH|GitAgrees' ./cmd/kubectl-isms
	go test $(TEST_FLAGS) -count=1 -run 'PagesPrint.*/approvals' ./test/docs
test-signatures: ## Hold thousands of random signatures against OpenSSH and Git; SIGNATURES=40 is what CI runs with test-pack
	hack/packages ssh-keygen=openssh-client
	SIGNATURES=$(or $(SIGNATURES),500) go test -count=1 -v -timeout 30m -run 'OpenSSHAgrees|GitAgrees' ./cmd/kubectl-isms
test-access: ## Hold thousands of random bindings, and what rules find of them, against a real API server; ACCESS_SCALE=20
	ISMS_ACCESS_SCALE=$(or $(ACCESS_SCALE),20) go test -count=1 -v -timeout 30m -run '^TestAgrees$$' ./test/access
test-gitops: ## Run the health checks in Argo CD's Lua VM, Flux's evaluator and kstatus
	go -C test/modules/argocd test -count=1 ./... # Go does not see that files outside of a module changed
	go -C test/modules/flux test -count=1 ./...
e2e-gitops: ## Deliver evidence with the real Argo CD and Flux; root installs redis; 20 minutes, E2E_GITOPS=short for CI, E2E_GITOPS=update for the page
	hack/packages redis-server=redis-server git=git unshare=util-linux ip=iproute2
	go -C test/modules/argocd build -ldflags '-s -w' -o $(BIN)/argocd github.com/argoproj/argo-cd/v3/cmd
	go -C test/modules/argocd build -ldflags '-s -w' -o $(BIN)/kustomize sigs.k8s.io/kustomize/kustomize/v5
	test -n "$${ISMS_CONTROLPLANE_BIN:-}" || go -C hack/controlplane run . $(BIN)
	go test -tags gitops -exec $(CURDIR)/hack/alone -count=1 -v -timeout 60m ./test/gitops/argocd $(E2E_GITOPS:%=-%)
	go -C test/modules/flux build -ldflags '-s -w' -o $(BIN)/ github.com/fluxcd/source-controller github.com/fluxcd/kustomize-controller
	go test -tags gitops -count=1 -v -timeout 60m ./test/gitops/flux $(E2E_GITOPS:%=-%)
test-image: ## Build the image twice without a daemon, compare, and run it; needs root and Debian's buildah, podman, runc
	hack/image/test
test-release: ## Build a release twice in different folders, for this platform and one other, and compare; minutes when cold
	go -C hack/tools/helm build -o $(BIN)/helm helm.sh/helm/v4/cmd/helm
	ISMS_TEST_RELEASE="$$(go env GOOS)/$$(go env GOARCH),windows/arm64" go test $(TEST_FLAGS) -count=1 -v ./hack/release
release: ## Build all files of the release VERSION=vX.Y.Z for all platforms into .local/release (docs/release.md)
	go run ./hack/release -version "$(VERSION)" -image "$(IMAGE)" -out "$(LOCAL)/release/$(VERSION)"
e2e-node: ## Boot a real node and run the chart on it; needs Linux and root, says so where it cannot run
	hack/node/e2e
test-install: ## Install, upgrade and remove with real Helm, and compare rights with use; builds Helm the first time
	go test $(TEST_FLAGS) -count=1 ./test/install
test-docs: ## Follow the links of all pages, run the commands they show and compare what is printed
	go test $(TEST_FLAGS) -count=1 ./test/docs
house: ## Show which package imports which, circles of files, and what is too long
	go run ./hack/house
lint: ## Run go vet, gofmt and golangci-lint (from hack/lint)
	@test -z "$$(gofmt -l api cmd controllers hack internal test)" || { gofmt -l api cmd controllers hack internal test; exit 1; }
	go vet ./...
	go -C hack/lint build -o $(BIN)/golangci-lint .
	$(BIN)/golangci-lint run
generate: ## Generate deep copies, CRDs, roles, reference pages, the chart's copies, dist/install.yaml
	go -C hack/tools/generators build -o $(CONTROLLER_GEN) sigs.k8s.io/controller-tools/cmd/controller-gen
	$(CONTROLLER_GEN) object:headerFile=hack/boilerplate.go.txt paths=./api/...
	$(CONTROLLER_GEN) crd paths=./api/... output:crd:dir=config/crd/bases
	$(CONTROLLER_GEN) rbac:roleName=manager-role paths=./api/... paths=./controllers/... paths=./cmd/... output:rbac:dir=config/rbac
	go run ./hack/generate
	go -C hack/tools/generators build -o $(HELM_DOCS) github.com/norwoodj/helm-docs/cmd/helm-docs
	$(HELM_DOCS) --log-level warning --chart-search-root charts
verify: generate ## Fail if generated files are stale, or chart, kustomize, CRDs and pages disagree
	hack/verify $(GENERATED)
bench: ## Run the benchmarks
	go test -run '^$$' -bench . $(BENCH_FLAGS) ./internal/rules/... ./internal/assess/... ./internal/signoff/... ./internal/manifest/... ./internal/page/... ./controllers/... ./cmd/kubectl-isms/...
bench-scale: ## Measure the operator at 1,000, 10,000 and 100,000 records; BENCH_SCALE=1000,10000 for others, 100,000 take an hour on 2 cores
	go test -run '^$$' -bench '^BenchmarkScale$$' -benchtime 1x -timeout 6h ./cmd/manager
	go test -run '^$$' -bench '^Benchmark(Pass|Edits)$$' -benchtime 1x -timeout 2h ./controllers # one namespace of 20,000
FUZZED = manifest/FuzzFast manifest/FuzzLoad manifest/FuzzObject migrate/FuzzManifest observation/FuzzRead report/FuzzHostileRecords status/FuzzParse \
	report/FuzzMarkdownIsInert table/FuzzSheet table/FuzzCSV table/FuzzDocuments exchange/FuzzImport \
	mapping/convert/FuzzRun mapping/suggest/FuzzMapping signoff/FuzzTimestamp
fuzz: ## Fuzz what reads files of others, for FUZZ_TIME each target; without coverage, which takes minutes to build in
	@set -e; for target in $(FUZZED); do \
		package=$${target%/*}; name=$${target##*/}; echo "$$target"; \
		go test -c -o $(BIN)/fuzzed.test ./internal/$$package; \
		(cd internal/$$package && $(BIN)/fuzzed.test -test.run '^$$' -test.fuzz "^$$name$$" -test.fuzztime $(FUZZ_TIME) -test.fuzzcachedir $(LOCAL)/fuzz); \
	done
realdata: ## Convert public registers into records, in .local/realdata
	go run ./test/realdata/cmd/realdata -source $(REALDATA) -out $(LOCAL)/realdata
clean: ## Remove what demo, run and build left behind; keeps the control plane's binaries
	rm -rf bin $(LOCAL)/run $(LOCAL)/demo-* $(LOCAL)/realdata $(LOCAL)/image $(LOCAL)/containers $(LOCAL)/node $(LOCAL)/release $(BIN)/demo $(BIN)/manager

##@ Your own cluster: these act on the cluster that your KUBECONFIG names
.PHONY: install uninstall deploy undeploy
install: ## Install the CRDs into your cluster
	$(KUBECTL) apply --server-side -k config/crd
uninstall: ## Remove the CRDs and EVERY record from your cluster
	$(KUBECTL) delete --ignore-not-found -k config/crd
deploy: ## Install the CRDs and the operator into your cluster; IMG=... names the image
	sed 's|image: isms-operator:dev|image: $(IMG)|' dist/install.yaml | $(KUBECTL) apply --server-side -f -
undeploy: ## Remove the operator, the CRDs and EVERY record from your cluster
	$(KUBECTL) delete --ignore-not-found -k config/default
