package scenarios

import (
	"reflect"
	"sync"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Binding keeps approvals bound to records that tests change, so that what a change brings
// about is seen and not that the approval is stale. It binds what was bound to what its record
// said (BindingOf), and, where it binds all, what was bound to nothing. A hash that a test sets stays.
type Binding struct {
	// All binds approvals without a hash, too.
	All bool

	mu  sync.Mutex
	own map[string]bool
}

// BindingOf is the binding of records of which the approvals hold that are to be kept.
func BindingOf(records []api.Record) *Binding {
	b := &Binding{own: map[string]bool{}}
	b.each(records, func(a *api.Approval, s signoff.Subject, content any) {
		if signoff.Holds(a.ContentHash, s, content) {
			b.own[a.ContentHash] = true
		}
	})
	return b
}

// Bind binds approvals to what records say now.
func (b *Binding) Bind(records []api.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.own == nil {
		b.own = map[string]bool{}
	}
	b.each(records, func(a *api.Approval, s signoff.Subject, content any) {
		if b.own[a.ContentHash] || b.All && a.ContentHash == "" {
			a.ContentHash = signoff.Hash(s, content)
			b.own[a.ContentHash] = true
		}
	})
}

func (b *Binding) each(records []api.Record, do func(*api.Approval, signoff.Subject, any)) {
	isms, name := "", ""
	for _, r := range records {
		if a, ok := r.(*api.ClauseAssessment); ok && (name == "" || a.Name < name) {
			isms, name = a.Spec.Isms, a.Name
		}
	}
	kinds := rules.Registry().Kinds
	for _, r := range records {
		for i := range kinds {
			kind := &kinds[i]
			if kind.Name != kindName(r) || kind.Approvals == nil {
				continue
			}
			content := kind.Content(r)
			approvals := kind.Approvals(r)
			for j := range approvals {
				do(&approvals[j], signoff.SubjectOf(kind.Name, isms, r.GetName()), content)
			}
		}
	}
}

func kindName(r api.Record) string { return reflect.TypeOf(r).Elem().Name() }
