package report

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Filter is what of the findings is shown to people: those that match one of the values of
// each part that has any. It changes neither verdicts nor counts nor the exit code.
type Filter struct {
	// Points by their IDs, Grades and Reasons by their names.
	Points, Grades, Reasons []string
	// Kinds of records; Records as Kind/name or by their name alone.
	Kinds, Records []string
	// Owners are roles and people who answer for a record, by their names.
	Owners []string
	// Roles that the people among the owners hold, by namespace: they answer through them.
	Roles map[string][]string
}

// Empty reports whether nothing is hidden.
func (f *Filter) Empty() bool {
	return f == nil || len(f.Points)+len(f.Grades)+len(f.Reasons)+len(f.Kinds)+len(f.Records)+len(f.Owners) == 0
}

// keeps reports whether a finding is shown.
func (f *Filter) keeps(finding *Finding, owner string, roles []string) bool {
	one := func(values []string, have ...string) bool {
		return len(values) == 0 || slices.ContainsFunc(values, func(v string) bool {
			return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(v, h) })
		})
	}
	return one(f.Points, finding.Point.ID, finding.Point.Condition) && one(f.Grades, string(finding.Grade)) && one(f.Reasons, finding.Reason) &&
		one(f.Kinds, finding.Record.Kind) && one(f.Records, finding.Record.String(), finding.Record.Name) && (slices.Contains(roles, owner) || one(f.Owners, owner))
}

// String says what is asked for, as the flags do.
func (f *Filter) String() string {
	var all []string
	for _, part := range []struct {
		name   string
		values []string
	}{{"point", f.Points}, {"grade", f.Grades}, {"reason", f.Reasons}, {"kind", f.Kinds}, {"record", f.Records}, {"owner", f.Owners}} {
		if len(part.values) > 0 {
			all = append(all, "--"+part.name+" "+strings.Join(part.values, ","))
		}
	}
	return strings.Join(all, " ")
}

// filtered are findings of which some are hidden, and how many.
type filtered struct {
	only   *Filter
	owners map[assess.Ref]string
	roles  []string
	hidden int
}

// newFiltered prepares to hide findings of a namespace.
func newFiltered(only *Filter, r *assess.Report) *filtered {
	f := &filtered{only: only}
	if only.Empty() || len(only.Owners) == 0 {
		return f
	}
	f.owners, f.roles = ownersOf(r), only.Roles[r.Namespace]
	return f
}

// of yields what is shown, and counts what is not.
func (f *filtered) of(list iter.Seq[Finding]) iter.Seq[Finding] {
	if f.only.Empty() {
		return list
	}
	return func(yield func(Finding) bool) {
		for finding := range list {
			if !f.only.keeps(&finding, f.owners[finding.Record], f.roles) {
				f.hidden++
			} else if !yield(finding) {
				return
			}
		}
	}
}

// note says that something is hidden; "" where nothing is.
func (f *filtered) note() string {
	if f.hidden == 0 {
		return ""
	}
	return fmt.Sprintf("%s not shown: they do not match %s", wording.Number(f.hidden, "finding is", "findings are"), f.only)
}

// ownersOf are those who answer for each record of a namespace.
func ownersOf(r *assess.Report) map[assess.Ref]string {
	all := make(map[assess.Ref]string, len(r.Results))
	for i := range r.Results {
		all[assess.Ref{Kind: r.Results[i].Kind.Name, Name: r.Results[i].Record.GetName()}] = ownerOf(&r.Results[i])
	}
	return all
}

// ownerOf is who answers for a record, or whose it is, by name; "" where nobody is known.
func ownerOf(result *assess.Result) string {
	switch r := result.Record.(type) {
	case *api.Person:
		return r.Name
	case *api.CompetencyRecord:
		if r.Spec.Owner == nil && r.Spec.Coverage == nil {
			return r.Spec.PersonRef.Name
		}
	}
	return result.Owner.Name()
}
