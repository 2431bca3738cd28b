package observation

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
)

// Observation is what the file says beside the records of a namespace. What people of other
// namespaces claim is theirs.
func (f *File) Observation(namespace string) assess.Observation {
	seen := &assess.Access{
		SeenAt: f.SeenAt, Live: f.live, Source: f.name, Digest: f.Digest, Rights: f.rights(), Members: f.Members,
		ClusterWide: f.ClusterWide, Namespaces: f.Namespaces, AllNamespaces: f.AllNamespaces,
		Elsewhere: map[access.Subject]bool{},
	}
	for _, u := range f.Unobservable {
		// of roles and bindings ClusterWide and Namespaces say so
		if u.What == Claimed {
			seen.Unobservable = append(seen.Unobservable, u.String())
		} else {
			seen.Unread = append(seen.Unread, u.String())
		}
	}
	for of, subjects := range f.Claimed {
		if of != namespace {
			claim(seen, subjects)
		}
	}
	o := assess.Observation{Access: seen}
	for i := range f.Workloads {
		w := &f.Workloads[i]
		if o.Workloads == nil {
			o.Workloads = make(map[api.WorkloadReference]assess.Workload, len(f.Workloads))
		}
		found := w.seen()
		if !f.live {
			found.SeenOn = api.DateOf(f.SeenAt)
		}
		o.Workloads[w.ref()] = found
	}
	return o
}

// Beside has namespaces judged with what the file says. What people of the namespaces that
// were read claim, their records say better than the file. What was seen of workloads already
// stays.
func (f *File) Beside(all []gather.Namespace) {
	now := Claims(all)
	for i := range all {
		o := f.Observation(all[i].Name)
		o.Access.Elsewhere = map[access.Subject]bool{}
		for of, subjects := range f.Claimed {
			if _, read := now[of]; !read && of != all[i].Name {
				claim(o.Access, subjects)
			}
		}
		for of, subjects := range now {
			if of != all[i].Name {
				claim(o.Access, subjects)
			}
		}
		if all[i].Observation.Workloads != nil {
			o.Workloads = all[i].Observation.Workloads
		}
		all[i].Observation = o
	}
}

func claim(seen *assess.Access, subjects []string) {
	for _, text := range subjects {
		if s, err := access.ParseSubject(text); err == nil {
			seen.Elsewhere[s] = true
		}
	}
}

// Claims are the subjects that people of each namespace state as accounts in the cluster,
// whether or not they have ended, by namespace. One without any has an empty list.
func Claims(all []gather.Namespace) map[string][]string {
	claims := map[string][]string{}
	for i := range all {
		subjects := []string{}
		for _, r := range all[i].Records {
			person, ok := r.(*api.Person)
			if !ok {
				continue
			}
			for k := range person.Spec.Accounts {
				if s, known := facts.SubjectOf(&person.Spec.Accounts[k]); known {
					subjects = append(subjects, s.String())
				}
			}
		}
		slices.Sort(subjects)
		claims[all[i].Name] = slices.Compact(subjects)
	}
	return claims
}

// Asked is where some ISMS of the namespaces has rights judged: in the namespaces, in all of
// them where there are none, and, where wide, in the whole cluster. It is false where none has,
// so that nobody needs to look.
func Asked(all []gather.Namespace) (namespaces []string, wide, asked bool) {
	everywhere := false
	for i := range all {
		for _, r := range all[i].Records {
			a, ok := r.(*api.ClauseAssessment)
			if !ok || a.Spec.ObservedScope == nil {
				continue
			}
			scope := a.Spec.ObservedScope
			namespaces, wide, asked = append(namespaces, scope.Namespaces...), wide || scope.WholeCluster(), true
			everywhere = everywhere || len(scope.Namespaces) == 0
		}
	}
	if everywhere {
		return nil, wide, asked
	}
	slices.Sort(namespaces)
	return slices.Compact(namespaces), wide, asked
}
