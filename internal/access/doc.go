// Package access resolves RBAC: who may do what, by which binding, and what of it goes
// beyond what somebody needs. It decides as the RBAC authoriser of kube-apiserver does;
// test/access holds it against a real one.
//
// It knows no cluster: the caller reads roles and bindings. What other authorisers allow is
// not seen: webhooks, the node authoriser, and the group system:masters, whose members may
// do anything even where no binding says so. Nor are cluster-wide and namespaced kinds told
// apart: a role binding to rules on nodes grants them in its namespace, where no node is.
package access
