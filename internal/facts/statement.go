package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Necessary reports whether the statement says that the organisation needs the
// control, whoever operates it.
func Necessary(e *api.ControlStatement) bool {
	return e.Applicability == api.ApplicabilityApplicable || e.Applicability == api.ApplicabilityInherited
}

// AccountableRole is the role that is accountable for the control of an entry, whether it is
// referred to or named in words; nil where none is named.
func AccountableRole(w *assess.World, e *api.ControlStatement) *api.Reference {
	if e.AccountableRoleRef == nil && e.Owner != nil {
		return Actual(w, e.Owner).RoleRef
	}
	return e.AccountableRoleRef
}

// AccountableField is the field in which an entry names who is accountable for its control.
func AccountableField(e *api.ControlStatement) string {
	if e.AccountableRoleRef == nil && e.Owner != nil {
		return ControlField(e, "owner")
	}
	return ControlField(e, "accountableRoleRef")
}

// Statement is the Statement of Applicability in force.
type Statement struct {
	Record *api.StatementOfApplicability
	// Controls of Annex A by their exact ID; of two with one ID, the first.
	Controls map[string]*api.ControlStatement
}

// statementKey is what StatementInForce is remembered under.
type statementKey struct{}

// StatementInForce is the statement that was issued last, the first by name of
// those of one day. While none has a date of issue, it is the first of those
// without one; nil if there is none.
func StatementInForce(c *assess.Context) *Statement {
	return assess.Once(c, statementKey{}, func(c *assess.Context) *Statement {
		var last *api.StatementOfApplicability
		for r := range assess.All[*api.StatementOfApplicability](c.World) {
			on := r.Spec.IssuedOn
			if (last == nil && on.IsZero()) || (c.Today.Reached(on) && (last == nil || on.After(last.Spec.IssuedOn))) {
				last = r
			}
		}
		if last == nil {
			return nil
		}
		s := &Statement{Record: last, Controls: map[string]*api.ControlStatement{}}
		for i := range last.Spec.Controls {
			e := &last.Spec.Controls[i]
			if _, known := annexa.Title(e.ID); known && s.Controls[e.ID] == nil {
				s.Controls[e.ID] = e
			}
		}
		return s
	})
}

// IsStatementInForce reports whether the record is the statement in force.
func IsStatementInForce(c *assess.Context, r *api.StatementOfApplicability) bool {
	s := StatementInForce(c)
	return s != nil && s.Record == r
}

// StatementReplaced reports whether a later statement has replaced this one.
func StatementReplaced(c *assess.Context, r *api.StatementOfApplicability) bool {
	s := StatementInForce(c)
	return s != nil && s.Record != r && !r.Spec.IssuedOn.IsZero() && c.Today.Reached(r.Spec.IssuedOn)
}

// Decided reports whether the statement decides on the control.
func (s *Statement) Decided(id string) bool {
	e := s.Controls[id]
	return e != nil && (Necessary(e) || e.Applicability == api.ApplicabilityExcluded)
}

// FirstEntries are the first entries for each control, by NormalControlID; rather ones that
// can be read.
func (s *Statement) FirstEntries() map[string]*api.ControlStatement {
	first := map[string]*api.ControlStatement{}
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if id := NormalControlID(e.ID); first[id] == nil || (s.Controls[e.ID] == e && s.Controls[first[id].ID] == nil) {
			first[id] = e
		}
	}
	return first
}

// Supporters returns the resources in use that say that they support the control.
func Supporters(c *assess.Context, id string) []api.ResourceReference {
	var all []api.ResourceReference
	for r := range resourcesByControl.of(c, id) {
		if !c.Today.Reached(r.retiredOn) {
			all = append(all, r.ResourceReference)
		}
	}
	return all
}

// Allocated returns the resources of a control, found in both directions: those
// of the statement that exist, and those that name the control themselves.
func Allocated(c *assess.Context, e *api.ControlStatement) []api.ResourceReference {
	all := Supporters(c, e.ID)
	for _, ref := range e.ResourceRefs {
		if !slices.Contains(all, ref) && assess.Exists(c.World, string(ref.Kind), ref.Name) {
			all = append(all, ref)
		}
	}
	return all
}

// StatementSigned is the approval of a statement and what it is worth; one from long before
// it was issued is none.
func StatementSigned(c *assess.Context, r *api.StatementOfApplicability) (*api.Approval, Signature) {
	notBefore := r.Spec.IssuedOn
	if !notBefore.IsZero() {
		notBefore = notBefore.AddDays(-c.Policy.ApprovalLead())
	}
	return Approved(c, api.SignStatement, r.Spec.Approvals, notBefore)
}
