// Package flux delivers evidence with Flux's own controllers, built from the module
// test/modules/flux, to a real API server on which our operator works, and holds what
// Flux says of it against testdata and docs/gitops.md. "make e2e-gitops" runs it.
package flux
