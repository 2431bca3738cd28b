package pseudonym

import (
	"fmt"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
)

const personKind = string(api.KindPerson)

// People are those of whom records are, and those whom records name though there is no
// record of them.
func People(all []gather.Namespace) (people []Person) {
	known := kinds()
	for i := range all {
		n := &all[i]
		world := n.World()
		records := n.Records
		for j := range n.Unread {
			records = append(records[:len(records):len(records)], n.Unread[j].Record)
		}
		for _, r := range records {
			if p, ok := r.(*api.Person); ok {
				people = append(people, Person{p.Name, p.Spec.DisplayName})
			}
			for _, to := range known[refOf(r).Kind].References(world, r) {
				if to.Kind == personKind {
					people = append(people, Person{Name: to.Name})
				}
			}
		}
	}
	return people
}

// Roles are what roles are called.
func Roles(all []gather.Namespace) (names []string) {
	for i := range all {
		for _, r := range all[i].Records {
			if role, ok := r.(*api.SecurityRole); ok {
				names = append(names, facts.RoleNames(role)...)
			}
		}
	}
	return names
}

// Nameless returns the first problem of the input that may hide the name of somebody; nil
// where there is none. It is of a Person, or of nobody knows what: in what could be read
// names cannot be replaced that were not.
func Nameless(problems []input.Problem) *input.Problem {
	for i := range problems {
		if r := problems[i].Record; r == nil || r.Kind == personKind || r.Kind == "" {
			return &problems[i]
		}
	}
	return nil
}

// Namespace returns what was read of a namespace without names of people. Two records that
// would get one name are an error.
func (n *Names) Namespace(from *gather.Namespace) (gather.Namespace, error) {
	to := gather.Namespace{Name: n.Text(from.Name), Unlisted: from.Unlisted, TrustRoots: from.TrustRoots}
	taken, isms := map[assess.Ref]string{}, ""
	if a := assess.InForce(from.World()); a != nil {
		isms = a.Spec.Isms
	}
	record := func(r api.Record) (api.Record, error) {
		copied := n.Record(r, isms)
		ref := refOf(copied)
		if other, twice := taken[ref]; twice {
			return nil, fmt.Errorf("the records %s %s and %s would both be called %s with pseudonyms; rename one", ref.Kind, other, r.GetName(), ref.Name)
		}
		taken[ref] = r.GetName()
		return copied, nil
	}
	for _, r := range from.Records {
		copied, err := record(r)
		if err != nil {
			return to, err
		}
		to.Records = append(to.Records, copied)
	}
	for i := range from.Unread {
		copied, err := record(from.Unread[i].Record)
		if err != nil {
			return to, err
		}
		u := assess.Unread{Record: copied}
		for _, f := range from.Unread[i].Faults {
			u.Faults = append(u.Faults, assess.Fault{Field: n.Field(f.Field), Message: n.Text(f.Message), Remedy: n.Text(f.Remedy)})
		}
		to.Unread = append(to.Unread, u)
	}
	n.seen(from, &to)
	return to, n.Err()
}

// seen replaces names in what was seen of rights, workloads and documents.
func (n *Names) seen(from, to *gather.Namespace) {
	to.Observation.Access = n.access(from.Observation.Access)
	if from.Observation.Workloads != nil {
		to.Observation.Workloads = map[api.WorkloadReference]assess.Workload{}
	}
	for ref, seen := range from.Observation.Workloads {
		ref.Name, ref.Namespace, seen.Owner = n.Text(ref.Name), n.Text(ref.Namespace), n.Text(seen.Owner)
		to.Observation.Workloads[ref] = seen
	}
	if from.Documents != nil {
		to.Documents = map[assess.Ref][]assess.Document{}
	}
	for ref, documents := range from.Documents {
		ref.Name = n.Text(ref.Name)
		for _, d := range documents {
			d.Field, d.URI, d.Path = n.Field(d.Field), n.Text(d.URI), n.Text(d.Path)
			to.Documents[ref] = append(to.Documents[ref], d)
		}
	}
}

// Problem returns a problem of the input without names of people.
func (n *Names) Problem(p input.Problem) input.Problem {
	p.File, p.Field, p.Message, p.Remedy = n.Text(p.File), n.Field(p.Field), n.Text(p.Message), n.Text(p.Remedy)
	if p.Record != nil {
		r := n.Identity(*p.Record)
		p.Record = &r
	}
	return p
}

// Identity returns what a record is called without names of people. It may be one that is no
// more, and of which New was not told.
func (n *Names) Identity(r input.Record) input.Record {
	r.Name, r.Namespace = n.Text(r.Name), n.Text(r.Namespace)
	return r
}

// Foreign returns what is none of our records without names of people.
func (n *Names) Foreign(f input.Foreign) input.Foreign {
	f.File, f.Name = n.Text(f.File), n.Text(f.Name)
	return f
}

func refOf(r api.Record) assess.Ref {
	return assess.Ref{Kind: reflect.TypeOf(r).Elem().Name(), Name: r.GetName()}
}
