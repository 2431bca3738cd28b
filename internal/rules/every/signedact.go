package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// actsProven asks of a kind that states acts who is proven to have done them.
func actsProven[T api.Record]() assess.Rule {
	return assess.On(docSigned, func(c *assess.Context, r T) { checkSignedActs(c, r) })
}

func checkSignedActs(c *assess.Context, r api.Record) {
	all := c.Kind().Acts(r)
	for i := range all {
		a := &all[i]
		required := facts.ActSignatureRequired(c, c.Kind(), r, a)
		if !a.On.IsZero() && !c.Today.Reached(a.On) || !required && a.Signature == "" {
			continue
		}
		s := facts.SignedAct(c, c.Subject(), a)
		if s.Reason == "" || !required && s.Grade == api.GradeUnknown {
			continue
		}
		if s.Reason == facts.ApprovalNotSigned && a.On.Before(c.Policy.Signatures.RequiredFrom) {
			s.Why = unsignedBefore
		}
		c.Report(assess.Finding{Reason: s.Reason, Grade: s.Grade, Field: a.Field(a.SignatureField), Since: a.On, Message: notProven(a, s.Why)})
	}
}

// notProven says that nothing proves who did it. The record may not say who or when any more.
func notProven(a *assess.Act, why string) string {
	by, on := "nobody", "a day that is not stated"
	if name := a.By.Name(); name != "" {
		by = facts.Quote(name)
	}
	if !a.On.IsZero() {
		on = a.On.String()
	}
	return fmt.Sprintf("The %s by %s on %s is not proven: %s", facts.ActName(a), by, on, why)
}
