// Package access holds internal/access against a real kube-apiserver whose only authoriser,
// beside that of system:masters, is RBAC: random roles, bindings, identities and requests,
// decided by both.
package access
