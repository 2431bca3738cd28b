package lifecycle

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPhase = assess.Doc{
	ID: "L-01", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.4",
	Requires: "It is known where the ISMS stands",
	Fires:    "there is no assessment, its phase is not stated, or its dates contradict each other or the phase (unknown)",
	Reasons:  []string{"PhaseUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.phase of the ClauseAssessment, and its certificate and audit dates in order",
}

func checkPhase(c *assess.Context, a *api.ClauseAssessment) {
	report := func(field, message string) {
		c.Report(assess.Finding{Reason: "PhaseUnknown", Grade: api.GradeUnknown, Field: field, Message: message})
	}
	proven, since := facts.ProvenPhase(c)
	last, next := a.Spec.LastExternalAudit, a.Spec.NextExternalAudit
	switch {
	case a.Name == "":
		report("", "The namespace has no ClauseAssessment, so its phase and policy are not known")
	case a.Spec.Phase == "":
		report("spec.phase", "It is not stated in which phase the ISMS is")
	case proven != "":
		when := ""
		if !since.IsZero() {
			when = " on " + since.String()
		}
		report("spec.phase", fmt.Sprintf("The phase is said to be %s, and the ISMS was certified or audited%s, so that it is asked what %s asks for", a.Spec.Phase, when, proven))
	case a.Spec.Phase == api.PhaseMaintenance && (a.Spec.Certificate == nil || a.Spec.Certificate.ExpiresOn.IsZero()):
		report("spec.certificate.expiresOn", "The ISMS is in maintenance, and no certificate with its end is recorded")
	case last != nil && next != nil && !last.StartsOn.Before(next.StartsOn):
		report("spec.nextExternalAudit.startsOn", fmt.Sprintf("The next external audit on %s is not after the last on %s", next.StartsOn, last.StartsOn))
	case next != nil && c.Today.Past(next.StartsOn):
		report("spec.nextExternalAudit.startsOn", fmt.Sprintf("The next external audit was on %s; it is not recorded as the last", next.StartsOn))
	}
}
