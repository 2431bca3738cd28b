// Package argocd delivers evidence with the real Argo CD: its application controller,
// repo-server and server, installed by the kustomization that docs/gitops.md shows, with
// the rights of their own service accounts, from a Git repository on this machine to a
// real API server with our operator. "make e2e-gitops" runs it.
//
// Argo CD's controller serves its metrics on every address, so all runs in a network
// of its own (hack/alone).
package argocd
