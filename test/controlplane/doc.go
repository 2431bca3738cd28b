// Package controlplane runs a real Kubernetes control plane on this machine:
// etcd, kube-apiserver and, on request, kube-controller-manager, with kubectl
// to talk to it. Tests, benchmarks, the demo and "make run" share it.
//
// There is no node: objects are stored, defaulted, validated, authorised and
// garbage collected as on any cluster, but no pod ever runs.
//
// Everything listens on a loopback address and needs no network. The binaries
// are built from Go modules on first use (see [Binaries]).
package controlplane
