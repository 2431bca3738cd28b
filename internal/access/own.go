package access

import "strings"

// right is a role by its kind, namespace and name, and one subject that has it.
type right struct {
	role RoleRef
	to   Subject
}

func clusterRoleTo(name string, kind SubjectKind, subject string) right {
	return right{RoleRef{Kind: kindClusterRole, Name: name}, Subject{Kind: kind, Name: subject}}
}

func clusterRoleToAccount(name, account string) right {
	return right{RoleRef{Kind: kindClusterRole, Name: name}, Subject{ServiceAccount, systemNamespace, account}}
}

func roleTo(namespace, name string, to Subject) right {
	return right{RoleRef{kindRole, namespace, name}, to}
}

const (
	systemNamespace = "kube-system"
	publicNamespace = "kube-public"
	controllerRole  = "system:controller:"
	// nodeTokens is the group of the tokens by which nodes join, and nodes that of nodes.
	nodeTokens = "system:bootstrappers:kubeadm:default-node-token"
	nodes      = "system:nodes"
	scheduler  = "system:kube-scheduler"
	manager    = "system:kube-controller-manager"
)

// bootstrapRights are what the API server binds when it starts, from bootstrappolicy of
// Kubernetes 1.37 (plugin/pkg/auth/authorizer/rbac); a test holds a new cluster against it.
// Roles of controllers, system:controller:NAME, go to the service account NAME of kube-system.
var bootstrapRights = set(
	clusterRoleTo("cluster-admin", Group, "system:masters"),
	clusterRoleTo("system:monitoring", Group, "system:monitoring"),
	clusterRoleTo("system:discovery", Group, groupAuthenticated),
	clusterRoleTo("system:basic-user", Group, groupAuthenticated),
	clusterRoleTo("system:public-info-viewer", Group, groupAuthenticated),
	clusterRoleTo("system:public-info-viewer", Group, groupUnauthenticated),
	clusterRoleTo("system:service-account-issuer-discovery", Group, groupAccounts),
	clusterRoleTo("system:cluster-trust-bundle-discovery", Group, groupAccounts),
	clusterRoleTo("system:node-proxier", User, "system:kube-proxy"),
	clusterRoleTo(manager, User, manager),
	clusterRoleTo(scheduler, User, scheduler),
	clusterRoleTo("system:volume-scheduler", User, scheduler),
	clusterRoleToAccount("system:kube-dns", "kube-dns"),
	roleTo(systemNamespace, "extension-apiserver-authentication-reader", Subject{Kind: User, Name: manager}),
	roleTo(systemNamespace, "extension-apiserver-authentication-reader", Subject{Kind: User, Name: scheduler}),
	roleTo(systemNamespace, "system::leader-locking-kube-controller-manager", Subject{Kind: User, Name: manager}),
	roleTo(systemNamespace, "system::leader-locking-kube-controller-manager", Subject{ServiceAccount, systemNamespace, "kube-controller-manager"}),
	roleTo(systemNamespace, "system::leader-locking-kube-controller-manager", Subject{ServiceAccount, systemNamespace, "leader-election-controller"}),
	roleTo(systemNamespace, "system::leader-locking-kube-scheduler", Subject{Kind: User, Name: scheduler}),
	roleTo(systemNamespace, "system::leader-locking-kube-scheduler", Subject{ServiceAccount, systemNamespace, "kube-scheduler"}),
	roleTo(systemNamespace, controllerRole+"bootstrap-signer", Subject{ServiceAccount, systemNamespace, "bootstrap-signer"}),
	roleTo(systemNamespace, controllerRole+"cloud-provider", Subject{ServiceAccount, systemNamespace, "cloud-provider"}),
	roleTo(systemNamespace, controllerRole+"token-cleaner", Subject{ServiceAccount, systemNamespace, "token-cleaner"}),
	roleTo(publicNamespace, controllerRole+"bootstrap-signer", Subject{ServiceAccount, systemNamespace, "bootstrap-signer"}),
)

// installedRights are what kubeadm of Kubernetes 1.37 binds beside that, without a label
// (cmd/kubeadm/app/phases: addons, bootstraptoken, kubelet, uploadconfig). What it gives to the
// group kubeadm:cluster-admins is not among them: in that group are people.
var installedRights = set(
	clusterRoleTo("system:node-bootstrapper", Group, nodeTokens),
	clusterRoleTo("system:certificates.k8s.io:certificatesigningrequests:nodeclient", Group, nodeTokens),
	clusterRoleTo("system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", Group, nodes),
	clusterRoleTo("kubeadm:get-nodes", Group, nodeTokens),
	clusterRoleTo("system:kubelet-api-admin", User, "kube-apiserver-kubelet-client"),
	clusterRoleToAccount("system:node-proxier", "kube-proxy"),
	clusterRoleToAccount("system:coredns", "coredns"),
	roleTo(systemNamespace, "kube-proxy", Subject{Kind: Group, Name: nodeTokens}),
	roleTo(systemNamespace, "kubeadm:kubelet-config", Subject{Kind: Group, Name: nodes}),
	roleTo(systemNamespace, "kubeadm:kubelet-config", Subject{Kind: Group, Name: nodeTokens}),
	roleTo(systemNamespace, "kubeadm:nodes-kubeadm-config", Subject{Kind: Group, Name: nodes}),
	roleTo(systemNamespace, "kubeadm:nodes-kubeadm-config", Subject{Kind: Group, Name: nodeTokens}),
	roleTo(publicNamespace, "kubeadm:bootstrap-signer-clusterinfo", Subject{Kind: User, Name: userAnonymous}),
)

func set(rights ...right) map[right]bool {
	all := make(map[right]bool, len(rights))
	for _, r := range rights {
		all[r] = true
	}
	return all
}

// bootstrapped reports whether the API server itself binds a role to a subject.
func bootstrapped(role RoleRef, to Subject) bool {
	if bootstrapRights[right{role, to}] {
		return true
	}
	name, controller := strings.CutPrefix(role.Name, controllerRole)
	return controller && role.Kind == kindClusterRole && to == Subject{ServiceAccount, systemNamespace, name}
}

// Own says whether a cluster grants something to itself: what the API server binds when it
// starts, and what kubeadm does for the parts of the control plane and for nodes that join. It
// goes by the role and the subject, not by the name of either alone: a user that somebody
// called system:x, and a service account of kube-system that somebody bound to another role,
// are none of it. Nor is a role of that name that allows everything.
func (g *Grant) Own() bool {
	return g.Bootstrap || installedRights[right{g.Role, g.Subject}] && !Unrestricted(*g)
}

// OwnByName is Own of a binding whose role nobody read, or that does not exist.
func (g *Grant) OwnByName() bool {
	return bootstrapped(g.Role, g.Subject) || installedRights[right{g.Role, g.Subject}]
}
