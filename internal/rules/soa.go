package rules

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func statementOfApplicability() assess.Kind {
	return assess.KindOf[*api.StatementOfApplicability]("StatementOfApplicability", "statementsofapplicability", assess.Controls, nil,
		slices.Concat(soaCommon(), []assess.Rule{
			assess.On(docServiceRegistered, func(c *assess.Context, r *api.StatementOfApplicability) {
				if !replacedStatement(c, r) {
					checkRegistered(c, soaReferences(c.World, r))
				}
			}),
			onStatement(docSoaIncomplete, checkSoaIncomplete),
			onStatement(docSoaResources, checkSoaResources),
			onStatement(docSoaOwner, checkSoaOwner),
			eachControl(docSoaExclusion, checkSoaExclusion),
			eachNecessary(docSoaInclusion, checkSoaInclusion),
			eachControl(docSoaContradiction, checkSoaContradiction),
			onStatement(docSoaUnsupported, checkSoaUnsupported),
			onStatement(docSoaApproval, checkSoaApproval),
			onStatement(docSoaTotals, checkSoaTotals),
			onStatement(docSoaIDs, checkSoaIDs),
			eachNecessary(docSoaPlanned, checkSoaPlanned),
			eachNecessary(docSoaEvidence, checkSoaEvidence),
		})...)
}

// soaCommon are the rules that every kind is asked. A statement that a later one
// has replaced is history: what it names may be gone, and nobody reviews it again.
func soaCommon() []assess.Rule {
	return []assess.Rule{
		assess.On(docReferences, func(c *assess.Context, r *api.StatementOfApplicability) {
			if !replacedStatement(c, r) {
				checkReferences(c, withoutServices(soaReferences)(c.World, r))
			}
		}),
		assess.On(docFacts, func(c *assess.Context, r *api.StatementOfApplicability) {
			checkFacts(c, append(commonFacts(&r.Spec.Common), soaFacts(r)...))
		}),
		assess.On(docReview, func(c *assess.Context, r *api.StatementOfApplicability) {
			if !replacedStatement(c, r) && !soaInForce(c, r) { // rule S-09 asks it of the statement in force
				checkReview(c, r.Spec.Review)
			}
		}),
		assess.On(docApproval, func(c *assess.Context, r *api.StatementOfApplicability) {
			if r.Spec.Approval != nil && r.Spec.Approval.ContentHash != "" {
				checkApproval(c, r.Spec.Approval, r.Spec.Approvable())
			}
		}),
		assess.On(docEvidence, func(c *assess.Context, r *api.StatementOfApplicability) {
			if !replacedStatement(c, r) {
				checkEvidence(c, r)
			}
		}),
	}
}

func soaFacts(r *api.StatementOfApplicability) []fact {
	facts := []fact{{"spec.issuedOn", r.Spec.IssuedOn, "the statement was issued"}}
	if a := r.Spec.Approval; a != nil {
		facts = append(facts, fact{"spec.approval.approvedOn", a.ApprovedOn, "the statement was approved"})
	}
	for i := range r.Spec.Controls {
		e := &r.Spec.Controls[i]
		for _, proof := range e.Evidence {
			at := controlField(e, "evidence["+proof.Name+"].")
			facts = append(facts,
				fact{at + "effectiveOn", proof.EffectiveOn, "the evidence took effect"},
				fact{at + "collectedOn", proof.CollectedOn, "the evidence was collected"})
		}
	}
	return facts
}

// soaReferences leaves the accountable role of a necessary control to rule S-04.
func soaReferences(w *assess.World, r *api.StatementOfApplicability) []reference {
	all := ownerReferences(w, "spec.owner", r.Spec.Owner)
	if r.Spec.Approval != nil {
		all = append(all, to[*api.Person](w, "spec.approval.by", "Person", &r.Spec.Approval.By)...)
	}
	for i := range r.Spec.Controls {
		e := &r.Spec.Controls[i]
		if _, known := annexa.Title(e.ID); !known || !necessary(e) {
			all = append(all, to[*api.SecurityRole](w, controlField(e, "accountableRoleRef"), "SecurityRole", e.AccountableRoleRef)...)
		}
		all = append(all, eachTo[*api.Risk](w, controlField(e, "riskRefs"), "Risk", e.RiskRefs)...)
		all = append(all, eachTo[*api.SecurityRole](w, controlField(e, "responsibleRoleRefs"), "SecurityRole", e.ResponsibleRoleRefs)...)
		all = append(all, resourceReferences(w, controlField(e, "resources"), e.Resources)...)
	}
	return all
}

func controlField(e *api.ControlStatement, field string) string {
	return "spec.controls[" + e.ID + "]." + field
}

// controlName names a control in messages by its ID and title.
func controlName(id string) string {
	if title, ok := annexa.Title(id); ok {
		return id + " (" + title + ")"
	}
	return id
}

// necessary reports whether the statement says that the organisation needs the
// control, whoever operates it.
func necessary(e *api.ControlStatement) bool {
	return e.Applicability == api.ApplicabilityApplicable || e.Applicability == api.ApplicabilityInherited
}

// statement is the Statement of Applicability in force.
type statement struct {
	record *api.StatementOfApplicability
	// controls of Annex A by their exact ID; of two with one ID, the first.
	controls map[string]*api.ControlStatement
}

// statementKey is what statementInForce is remembered under.
type statementKey struct{}

// statementInForce is the statement that was issued last, the first by name of
// those of one day. While none has a date of issue, it is the first of those
// without one; nil if there is none.
func statementInForce(c *assess.Context) *statement {
	return assess.Once(c, statementKey{}, func(c *assess.Context) *statement {
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
		s := &statement{record: last, controls: map[string]*api.ControlStatement{}}
		for i := range last.Spec.Controls {
			e := &last.Spec.Controls[i]
			if _, known := annexa.Title(e.ID); known && s.controls[e.ID] == nil {
				s.controls[e.ID] = e
			}
		}
		return s
	})
}

// soaInForce reports whether the record is the statement in force.
func soaInForce(c *assess.Context, r *api.StatementOfApplicability) bool {
	s := statementInForce(c)
	return s != nil && s.record == r
}

// replacedStatement reports whether a later statement has replaced this one.
func replacedStatement(c *assess.Context, r *api.StatementOfApplicability) bool {
	s := statementInForce(c)
	return s != nil && s.record != r && !r.Spec.IssuedOn.IsZero() && c.Today.Reached(r.Spec.IssuedOn)
}

// onStatement makes a rule that is asked of the statement in force alone.
func onStatement(doc assess.Doc, check func(*assess.Context, *statement)) assess.Rule {
	return assess.On(doc, func(c *assess.Context, r *api.StatementOfApplicability) {
		if soaInForce(c, r) {
			check(c, statementInForce(c))
		}
	})
}

// eachControl makes a rule that is asked of every control of the statement in
// force. Entries that rule S-11 cannot read are left to it.
func eachControl(doc assess.Doc, check func(*assess.Context, *api.ControlStatement)) assess.Rule {
	return onStatement(doc, func(c *assess.Context, s *statement) {
		for i := range s.record.Spec.Controls {
			if e := &s.record.Spec.Controls[i]; s.controls[e.ID] == e {
				check(c, e)
			}
		}
	})
}

// eachNecessary makes a rule that is asked of every control that is necessary.
func eachNecessary(doc assess.Doc, check func(*assess.Context, *api.ControlStatement)) assess.Rule {
	return eachControl(doc, func(c *assess.Context, e *api.ControlStatement) {
		if necessary(e) {
			check(c, e)
		}
	})
}
