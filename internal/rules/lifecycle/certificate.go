package lifecycle

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docCertificate = assess.Doc{
	ID: "L-05", Point: assess.Lifecycle, Aspect: assess.Current, Clause: "4.4",
	Requires: "The certificate is current",
	Fires:    "the certificate has expired (major) or expires within the warning window (observation)",
	Reasons:  []string{"CertificateExpired", "CertificateExpiring"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Plan the recertification so that it is decided before the certificate expires",
	Policy: []string{"lifecycle.certificateWarningDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkCertificate(c *assess.Context, a *api.ClauseAssessment) {
	if a.Spec.Certificate == nil {
		return
	}
	switch end := a.Spec.Certificate.ExpiresOn; {
	case c.Today.Past(end):
		c.Report(assess.Finding{
			Reason: "CertificateExpired", Grade: api.GradeMajor, Field: "spec.certificate.expiresOn", Since: end.AddDays(1),
			Message: fmt.Sprintf("The certificate expired on %s", end),
		})
	case !end.IsZero() && c.Today.Reached(end.AddDays(-c.Policy.CertificateWarning())):
		c.Report(assess.Finding{
			Reason: "CertificateExpiring", Grade: api.GradeObservation, Field: "spec.certificate.expiresOn",
			Message: fmt.Sprintf("The certificate expires on %s", end),
		})
	}
}
