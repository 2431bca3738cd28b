// Package crd holds the definitions of every kind, for programs that validate
// records without a cluster.
package crd

import "embed"

// Bases are the definitions as controller-gen writes them, one file for each kind:
// bases/isms-operator.io_<plural>.yaml.
//
//go:embed bases/*.yaml
var Bases embed.FS
