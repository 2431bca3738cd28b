package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCertificates = assess.Doc{
	ID: "P6-19", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.24",
	Requires: "Certificates that a record names as proof are renewed before they end",
	Fires:    "a Certificate that the record names was to be renewed on a day that has passed, and was seen not to be (observation); it has ended (minor; major if what it proves is critical or a control rests on it), or it was to end since somebody looked, and nobody looked whether it was renewed (unknown)",
	Reasons:  []string{"CertificateNotRenewed", "CertificateEnded"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Alone:    "it warns before a day, and a warning is no lapse",
	Remedy:   "See why the issuer does not renew the Certificate, or have it observed again",
}

// certified makes rule P6-19 for a kind.
func certified[T api.Record](of func(T) facts.Supply, idle func(*assess.Context, T) bool, how func(T) stated) assess.Rule {
	return assess.On(docCertificates, func(c *assess.Context, r T) {
		if s := of(r); !s.Retired(c) && !idle(c, r) {
			for _, ref := range how(r).workloads {
				checkCertificate(c, s, ref)
			}
		}
	})
}

func checkCertificate(c *assess.Context, s facts.Supply, ref api.WorkloadReference) {
	seen, looked := c.World.Observed(ref)
	if !looked || !seen.Exists || !seenBy(c, &seen) {
		return
	}
	after := func(day api.Date) bool { return seen.SeenOn.IsZero() || day.Before(seen.SeenOn) }
	name := facts.WorkloadName(ref)
	f := assess.Finding{Reason: "CertificateEnded", Field: "spec.workloadRefs[" + ref.Kind + "/" + ref.Name + "]"}
	switch {
	case c.Today.Past(seen.NotAfter) && after(seen.NotAfter):
		f.Grade, f.Since = s.Grade(), seen.NotAfter.AddDays(1)
		f.Message = fmt.Sprintf("The %s ended on %s%s", name, seen.NotAfter, s.Carries())
	case c.Today.Past(seen.NotAfter):
		f.Grade, f.Since = api.GradeUnknown, seen.NotAfter.AddDays(1)
		f.Message = fmt.Sprintf("The %s was to end on %s when somebody looked on %s, and nobody looked since whether it was renewed", name, seen.NotAfter, seen.SeenOn)
	case c.Today.Past(seen.RenewOn) && after(seen.RenewOn):
		f.Reason, f.Grade, f.Since = "CertificateNotRenewed", api.GradeObservation, seen.RenewOn.AddDays(1)
		f.Message = fmt.Sprintf("The %s was to be renewed on %s, was not, and ends on %s", name, seen.RenewOn, seen.NotAfter)
	default:
		return
	}
	c.Report(f)
}
