package lifecycle

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTerm = assess.Doc{
	ID: "L-06", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "ISO/IEC 17021-1 9.6.3",
	Requires: "A certificate runs for one cycle",
	Fires:    "the certificate runs for longer than a cycle, and half a year more where it follows another (observation; minor beyond the limit), or it follows another after a gap (observation; minor where the gap is longer than half a year)",
	Reasons:  []string{"CertificateTermUnlikely", "CertificateGap"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Set issuedOn and expiresOn of spec.certificate, and previousEndedOn where it follows another, as the certificates give them",
	Policy: []string{"lifecycle.certificateMonths", "lifecycle.certificateLimitMonths"},
}

// followMonths is how much earlier than the end of a certificate the next may be issued, and
// how long after it a certificate may be restored: ISO/IEC 17021-1, 9.6.3.2.
const followMonths = 6

func checkTerm(c *assess.Context, a *api.ClauseAssessment) {
	cert := a.Spec.Certificate
	if cert == nil {
		return
	}
	cycle := c.Policy.CertificateTerm()
	if !cert.PreviousEndedOn.IsZero() {
		cycle += followMonths
	}
	f := assess.Finding{Reason: "CertificateTermUnlikely", Grade: api.GradeObservation, Field: "spec.certificate.expiresOn"}
	late := facts.TooLate(c, cert.ExpiresOn, cert.IssuedOn, facts.Months(cycle))
	if beyond := facts.TooLate(c, cert.ExpiresOn, cert.IssuedOn, facts.Months(c.Policy.CertificateLimit())); beyond != "" {
		f.Grade, late = api.GradeMinor, beyond
	}
	if late != "" {
		f.Message = fmt.Sprintf("The certificate is said to run until %s, and a cycle of certification is %d months", late, c.Policy.CertificateTerm())
		c.Report(f)
	}
	checkGap(c, cert)
}

func checkGap(c *assess.Context, cert *api.Certificate) {
	ended := cert.PreviousEndedOn
	if ended.IsZero() || !cert.IssuedOn.After(ended.AddDays(1)) {
		return
	}
	f := assess.Finding{
		Reason: "CertificateGap", Grade: api.GradeObservation, Field: "spec.certificate.issuedOn",
		Message: fmt.Sprintf("The certificate of %s follows one that ended on %s, so that there was none in between", cert.IssuedOn, ended),
	}
	if cert.IssuedOn.After(ended.AddMonths(followMonths)) {
		f.Grade = api.GradeMinor
	}
	c.Report(f)
}

var docEstablishment = assess.Doc{
	ID: "L-07", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "4.4",
	Requires: "An ISMS is established in a reasonable time",
	Fires:    "the phase has been Establishment for longer than the limit since the ISMS began (minor)",
	Reasons:  []string{"EstablishmentTooLong"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.phase to where the ISMS stands, or decide what is missing and by when it is there",
	Policy: []string{"lifecycle.establishmentMonths"},
}

func checkEstablishment(c *assess.Context, a *api.ClauseAssessment) {
	limit := a.Spec.IsmsSince.AddMonths(c.Policy.EstablishmentLimit())
	if facts.PhaseOf(c) != api.PhaseEstablishment || a.Spec.IsmsSince.IsZero() || !c.Today.Past(limit) {
		return
	}
	c.Report(assess.Finding{
		Reason: "EstablishmentTooLong", Grade: api.GradeMinor, Field: "spec.phase", Since: limit.AddDays(1),
		Message: fmt.Sprintf("The ISMS is being established since %s, for longer than %d months", a.Spec.IsmsSince, c.Policy.EstablishmentLimit()),
	})
}
