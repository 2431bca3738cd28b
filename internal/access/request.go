package access

// Request is what somebody asks of the API server. With a NonResourceURL, such as /healthz,
// it is about that path and the verb alone. Verb, APIGroup and Resource are matched as they
// are: "*" asks for what only a rule with "*" allows.
type Request struct {
	Verb           string `json:"verb"`
	APIGroup       string `json:"apiGroup,omitempty"`
	Resource       string `json:"resource,omitempty"`
	Subresource    string `json:"subresource,omitempty"`
	Namespace      string `json:"namespace,omitempty"`
	Name           string `json:"name,omitempty"`
	NonResourceURL string `json:"nonResourceURL,omitempty"`
}

// Allowed says whether one of the grants allows the request, and the first that does. It
// decides as the RBAC authoriser does.
func Allowed(grants []Grant, request Request) (Grant, bool) { return Grant{}, false }

// Unrestricted says whether the grant allows every verb on every resource, where it is
// granted, as cluster-admin does.
func Unrestricted(grant Grant) bool { return false }

// Sign is a right that shows that somebody has a duty in fact, such as to approve or to
// deploy.
type Sign struct {
	Name string `json:"name"`
	// Verbs, APIGroups and Resources, such as "pods" or "pods/exec", are asked for in each
	// combination.
	Verbs     []string `json:"verbs"`
	APIGroups []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	// ResourceNames are the objects meant. Empty means any: then a right on one named
	// object shows the sign too.
	ResourceNames []string `json:"resourceNames,omitempty"`
	// Namespaces are where the right is a sign. Empty means anywhere.
	Namespaces []string `json:"namespaces,omitempty"`
	// ClusterScoped is set where the resources are in no namespace, such as nodes: then a
	// role binding cannot show the sign.
	ClusterScoped bool `json:"clusterScoped,omitempty"`
}

// Shown says whether one of the grants allows at least one of the sign's requests, and the
// first that does.
func (s Sign) Shown(grants []Grant) (Grant, bool) { return Grant{}, false }
