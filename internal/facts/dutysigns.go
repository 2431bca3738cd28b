package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Scopes of duties that rights show: those of the ISMS itself, as its mandates have them, and
// those in the cluster.
const (
	scopeISMS    = "ISMS"
	scopeCluster = api.SystemKubernetes
)

// DutySign is a right that shows that somebody does a duty in fact.
type DutySign struct {
	Duty string
	// Scope of the duty, as roles state it.
	Scope string
	access.Sign
}

var (
	writeVerbs = []string{"create", "update", "patch"}
	editVerbs  = []string{"create", "update", "patch", "delete"}
	goneVerbs  = []string{"delete", "deletecollection"}
)

// defaultSigns are the rights by which duties are done. Where a duty is of the ISMS, the right
// is on records in its own namespace. None is of logs: Kubernetes keeps no audit log as an object,
// and events, which it forgets within hours, may be deleted by whoever is bound to the role "edit"
// that it comes with. Whoever holds logs in objects says so in the policy.
var defaultSigns = []DutySign{
	{"ProvisionAccess", scopeCluster, access.Sign{Verbs: []string{"bind", "escalate"}, APIGroups: []string{"rbac.authorization.k8s.io"}, Resources: []string{"roles", "clusterroles"}}},
	{"ProvisionAccess", scopeCluster, access.Sign{Verbs: []string{"impersonate"}, APIGroups: []string{""}, Resources: []string{"users", "groups"}, ClusterScoped: true}},
	{"ApproveAccess", scopeCluster, access.Sign{Verbs: []string{"approve"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"signers"}, ClusterScoped: true}},
	{"ApproveAccess", scopeCluster, access.Sign{Verbs: []string{"update", "patch"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"certificatesigningrequests/approval"}, ClusterScoped: true}},
	{"ImplementChange", scopeCluster, access.Sign{Verbs: writeVerbs, APIGroups: []string{"apps"}, Resources: []string{"deployments", "statefulsets", "daemonsets"}}},
	{"ImplementChange", scopeCluster, access.Sign{Verbs: writeVerbs, APIGroups: []string{"batch"}, Resources: []string{"cronjobs", "jobs"}}},
	{"ImplementChange", scopeCluster, access.Sign{Verbs: writeVerbs, APIGroups: []string{""}, Resources: []string{"pods"}}},
	{"OperateBackup", scopeCluster, access.Sign{Verbs: goneVerbs, APIGroups: []string{"velero.io"}, Resources: []string{"backups", "schedules", "backupstoragelocations"}}},
	{"OperateBackup", scopeCluster, access.Sign{Verbs: []string{"create"}, APIGroups: []string{"velero.io"}, Resources: []string{"deletebackuprequests"}}},
	{"OperateBackup", scopeCluster, access.Sign{Verbs: goneVerbs, APIGroups: []string{"snapshot.storage.k8s.io"}, Resources: []string{"volumesnapshots", "volumesnapshotcontents"}}},
	{"RunISMS", scopeISMS, access.Sign{Verbs: editVerbs, APIGroups: []string{api.GroupVersion.Group}, Resources: []string{"clauseassessments", "statementsofapplicability", "accountabilitymatrices"}}},
	{"AuditISMS", scopeISMS, access.Sign{Verbs: editVerbs, APIGroups: []string{api.GroupVersion.Group}, Resources: []string{"internalaudits"}}},
}

// DefaultDutySigns are the rights by which duties are done where the policy states no signs of
// them.
func DefaultDutySigns() []DutySign { return slices.Clone(defaultSigns) }

// signOf is a sign of the policy, which may be of a duty of the default.
func signOf(d *api.DutySign) DutySign {
	scope := scopeCluster
	for i := range defaultSigns {
		if DutyKey(defaultSigns[i].Duty) == DutyKey(d.Duty) {
			scope = defaultSigns[i].Scope
		}
	}
	groups := d.APIGroups
	if len(groups) == 0 {
		groups = []string{""}
	}
	return DutySign{d.Duty, scope, access.Sign{Verbs: d.Verbs, APIGroups: groups, Resources: d.Resources, Namespaces: d.Namespaces}}
}

type signsKey struct{}

// DutySigns are the signs in force: those of the policy, and the default ones of duties that
// it states none of. For reading.
func DutySigns(c *assess.Context) []DutySign {
	return assess.Once(c, signsKey{}, func(c *assess.Context) (all []DutySign) {
		stated := map[string]bool{}
		for i := range c.Policy.Segregation.DutySigns {
			all = append(all, signOf(&c.Policy.Segregation.DutySigns[i]))
			stated[DutyKey(c.Policy.Segregation.DutySigns[i].Duty)] = true
		}
		for _, sign := range defaultSigns {
			if !stated[DutyKey(sign.Duty)] {
				all = append(all, sign)
			}
		}
		for i := range all {
			if all[i].Scope == scopeISMS && len(all[i].Namespaces) == 0 {
				all[i].Namespaces = []string{c.World.Namespace}
			}
		}
		return all
	})
}

// DutyInFact is a duty that somebody may do by a right.
type DutyInFact struct {
	Duty, Scope string
	Grant       access.Grant
}

// DutiesInFact are the duties that somebody may do by what they are granted, each once in a
// scope. Rights to everything show none: D-12 says of them what they are.
func DutiesInFact(c *assess.Context, p *api.Person) (all []DutyInFact) {
	grants := slices.DeleteFunc(slices.Clone(GrantsOf(c, p)), access.Unrestricted)
	if len(grants) == 0 {
		return nil
	}
	signs := DutySigns(c)
	for i := range signs {
		s := &signs[i]
		has := func(d DutyInFact) bool { return DutyKey(d.Duty) == DutyKey(s.Duty) && d.Scope == s.Scope }
		if slices.ContainsFunc(all, has) {
			continue
		}
		if grant, shown := s.Shown(grants); shown {
			all = append(all, DutyInFact{s.Duty, s.Scope, grant})
		}
	}
	return all
}
