package observation

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/isms-operator/isms-operator/internal/access"
)

// digestPrefix begins a digest.
const digestPrefix = "sha256:"

// Sum is the digest of the content: of its JSON without white space, with the fields in the
// order in which they are written, lists sorted, and an empty digest. It shows that a file was
// changed by mistake. It proves nothing against somebody who may compute it again; a signature
// or a commit does.
func (f *File) Sum() string {
	bare := File{
		APIVersion: f.APIVersion, Kind: f.Kind, SeenAt: f.SeenAt, Server: f.Server,
		ClusterWide: f.ClusterWide, AllNamespaces: f.AllNamespaces, Namespaces: f.Namespaces,
		Unobservable: f.Unobservable, Limits: f.Limits,
		ClusterRoles: f.ClusterRoles, Roles: f.Roles,
		ClusterRoleBindings: f.ClusterRoleBindings, RoleBindings: f.RoleBindings,
		Members: f.Members, Claimed: f.Claimed, Workloads: f.Workloads,
	}
	sum := sha256.Sum256(bare.json())
	return digestPrefix + hex.EncodeToString(sum[:])
}

// json is the file as JSON; there is nothing in it that cannot be.
func (f *File) json() []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(f); err != nil {
		panic(err) // a year that no date has, which Read and New keep out
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// normalise gives what means the same the same form. What it holds may be shared; only lists
// that are its own are sorted.
func (f *File) normalise() {
	f.SeenAt = f.SeenAt.UTC().Truncate(time.Second)
	f.Namespaces, f.Limits, f.Unobservable = sorted(f.Namespaces), orNil(f.Limits), orNil(slices.Clone(f.Unobservable))
	slices.SortFunc(f.Unobservable, compareUnobservable)
	f.Unobservable = slices.Compact(f.Unobservable)
	for _, roles := range []*[]Role{&f.ClusterRoles, &f.Roles} {
		*roles = orNil(slices.Clone(*roles))
		slices.SortStableFunc(*roles, func(a, b Role) int {
			return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
		})
		for i := range *roles {
			(*roles)[i].normalise()
		}
	}
	for _, bindings := range []*[]Binding{&f.ClusterRoleBindings, &f.RoleBindings} {
		*bindings = orNil(slices.Clone(*bindings))
		slices.SortStableFunc(*bindings, func(a, b Binding) int {
			return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
		})
		for i := range *bindings {
			(*bindings)[i].Subjects = orNil((*bindings)[i].Subjects)
		}
	}
	f.Members, f.Claimed = lists(f.Members, false), lists(f.Claimed, true)
	f.Workloads = orNil(slices.Clone(f.Workloads))
	slices.SortStableFunc(f.Workloads, compareWorkloads)
	for i := range f.Workloads {
		f.Workloads[i].Versions = sorted(f.Workloads[i].Versions)
	}
}

func compareUnobservable(a, b Unobservable) int {
	return cmp.Or(strings.Compare(a.What, b.What), strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Why, b.Why))
}

func compareWorkloads(a, b Workload) int {
	return cmp.Or(strings.Compare(a.APIVersion, b.APIVersion), strings.Compare(a.Kind, b.Kind),
		strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
}

func (r *Role) normalise() {
	r.Rules = orNil(slices.Clone(r.Rules))
	for i := range r.Rules {
		rule := &r.Rules[i]
		if rule.Verbs == nil {
			rule.Verbs = []string{} // which is written even where there are none
		}
		rule.APIGroups, rule.Resources = orNil(rule.APIGroups), orNil(rule.Resources)
		rule.ResourceNames, rule.NonResourceURLs = orNil(rule.ResourceNames), orNil(rule.NonResourceURLs)
	}
}

// lists has each list sorted. An empty one stays: that somebody looked and found nobody is
// known. Subjects get the one form that each has.
func lists(of map[string][]string, subjects bool) map[string][]string {
	if len(of) == 0 {
		return nil
	}
	all := make(map[string][]string, len(of))
	for key, list := range of {
		list = slices.Clone(list)
		for i, text := range list {
			if s, err := access.ParseSubject(text); subjects && err == nil {
				list[i] = s.String()
			}
		}
		slices.Sort(list)
		if all[key] = slices.Compact(list); all[key] == nil {
			all[key] = []string{}
		}
	}
	return all
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return orNil(slices.Compact(list))
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
