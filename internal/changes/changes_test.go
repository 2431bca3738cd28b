package changes

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

func date(s string) api.Date { return api.MustDate(s) }

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

func judged(t *testing.T, records ...api.Record) *assess.Report {
	t.Helper()
	r, err := assess.Run(t.Context(), rules.Registry(), assess.NewWorld("isms", records), date("2026-06-01"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func nowhere(assess.Ref) bool { return false }

// between compares two reports; there says of what the later one does not have whether it is.
func between(before, after *assess.Report, there func(assess.Ref) bool) Changes {
	return Between(Side{Report: before, There: nowhere}, Side{Report: after, There: there})
}

func TestRemoved(t *testing.T) {
	risk := func(name string, rating api.RiskRating) *api.Risk {
		return &api.Risk{ObjectMeta: named(name), Spec: api.RiskSpec{Title: "Something burns", Rating: rating}}
	}
	review := &api.ManagementReview{ObjectMeta: named("r"), Spec: api.ManagementReviewSpec{HeldOn: date("2026-01-10")}}
	before := judged(t, risk("a", ""), risk("b", api.RiskCritical), review)
	for _, tc := range []struct {
		why   string
		after []api.Record
		there func(assess.Ref) bool
		want  []string
	}{
		{"nothing is removed", []api.Record{risk("a", ""), risk("b", ""), review}, nowhere, nil},
		{"what is removed takes its findings along", []api.Record{risk("a", ""), review}, nowhere, []string{"Risk/b"}},
		{"what is there and cannot be read is not removed", []api.Record{risk("a", ""), review}, func(r assess.Ref) bool { return r.Name == "b" }, nil},
		{"the gravest comes first", nil, nowhere, []string{"ManagementReview/r", "Risk/b", "Risk/a"}},
	} {
		c := between(before, judged(t, tc.after...), tc.there)
		var got []string
		for _, r := range c.Removed {
			got = append(got, r.Record.String())
			if len(r.Findings) == 0 {
				t.Errorf("%s: no finding went with %s", tc.why, r.Record)
			}
			for _, f := range r.Findings {
				if f.Record != r.Record {
					t.Errorf("%s: a finding on %s went with %s", tc.why, f.Record, r.Record)
				}
			}
			if retained := r.Record.Kind == "ManagementReview"; retained == r.RetainUntil.IsZero() {
				t.Errorf("%s: %s had to be kept until %q", tc.why, r.Record, r.RetainUntil)
			}
		}
		slices.Sort(got)
		slices.Sort(tc.want)
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v is removed, want %v", tc.why, got, tc.want)
		}
	}
	c := between(before, judged(t), nowhere)
	for i := 1; i < len(c.Removed); i++ {
		x, _ := assess.WorstGrade(c.Removed[i-1].Findings)
		if y, _ := assess.WorstGrade(c.Removed[i].Findings); assess.Graver(y, x) {
			t.Errorf("%s stands before %s, which has a graver finding", c.Removed[i-1].Record, c.Removed[i].Record)
		}
	}
}

func TestPostponed(t *testing.T) {
	assignments := func(all ...api.Assignment) api.Record {
		return &api.SecurityRole{ObjectMeta: named("x"), Spec: api.SecurityRoleSpec{Title: "Role", Assignments: all}}
	}
	until := func(name, day string) api.Assignment { return api.Assignment{Name: name, Until: dayOf(day)} }
	away := func(days ...string) api.Record {
		a := until("ada", "")
		for _, day := range days {
			a.Absences = append(a.Absences, api.Absence{From: date("2026-01-01"), Until: dayOf(day)})
		}
		return assignments(a)
	}
	known := func(until string) api.Record {
		return &api.Person{ObjectMeta: named("x"), Spec: api.PersonSpec{Accounts: []api.Account{{Name: "cluster", Kind: api.SubjectUser, Subject: "x", Until: date(until)}}}}
	}
	improvement := func(due, done string) api.Record {
		return &api.Improvement{ObjectMeta: named("x"), Spec: api.ImprovementSpec{Title: "Patch", DueOn: dayOf(due), CompletedOn: dayOf(done)}}
	}
	audits := func(last, next string) api.Record {
		return &api.ClauseAssessment{ObjectMeta: named("x"), Spec: api.ClauseAssessmentSpec{
			LastExternalAudit: &api.ExternalAudit{StartsOn: date(last)}, NextExternalAudit: &api.ExternalAudit{StartsOn: date(next)}}}
	}
	for _, tc := range []struct {
		why           string
		before, after api.Record
		want          string
	}{
		{"the same day", improvement("2026-05-01", ""), improvement("2026-05-01", ""), ""},
		{"a later day", improvement("2026-05-01", ""), improvement("2026-05-02", ""), "spec.dueOn 2026-05-01 2026-05-02"},
		{"an earlier day asks for more", improvement("2026-05-02", ""), improvement("2026-05-01", ""), ""},
		{"a day that is set for the first time is a plan", improvement("", ""), improvement("2026-05-01", ""), ""},
		{"a day that is taken away never comes", improvement("2026-05-01", ""), improvement("", ""), "spec.dueOn 2026-05-01 "},
		{"what has happened is not postponed", improvement("2026-05-01", "2026-04-01"), improvement("2026-05-01", "2026-04-02"), ""},
		{"an audit that is to come is, and one that took place is corrected", audits("2025-01-01", "2026-10-01"), audits("2025-02-01", "2026-12-01"), "spec.nextExternalAudit.startsOn 2026-10-01 2026-12-01"},
		{"entries are known by their names, wherever they stand", assignments(until("ada", "2026-01-01"), until("ben", "2026-12-31")),
			assignments(until("ben", "2026-12-31"), until("ada", "2026-01-01")), ""},
		{"and one of them is found", assignments(until("ada", "2026-01-01"), until("ben", "2026-12-31")),
			assignments(until("ben", "2027-01-31"), until("ada", "2026-01-01")), "spec.assignments[ben].until 2026-12-31 2027-01-31"},
		{"an entry that is new was not postponed", assignments(until("ada", "2026-01-01")), assignments(until("ben", "2027-01-31")), ""},
		{"an account that is to end later", known("2026-05-01"), known("2026-05-02"), "spec.accounts[cluster].until 2026-05-01 2026-05-02"},
		{"entries without names are known by their place", away("2026-02-01", "2026-03-01"), away("2026-02-01", "2026-03-02"), "spec.assignments[ada].absences[1].until 2026-03-01 2026-03-02"},
		{"which says nothing once there is one more", away("2026-02-01"), away("2026-03-01", "2026-02-01"), ""},
	} {
		var got []string
		c := between(judged(t, tc.before), judged(t, tc.after), nowhere)
		for _, p := range c.Postponed {
			got = append(got, fmt.Sprintf("%s %s %s", p.Field, p.From, p.To))
		}
		if strings.Join(got, "\n") != tc.want {
			t.Errorf("%s: %q, want %q", tc.why, got, tc.want)
		}
	}
}

func dayOf(s string) api.Date {
	if s == "" {
		return api.Date{}
	}
	return date(s)
}

// begun are the names of dates on which something began or was done: to correct one
// postpones nothing.
var begun = strings.Fields(`acceptedOn achievedOn actualsAsOf appointedOn approvedOn asOf assessedOn closedOn collectedOn completedOn decidedOn
	effectiveOn engagedFrom escalatedOn evaluatedOn foundOn from fulfilledOn heldOn implementationSince inServiceFrom ismsSince issuedOn lastReviewedOn
	lookedUpOn measuredOn openedOn performedOn periodEnd previousEndedOn raisedOn receivedOn registeredOn requestedOn retiredOn reviewedOn revokedOn signedOn start startedOn statementSeenOn
	testedOn validFrom verifiedOn withdrawnOn`)

// TestEveryDateIsKnown: each date of a spec either falls due or has begun something, by its
// name. One that is added fails here until it is one of the two.
func TestEveryDateIsKnown(t *testing.T) {
	unkeyed, used := map[string]bool{}, map[string]bool{}
	var look func(t reflect.Type, path string)
	look = func(typ reflect.Type, path string) {
		switch typ.Kind() {
		case reflect.Pointer:
			look(typ.Elem(), path)
		case reflect.Slice:
			if w := (walker{due: map[typeOf]bool{}}); w.holds(typ) && keyOf(typ.Elem()) < 0 {
				unkeyed[typ.Elem().Name()] = true
			}
			look(typ.Elem(), path)
		case reflect.Struct:
			for i := range typ.NumField() {
				f := typ.Field(i)
				if f.Type != dateType {
					look(f.Type, path+"."+nameOf(f))
					continue
				}
				used[nameOf(f)] = true
				if slices.Contains(dueNames, nameOf(f)) == slices.Contains(begun, nameOf(f)) {
					t.Errorf("%s.%s is in none or both of the lists", path, nameOf(f))
				}
			}
		}
	}
	for _, kind := range rules.Registry().Kinds {
		spec, _ := reflect.TypeOf(kind.New()).Elem().FieldByName("Spec")
		look(spec.Type, kind.Name)
	}
	for _, name := range append(slices.Clone(dueNames), begun...) {
		if !used[name] {
			t.Errorf("%s is listed, and no spec has it", name)
		}
	}
	if len(unkeyed) != 2 || !unkeyed["Absence"] || !unkeyed["Delegation"] {
		t.Errorf("lists without a key that hold dates are of %v; entries of others should be known by one", unkeyed)
	}
}
