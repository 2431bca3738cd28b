// Package node runs a real Kubernetes node beside the control plane of package
// controlplane: scheduler, kubelet, containerd, runc and CNI plugins. Images come
// from files, as there is no registry.
//
// It must run inside hack/node/run, which gives it namespaces of its own, and finds
// its binaries where hack/node/build puts them.
package node
