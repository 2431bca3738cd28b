package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSigned = assess.Doc{
	ID: "X-20", Aspect: assess.Owned, Clause: "7.5.3",
	OfAct:    true,
	Requires: "Whoever approved, appointed, accepted, verified or decided can be proven where the policy asks for signatures, and no signature is of something else",
	Fires:    "an approval, or an act that the policy names beside them, is not signed that was given since the policy asks for it, or that is in force and states an earlier day, or its signature does not count: it is of something else, or its key was not that person's on that day, was revoked, or is vouched for by nobody who is trusted; or the time stamp (RFC 3161) of an approval is of something else, by an authority that nobody vouches for, or shows that it was made later than the approval says, or the policy asks for one and there is none (minor); or nobody can tell, as no trust root is given (unknown)",
	Reasons: []string{
		facts.ApprovalNotSigned, facts.KeyNotVouchedFor, facts.KeyRevoked, facts.KeySelfRegistered,
		facts.SignatureBackdated, facts.SignatureInvalid, facts.SignerNotEngaged, facts.SignerWithoutAuthority,
		facts.TimestampInvalid, facts.TimestampMissing,
	},
	Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: `Have it signed by who approves, with "kubectl isms approve --sign" (and --timestamp-url where it needs a time stamp), or by who appointed, accepted, verified or decided, with "kubectl isms sign"; "kubectl isms approvals" shows what each signature is worth`,
	Policy: []string{"signatures.earlierUntil", "signatures.requiredFrom", "signatures.subjects", "signatures.timestamps", "signatures.timestampAuthorities"},
}

// unsignedBefore says why an unsigned approval or act of an earlier day is not taken.
const unsignedBefore = "it has no signature, and nothing but its own text says that it was given before signatures were required"

func checkSigned(c *assess.Context, r api.Record) {
	all := c.Kind().Approvals(r)
	for i := range all {
		a := &all[i]
		required := facts.SignatureRequired(c, c.Kind(), r, a)
		if !c.Today.Reached(a.ApprovedOn) || !required && a.Signature == "" && a.Timestamp == "" || required && a.ContentHash == "" {
			continue // what is bound to nothing is told by X-19
		}
		s := facts.SignedBy(c, c.Subject(), a)
		if s.Reason == "" || !required && s.Grade == api.GradeUnknown {
			continue
		}
		if s.Reason == facts.ApprovalNotSigned && a.ApprovedOn.Before(c.Policy.Signatures.RequiredFrom) {
			s.Why = unsignedBefore
		}
		field := "signature"
		if s.Reason == facts.TimestampInvalid || s.Reason == facts.TimestampMissing {
			field = "timestamp"
		}
		c.Report(assess.Finding{
			Reason: s.Reason, Grade: s.Grade, Field: facts.ApprovalField(a, field),
			Message: fmt.Sprintf("The approval by %s on %s is not proven: %s", facts.Quote(a.By.Name()), a.ApprovedOn, s.Why),
		})
	}
}
