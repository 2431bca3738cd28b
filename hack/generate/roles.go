package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// personal are the kinds about one person: who they are, and what they can and
// cannot do. Reading them is a right of its own (docs/install.md).
var personal = []string{"CompetencyRecord", "Person"}

var (
	readVerbs  = []string{"get", "list", "watch"}
	writeVerbs = []string{"create", "delete", "patch", "update"}
)

// userRole is a ClusterRole for people, not for the operator.
type userRole struct {
	name, comment string
	aggregateTo   string // built-in role that it becomes part of; none where empty
	personal      bool
	verbs         []string
}

var userRoles = []userRole{
	{"viewer", "Read records, but for those about one person. Part of the built-in role view.",
		"view", false, readVerbs},
	{"editor", "Write records, but for those about one person. Part of the built-in role edit.",
		"edit", false, writeVerbs},
	{"people-viewer", "Read the records about one person. Part of no built-in role: whoever may read\n# a namespace has not thereby a reason to know who failed a training.",
		"", true, readVerbs},
	{"people-editor", "Read and write the records about one person. Part of the built-in role admin, so\n# that who administers a namespace can give the right to others.",
		"admin", true, append(slices.Clone(readVerbs), writeVerbs...)},
}

// manifest renders the role. Nobody is given the status: what it says is the
// operator's judgement.
func (r userRole) manifest(registry *assess.Registry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# %s
# Written by "make generate".
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: %s-role
  labels:
    app.kubernetes.io/name: isms-operator
`, r.comment, r.name)
	if r.aggregateTo != "" {
		fmt.Fprintf(&b, "    rbac.authorization.k8s.io/aggregate-to-%s: \"true\"\n", r.aggregateTo)
	}
	b.WriteString("rules:\n  - apiGroups: [isms-operator.io]\n    resources:\n")
	for _, kind := range sortedKinds(registry) {
		if slices.Contains(personal, kind.Name) == r.personal {
			fmt.Fprintf(&b, "      - %s\n", kind.Plural)
		}
	}
	fmt.Fprintf(&b, "    verbs: [%s]\n", strings.Join(r.verbs, ", "))
	return b.String()
}

// roleFiles are the roles for people, by path.
func roleFiles(registry *assess.Registry) map[string]string {
	files := map[string]string{}
	for _, r := range userRoles {
		files["config/rbac/"+strings.ReplaceAll(r.name, "-", "_")+"_role.yaml"] = r.manifest(registry)
	}
	return files
}
