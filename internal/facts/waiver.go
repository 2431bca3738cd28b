package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// exceptionsByLapse finds exceptions by the lapse that they waive.
var exceptionsByLapse = &assess.Index[*api.SecurityException]{
	Keys: func(r *api.SecurityException, yield func(string)) {
		if l := r.Spec.Lapse; l != nil {
			yield(LapseKey(string(l.RecordRef.Kind), l.RecordRef.Name, l.Reason))
		}
	},
}

// LapseKey finds what waives or removes a finding: the record that it is on and its reason.
func LapseKey(kind, name, reason string) string { return kind + "/" + name + "/" + reason }

// Waived lowers the grade of a finding by one step where a SecurityException in
// force waives it, and says so in the message: what is waived stays in sight.
func Waived(c *assess.Context, kind, name string, f assess.Finding) assess.Finding {
	if e := lapseWaiver(c, kind, name, f.Reason); e != nil {
		c.Waives(e.Name)
		f.Grade, f.Alone = Lowered(f.Grade), true
		f.Message += fmt.Sprintf("; waived until %s by the SecurityException %s", e.Spec.Validity.ValidUntil, e.Name)
	}
	return f
}

type lapseWaiverKey struct{ lapse string }

// lapseWaiver is the SecurityException in force that waives a lapse; nil if none does.
func lapseWaiver(c *assess.Context, kind, name, reason string) *api.SecurityException {
	key := lapseWaiverKey{LapseKey(kind, name, reason)}
	find := func(c *assess.Context) *api.SecurityException {
		for _, e := range assess.By(c.World, exceptionsByLapse, key.lapse) {
			if ExceptionHolds(c, e, LapseAct(c, e)) {
				return e
			}
		}
		return nil
	}
	return assess.Regardless(c.World, func() *api.SecurityException { return assess.Once(c, key, find) })
}

// Lowered is the grade one step below: a waiver mitigates, it never clears.
func Lowered(g api.Grade) api.Grade {
	switch g {
	case api.GradeMajor:
		return api.GradeMinor
	case api.GradeMinor:
		return api.GradeObservation
	}
	return g
}

// ExceptionHolds reports whether the exception is in force and fit to waive: it is
// approved by somebody with the authority to the act who is neither who asked for it nor
// its subject, has a reason and a compensating control, runs today, and not for longer
// than the policy allows (D-02).
func ExceptionHolds(c *assess.Context, e *api.SecurityException, what api.SignedAct) bool {
	return exceptionFlaw(c, e, what) == "" && !c.Today.Reached(e.Spec.ClosedOn) && exceptionRuns(c, e)
}

// exceptionRuns reports whether the exception's time includes the day.
func exceptionRuns(c *assess.Context, e *api.SecurityException) bool {
	v := e.Spec.Validity
	return v != nil && Started(c, v.ValidFrom) && !c.Today.Past(v.ValidUntil)
}

// exceptionFlaw says why an exception waives nothing, whatever its time; "" where
// it does (D-02).
func exceptionFlaw(c *assess.Context, e *api.SecurityException, what api.SignedAct) string {
	if flaw, _ := ExceptionInvalid(c, e); flaw != "" {
		return flaw
	}
	if flaw := exceptionSelfApproved(c, e); flaw != "" {
		return flaw
	}
	proven := slices.DeleteFunc(slices.Clone(e.Spec.Approvals), func(a api.Approval) bool { return !exceptionProven(c, e, &a) })
	if len(proven) == 0 {
		return "is not proven to be approved" // which rule reports
	}
	a, signature := signedAmong(c, e, what, proven)
	if !signature.Counts {
		return "was approved by nobody who may" // which rule reports
	}
	if a.ContentHash != "" && !Binds(c, a, "SecurityException", e, e.Spec.Approvable) {
		return "has changed since its approval" // which rule X-07 reports
	}
	return ""
}

// ExceptionSigned is the approval of an exception and what it is worth; rather one by
// somebody who neither asked for it nor is its subject.
func ExceptionSigned(c *assess.Context, e *api.SecurityException, what api.SignedAct) (*api.Approval, Signature) {
	return signedAmong(c, e, what, e.Spec.Approvals)
}

// signedAmong is ExceptionSigned for some of its approvals.
func signedAmong(c *assess.Context, e *api.SecurityException, what api.SignedAct, all []api.Approval) (*api.Approval, Signature) {
	others := slices.DeleteFunc(slices.Clone(all), func(a api.Approval) bool {
		return Asked(c, e.Spec.RequestedBy, &a) || OneOf(c, &a.By, a.ApprovedOn, Names(e.Spec.PersonRefs))
	})
	if a, signature := Approved(c, what, others, api.Date{}); a != nil {
		return a, signature
	}
	return Approved(c, what, all, api.Date{})
}

// exceptionProven reports whether nothing speaks against an approval of an exception having been
// given as it says: it is bound and signed where the policy asks for that, and its signature, if
// it has one, does not fail. Whoever writes an approval without one would else lower a finding on
// another record. What nobody can tell, as no trust root is given, speaks against nothing here:
// X-20 says of the exception that it is unknown.
func exceptionProven(c *assess.Context, e *api.SecurityException, a *api.Approval) bool {
	of := assess.Ref{Kind: "SecurityException", Name: e.Name}
	kind := c.KindOf(of)
	required := kind != nil && SignatureRequired(c, kind, e, a)
	switch {
	case required && a.ContentHash == "":
		return false
	case !required && a.Signature == "":
		return true
	}
	s := SignedBy(c, of, a)
	return s.Reason == "" || s.Grade == api.GradeUnknown
}

// exceptionApproval is the approval of an exception, whoever may waive what it waives.
func exceptionApproval(c *assess.Context, e *api.SecurityException) *api.Approval {
	a, _ := ExceptionSigned(c, e, api.SignException)
	return a
}

// exceptionSelfApproved says that one whose conflict is waived approved the
// waiver, which rule D-03 reports; "" where nobody did.
func exceptionSelfApproved(c *assess.Context, e *api.SecurityException) string {
	if e.Spec.Conflict == nil || !ApprovedBySubject(c, e) {
		return ""
	}
	return "was approved by " + exceptionApproval(c, e).By.Name() + ", whose conflict it waives"
}

// ApprovedBySubject reports whether the approver is among the people whom the
// exception is about.
func ApprovedBySubject(c *assess.Context, e *api.SecurityException) bool {
	a := exceptionApproval(c, e)
	return a != nil && OneOf(c, &a.By, a.ApprovedOn, Names(e.Spec.PersonRefs))
}

// ExceptionInvalid says what an exception lacks of what makes one, and in which
// field (P6-08). That it was approved by who is in the conflict, or was changed
// since, is left to the rules that judge it.
func ExceptionInvalid(c *assess.Context, e *api.SecurityException) (flaw, field string) {
	s := &e.Spec
	approval := exceptionApproval(c, e)
	switch {
	case s.Validity == nil || s.Validity.ValidUntil.IsZero():
		return "has no end", "spec.validity.validUntil"
	case s.Conflict == nil && s.Lapse == nil && s.Deviation == nil:
		return "does not say what it waives", "spec.lapse"
	case s.Deviation != nil && len(ExistingControls(s.Deviation.Controls)) == 0 && !Stated(s.Deviation.Policy):
		return "does not say what it deviates from", "spec.deviation"
	case !Stated(s.Reason):
		return "gives no reason", "spec.reason"
	case !Stated(s.CompensatingControl):
		return "names no compensating control", "spec.compensatingControl"
	case approval == nil:
		return "is not approved", "spec.approvals"
	case s.RequestedBy == nil:
		return "names nobody who asked for it", "spec.requestedBy"
	case Asked(c, s.RequestedBy, approval) && exceptionSelfApproved(c, e) == "":
		return "was approved by " + approval.By.Name() + ", who asked for it", ApprovalField(approval, "by")
	case s.Conflict == nil && ApprovedBySubject(c, e):
		return "was approved by " + approval.By.Name() + ", whom it is about", ApprovalField(approval, "by")
	}
	from := s.Validity.ValidFrom
	if from.IsZero() {
		from = approval.ApprovedOn
	}
	if limit := from.AddMonths(c.Policy.ExceptionMax()); s.Validity.ValidUntil.After(limit) {
		return fmt.Sprintf("runs until %s, longer than %d months", s.Validity.ValidUntil, c.Policy.ExceptionMax()), "spec.validity.validUntil"
	}
	return "", ""
}
