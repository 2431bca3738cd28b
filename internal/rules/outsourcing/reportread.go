package outsourcing

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReportRead = assess.Doc{
	ID: "P7-16", Aspect: assess.Covered, Clause: "A.5.22, 8.1",
	Requires: "Somebody reads the report of a supplier on whom much depends, and sees what it covers",
	Fires:    "nobody of the organization is known to have read any assurance report that counts on a Critical or High service within the time after it came in, or it is not stated what that report covers (observation)",
	Reasons:  []string{"AssuranceNotRead"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Read the report, and set scope, reviewedBy and reviewedOn of it; for a certificate, statementSeenOn says that somebody saw what it covers",
	Policy: []string{"outsourcing.reportReadingDays"},
}

func checkReportRead(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.Criticality != api.CriticalityCritical && r.Spec.Criticality != api.CriticalityHigh {
		return
	}
	var first *assess.Finding
	for i := range r.Spec.AssuranceReports {
		a := &r.Spec.AssuranceReports[i]
		limit := facts.AssuranceLimit(c, *a)
		if limit.IsZero() || !facts.Started(c, a.IssuedOn) || c.Today.Past(limit) {
			continue // P7-07 says what does not count
		}
		f := unread(c, r, a)
		if f == nil {
			c.Asked()
			return // one that was read will do
		}
		if first == nil {
			first = f
		}
	}
	if first == nil {
		return
	}
	c.Asked()
	c.Report(*first)
}

// unread says what nobody did with a report that came in long ago; nil where there is
// nothing to say, or still time.
func unread(c *assess.Context, r *api.OutsourcedService, a *api.AssuranceReport) *assess.Finding {
	at := func(field string) string { return fmt.Sprintf("spec.assuranceReports[%s].%s", a.Name, field) }
	received := a.ReceivedOn
	if received.IsZero() {
		received = a.IssuedOn
	}
	var lacks []string
	f := &assess.Finding{Reason: "AssuranceNotRead", Grade: api.GradeObservation}
	lack := func(missing bool, what, field string) {
		if missing {
			lacks = append(lacks, what)
			if f.Field == "" {
				f.Field = at(field)
			}
		}
	}
	lack(!c.Today.Reached(a.ReviewedOn), "when it was read", "reviewedOn")
	lack(!readByUs(c, r, a), "that somebody of the organization read it", "reviewedBy")
	lack(!facts.Stated(a.Scope) && (a.Type != api.AssuranceCertificate || !c.Today.Reached(a.StatementSeenOn)), "what it covers", "scope")
	due := received.AddDays(c.Policy.ReportReading())
	if len(lacks) == 0 || (!received.IsZero() && !c.Today.Past(due)) {
		return nil
	}
	f.Message = fmt.Sprintf("Of the assurance report %s it is not known %s", facts.Quote(a.Name), strings.Join(lacks, ", "))
	if !received.IsZero() {
		f.Since = due.AddDays(1)
		f.Message += fmt.Sprintf("; it was to be read by %s", due)
	}
	return f
}

// readByUs reports whether who read a report is somebody, and none of the supplier's people.
func readByUs(c *assess.Context, r *api.OutsourcedService, a *api.AssuranceReport) bool {
	readers := facts.PeopleBehind(c, a.ReviewedBy, a.ReviewedOn)
	return len(readers) > 0 && !slices.ContainsFunc(readers, func(name string) bool {
		p, ok := assess.Get[*api.Person](c.World, name)
		return !ok || facts.WorksFor(c, p, r)
	})
}

var docUserControls = assess.Doc{
	ID: "P7-17", Aspect: assess.Covered, Clause: "A.5.22, 6.1.3 d",
	Requires: "What a supplier takes for granted at its users is done there",
	Fires:    "an assurance report that counts takes controls for granted at its users that the own Statement of Applicability excludes (minor)",
	Reasons:  []string{"UserControlExcluded"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Make the control applicable in the StatementOfApplicability, or have the supplier confirm that its users need not do it",
}

func checkUserControls(c *assess.Context, r *api.OutsourcedService) {
	s := facts.StatementInForce(c)
	if s == nil {
		return
	}
	for i := range r.Spec.AssuranceReports {
		a := &r.Spec.AssuranceReports[i]
		if limit := facts.AssuranceLimit(c, *a); limit.IsZero() || !facts.Started(c, a.IssuedOn) || c.Today.Past(limit) {
			continue
		}
		var excluded []string
		for _, id := range facts.ExistingControls(a.UserControls) {
			if e := s.Controls[string(id)]; e != nil && e.Applicability == api.ApplicabilityExcluded {
				excluded = append(excluded, facts.ControlName(e.ID))
			}
		}
		if len(excluded) > 0 {
			c.Report(assess.Finding{
				Reason: "UserControlExcluded", Grade: api.GradeMinor, Field: fmt.Sprintf("spec.assuranceReports[%s].userControls", a.Name),
				Message: fmt.Sprintf("The assurance report %s takes for granted at its users what the statement %s excludes: %s", facts.Quote(a.Name), s.Record.Name, assess.List(excluded)),
			})
		}
	}
}
