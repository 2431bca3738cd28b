package observation

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/isms-operator/isms-operator/internal/access"
)

// Renaming says what stands for names of people: as subjects, as names of users and groups,
// and in any other text.
type Renaming struct {
	Subject       func(access.Subject) access.Subject
	Account, Text func(string) string
}

// Renamed is a copy without the names that the renaming replaces, with its own digest.
func (f *File) Renamed(to Renaming) *File {
	r := &Reading{
		SeenAt: f.SeenAt, Server: to.Text(f.Server), Objects: f.objects().Renamed(to.Subject),
		ClusterWide: f.ClusterWide, AllNamespaces: f.AllNamespaces,
		Members: to.lists(f.Members, to.Account, to.Account), Claimed: to.lists(f.Claimed, to.Text, to.claim),
	}
	for _, namespace := range f.Namespaces {
		r.Namespaces = append(r.Namespaces, to.Text(namespace))
	}
	for _, u := range f.Unobservable {
		r.Unobservable = append(r.Unobservable, Unobservable{What: u.What, Namespace: to.Text(u.Namespace), Why: to.Text(u.Why)})
	}
	for _, w := range f.Workloads {
		w.Namespace, w.Name, w.Owner = to.Text(w.Namespace), to.Text(w.Name), to.Text(w.Owner)
		r.Workloads = append(r.Workloads, w)
	}
	o := &r.Objects
	for i := range o.ClusterRoles {
		to.object(&o.ClusterRoles[i].ObjectMeta)
	}
	for i := range o.Roles {
		to.object(&o.Roles[i].ObjectMeta)
	}
	for i := range o.ClusterRoleBindings {
		to.object(&o.ClusterRoleBindings[i].ObjectMeta)
		o.ClusterRoleBindings[i].RoleRef.Name = to.Text(o.ClusterRoleBindings[i].RoleRef.Name)
	}
	for i := range o.RoleBindings {
		to.object(&o.RoleBindings[i].ObjectMeta)
		o.RoleBindings[i].RoleRef.Name = to.Text(o.RoleBindings[i].RoleRef.Name)
	}
	renamed := New(r)
	renamed.name, renamed.live = to.Text(f.name), f.live
	return renamed
}

func (to *Renaming) object(o *metav1.ObjectMeta) {
	o.Namespace, o.Name = to.Text(o.Namespace), to.Text(o.Name)
}

func (to *Renaming) claim(text string) string {
	s, err := access.ParseSubject(text)
	if err != nil {
		return to.Text(text)
	}
	return to.Subject(s).String()
}

func (to *Renaming) lists(of map[string][]string, key, entry func(string) string) map[string][]string {
	if of == nil {
		return nil
	}
	all := make(map[string][]string, len(of))
	for name, list := range of {
		renamed := make([]string, len(list))
		for i, text := range list {
			renamed[i] = entry(text)
		}
		all[key(name)] = append(all[key(name)], renamed...)
	}
	return all
}
