// Package flux tests config/flux with Flux's own evaluator of health checks, and
// what kstatus makes of our records, on statuses that the operator wrote
// (test/statuses). It is a module of its own, so that the operator inherits none of it.
//
// The controllers of the same release of Flux are built from this module, for
// test/gitops/flux.
package flux
