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
	Requires: "Whoever approved can be proven where the policy asks for signatures, and no signature is of something else",
	Fires:    "an approval is not signed from the day on that the policy asks for it, or its signature does not count: it is of something else, or its key was not the approver's on that day, was revoked, or is vouched for by nobody who is trusted; or its time stamp (RFC 3161) is of something else, by an authority that nobody vouches for, or shows that it was made later than the approval says, or the policy asks for one and there is none (minor); or nobody can tell, as no trust root is given (unknown)",
	Reasons: []string{
		facts.ApprovalNotSigned, facts.KeyNotVouchedFor, facts.KeyRevoked, facts.KeySelfRegistered,
		facts.SignatureBackdated, facts.SignatureInvalid, facts.SignerNotEngaged, facts.SignerWithoutAuthority,
		facts.TimestampInvalid, facts.TimestampMissing,
	},
	Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: `Have it signed by who approves, with "kubectl isms approve --sign" (and --timestamp-url where it needs a time stamp); "kubectl isms approvals" shows what each signature is worth`,
	Policy: []string{"signatures.requiredFrom", "signatures.subjects", "signatures.timestamps", "signatures.timestampAuthorities"},
}

func checkSigned(c *assess.Context, r api.Record) {
	all := c.Kind().Approvals(r)
	for i := range all {
		a := &all[i]
		required := c.Policy.SignaturesRequired(c.Kind().Name, a.ApprovedOn)
		if !c.Today.Reached(a.ApprovedOn) || !required && a.Signature == "" && a.Timestamp == "" || required && a.ContentHash == "" {
			continue // what is bound to nothing is told by X-19
		}
		s := facts.SignedBy(c, c.Subject(), a)
		if s.Reason == "" || !required && s.Grade == api.GradeUnknown {
			continue
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
