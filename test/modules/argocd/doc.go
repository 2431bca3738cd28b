// Package argocd tests config/argocd with Argo CD's own code: its settings are read
// by its settings manager, the health check runs in its Lua VM, on statuses that the
// operator wrote (test/statuses). Argo CD itself, which "make e2e-gitops" runs, is built
// from this module too, so that both are of one version.
//
// It is a module of its own, because Argo CD builds on older Kubernetes libraries
// than the operator. What both need is required in the control plane's versions
// (hack/controlplane), so that it is compiled once.
package argocd
