package observation

import (
	"cmp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Stranger is a subject that holds a right and that no person claims.
type Stranger struct {
	// Who holds it: the subject of the grant, or a user who is in it where somebody looked.
	Who   access.Subject
	Grant access.Grant
}

// Unclaimed are the subjects of the whole file that hold rights and that no person of any
// namespace claims, by name, with what they hold. What a cluster grants to itself is left out.
func Unclaimed(f *File) (all []Stranger) {
	claimed, rights := f.claims(), f.rights()
	for _, subject := range rights.Subjects() {
		who := slices.DeleteFunc(f.in(subject), func(s access.Subject) bool { return claimed[s] })
		for _, g := range rights.Of(subject) {
			if g.Subject != subject || g.Own() {
				continue
			}
			for _, s := range who {
				all = append(all, Stranger{s, g})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Stranger) int {
		return cmp.Or(cmp.Compare(a.Who.Kind, b.Who.Kind), strings.Compare(a.Who.String(), b.Who.String()))
	})
	return all
}

// claims are the subjects that people of any namespace claim. What all who can reach the cluster
// are is nobody's account.
func (f *File) claims() map[access.Subject]bool {
	all := map[access.Subject]bool{}
	for _, subjects := range f.Claimed {
		for _, text := range subjects {
			if s, err := access.ParseSubject(text); err == nil && !s.Wide() {
				all[s] = true
			}
		}
	}
	return all
}

// in are the users in a group of which somebody looked who is in it, and any other subject
// itself.
func (f *File) in(s access.Subject) (all []access.Subject) {
	users, seen := f.Members[s.Name]
	if s.Kind != access.Group || !seen {
		return []access.Subject{s}
	}
	for _, user := range users {
		all = append(all, access.Subject{Kind: access.User, Name: user})
	}
	return all
}

// Looked adds to workloads what was seen of objects, each once.
func Looked(all []Workload, seen map[api.WorkloadReference]assess.Workload) []Workload {
	for ref, w := range seen {
		if !slices.ContainsFunc(all, func(known Workload) bool { return known.ref() == ref }) {
			all = append(all, Workload{
				APIVersion: ref.APIVersion, Kind: ref.Kind, Namespace: ref.Namespace, Name: ref.Name,
				Exists: w.Exists, Owner: w.Owner, Versions: w.Versions, NotAfter: w.NotAfter.String(), RenewOn: w.RenewOn.String(),
				Sync: string(w.Sync), ComparedOn: w.ComparedOn.String(),
			})
		}
	}
	return all
}
