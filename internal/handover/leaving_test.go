package handover

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }

func date(s string) api.Date {
	if s == "" {
		return api.Date{}
	}
	return api.MustDate(s)
}

const today = "2026-06-01"

func world(records ...api.Record) *assess.World {
	people := []api.Record{
		&api.Person{ObjectMeta: named("ada"), Spec: api.PersonSpec{DisplayName: "Ada Lovelace", Sourcing: api.SourcingInternal, EngagedFrom: date("2020-01-01")}},
		&api.Person{ObjectMeta: named("ben"), Spec: api.PersonSpec{Sourcing: api.SourcingInternal, EngagedFrom: date("2020-01-01")}},
	}
	return assess.NewWorld("isms", append(people, records...))
}

func judged(t *testing.T, w *assess.World) *assess.Report { return judgedOn(t, w, today) }

func judgedOn(t *testing.T, w *assess.World, on string) *assess.Report {
	t.Helper()
	r, err := assess.Judge(t.Context(), rules.Registry(), w, date(on))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func held(by string, until string) api.Assignment {
	return api.Assignment{Name: by, PersonRef: api.Reference{Name: by}, From: date("2024-01-01"), Until: date(until)}
}

func role(assignments ...api.Assignment) *api.SecurityRole {
	return &api.SecurityRole{ObjectMeta: named("r"), Spec: api.SecurityRoleSpec{Title: "R", Assignments: assignments}}
}

func ownedBy(a *api.Actor) *api.Improvement {
	return &api.Improvement{ObjectMeta: named("i"), Spec: api.ImprovementSpec{Title: "I", DueOn: date("2026-09-01"), Common: api.Common{Owner: a}}}
}

// TestOf: what is to be done about what, with the day by which.
func TestOf(t *testing.T) {
	roleOwner := &api.Actor{RoleRef: &api.Reference{Name: "r"}}
	planned := func(on, held string) *api.ManagementReview {
		return &api.ManagementReview{ObjectMeta: named("m"), Spec: api.ManagementReviewSpec{PlannedOn: date(on), HeldOn: date(held), ChairRef: &api.Reference{Name: "ada"}}}
	}
	proof := func(who, until string) *api.CompetencyRecord {
		return &api.CompetencyRecord{ObjectMeta: named("c-" + who), Spec: api.CompetencyRecordSpec{PersonRef: api.Reference{Name: who}, Competency: "Linux",
			Level: api.LevelExpert, Basis: api.BasisCertification, Issuer: "Examiners", CredentialID: "C-1", AchievedOn: date("2025-01-01"),
			Validity: &api.Validity{ValidUntil: date(until)}, Common: api.Common{Evidence: []api.Evidence{{Name: "c", URI: "https://example.org/c.pdf"}}}}}
	}
	takes := func(r *api.SecurityRole) *api.SecurityRole {
		r.Spec.RequiredCompetencies = []api.RequiredCompetency{{Competency: "Linux", Level: api.LevelPractitioner}}
		return r
	}
	for _, tc := range []struct {
		why     string
		records []api.Record
		want    []string
	}{
		{"a role that is held", []api.Record{role(held("ada", ""), held("ben", ""))},
			[]string{"Assign a successor SecurityRole/r spec.assignments[ada].personRef.name : holds the role as principal; beside ben"}},
		{"one that is held alone", []api.Record{role(held("ada", ""))},
			[]string{"Assign a successor SecurityRole/r spec.assignments[ada].personRef.name : holds the role as principal; nobody else holds it"}},
		{"one that was held", []api.Record{role(held("ada", "2025-01-01"))},
			[]string{"Keep as history SecurityRole/r spec.assignments[ada].personRef.name : held the role as principal"}},
		{"a record that they own", []api.Record{ownedBy(api.PersonActor("ada"))},
			[]string{"Name a new owner Improvement/i spec.owner.personRef.name 2026-09-01: answers for it"}},
		{"one that they own in words", []api.Record{ownedBy(&api.Actor{StatedAs: "ada  LOVELACE"})},
			[]string{"Name a new owner Improvement/i spec.owner.statedAs 2026-09-01: answers for it, in words"}},
		{"one that a role owns which nobody else holds", []api.Record{role(held("ada", "")), ownedBy(roleOwner)}, []string{
			"Assign a successor SecurityRole/r spec.assignments[ada].personRef.name : holds the role as principal; nobody else holds it",
			"Assign a successor Improvement/i spec.owner.roleRef.name 2026-09-01: answers for it as the only holder of the SecurityRole r"}},
		{"one that a role owns which others hold, too", []api.Record{role(held("ada", ""), held("ben", "")), ownedBy(roleOwner)},
			[]string{"Assign a successor SecurityRole/r spec.assignments[ada].personRef.name : holds the role as principal; beside ben"}},
		{"one that a role owns whose other holder is gone", []api.Record{role(held("ada", ""), held("ben", "2026-05-31")), ownedBy(roleOwner)}, []string{
			"Assign a successor SecurityRole/r spec.assignments[ada].personRef.name : holds the role as principal; nobody else holds it",
			"Assign a successor Improvement/i spec.owner.roleRef.name 2026-09-01: answers for it as the only holder of the SecurityRole r"}},
		{"a review that is planned", []api.Record{planned("2026-07-01", "")},
			[]string{"Have somebody else sign ManagementReview/m spec.chairRef.name 2026-07-01: chairs it"}},
		{"one that was held: the next is due", []api.Record{planned("2026-05-01", "2026-05-02")},
			[]string{"Have somebody else sign ManagementReview/m spec.chairRef.name 2027-05-02: chairs it"}},
		{"a competency that nobody else has", []api.Record{takes(role(held("ben", ""))), proof("ada", "2030-01-01")}, []string{
			`Have somebody else qualify CompetencyRecord/c-ada spec.competency : is the only one with proof of "Linux" at the level Practitioner, which is required of: r`,
			"Keep as history CompetencyRecord/c-ada spec.personRef.name : has this competency"}},
		{"one that somebody else has", []api.Record{takes(role(held("ben", ""))), proof("ada", "2030-01-01"), proof("ben", "2030-01-01")},
			[]string{"Keep as history CompetencyRecord/c-ada spec.personRef.name : has this competency"}},
		{"one that somebody else had", []api.Record{takes(role(held("ben", ""))), proof("ada", "2030-01-01"), proof("ben", "2026-01-01")}, []string{
			`Have somebody else qualify CompetencyRecord/c-ada spec.competency : is the only one with proof of "Linux" at the level Practitioner, which is required of: r`,
			"Keep as history CompetencyRecord/c-ada spec.personRef.name : has this competency"}},
		{"nothing", []api.Record{role(held("ben", "")), ownedBy(api.PersonActor("ben"))}, nil},
	} {
		w := world(tc.records...)
		var got []string
		for _, i := range Of(w, judged(t, w), "ada").Items {
			got = append(got, fmt.Sprintf("%s %s %s %s: %s", i.Do, i.Record, i.Field, i.On, i.What))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s:\n%s\nwant\n%s", tc.why, strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
		}
	}
	if w := world(); Of(w, judged(t, w), "eve") != nil {
		t.Error("somebody who is not there has something")
	}
}

// TestAccountsOf: rights that are granted to somebody who leaves are to be taken back by the last
// day, or the earlier end of the account.
func TestAccountsOf(t *testing.T) {
	for _, tc := range []struct{ why, leaves, system, until, want string }{
		{"an account without end", "", "", "", "Take back spec.accounts[a] : has an account in kubernetes: take the access back, and set until to the last day"},
		{"one of another system", "", "github", "", "Take back spec.accounts[a] : has an account in github: take the access back, and set until to the last day"},
		{"one of who leaves", "2026-07-31", "", "", "Take back spec.accounts[a] 2026-07-31: has an account in kubernetes: take the access back, and set until to the last day"},
		{"one that ends before", "2026-07-31", "", "2026-06-30", "Take back spec.accounts[a] 2026-06-30: has an account in kubernetes: take the access back, and set until to the last day"},
		{"one that ends today", "", "", today, "Take back spec.accounts[a] 2026-06-01: has an account in kubernetes: take the access back, and set until to the last day"},
		{"one that ended yesterday", "", "", "2026-05-31", "Keep as history spec.accounts[a] : had an account in kubernetes until 2026-05-31"},
	} {
		eve := &api.Person{ObjectMeta: named("eve"), Spec: api.PersonSpec{EngagedUntil: date(tc.leaves), Accounts: []api.Account{{Name: "a", System: tc.system, Kind: api.SubjectUser, Subject: "eve", Until: date(tc.until)}}}}
		w := world(eve)
		items := Of(w, judged(t, w), "eve").Items
		if len(items) != 1 || fmt.Sprintf("%s %s %s: %s", items[0].Do, items[0].Field, items[0].On, items[0].What) != tc.want {
			t.Errorf("%s: %v, want %q", tc.why, items, tc.want)
		}
	}
}

// TestPlanOf: what is handed over, and what is left to people.
func TestPlanOf(t *testing.T) {
	deputy := held("ben", "")
	deputy.Capacity = api.CapacityDeputy
	later := held("ada", "")
	later.From = date("2026-07-01")
	owners := func(owner string, others ...string) *api.Improvement {
		i := ownedBy(api.PersonActor(owner))
		for _, o := range others {
			i.Spec.CoOwners = append(i.Spec.CoOwners, *api.PersonActor(o))
		}
		return i
	}
	serviceReview := &api.ServiceReview{ObjectMeta: named("s"), Spec: api.ServiceReviewSpec{ServiceRef: api.Reference{Name: "x"}, PerformedOn: date("2026-01-01"),
		PerformedBy: api.PersonActor("ada"), Actions: []api.ServiceReviewAction{{ID: "A", Text: "T", Owner: api.PersonActor("ada")}}, Common: api.Common{Owner: api.PersonActor("ada")}}}
	for _, tc := range []struct {
		why           string
		record        api.Record
		changes, left string
	}{
		{"an owner", ownedBy(api.PersonActor("ada")), "spec.owner.personRef.name ada -> ben", ""},
		{"one in words", ownedBy(&api.Actor{StatedAs: "Ada Lovelace"}), "", "spec.owner.statedAs"},
		{"one that is somebody else", ownedBy(api.PersonActor("ben")), "", ""},
		{"a co-owner", owners("eve", "ada"), "spec.coOwners[0].personRef.name ada -> ben", ""},
		{"a co-owner beside the other one", owners("eve", "ada", "ben"), "", "spec.coOwners[0].personRef.name"},
		{"a co-owner of what the other one owns", owners("ben", "ada"), "", "spec.coOwners[0].personRef.name"},
		{"a role", role(held("ada", "")), "spec.assignments[ada].until  -> 2026-06-14\nspec.assignments[ben]  -> ben, principal from 2026-06-15", ""},
		{"a role with an end", role(held("ada", "2026-12-31")),
			"spec.assignments[ada].until 2026-12-31 -> 2026-06-14\nspec.assignments[ben]  -> ben, principal from 2026-06-15 until 2026-12-31", ""},
		{"a role that the other one holds as well", role(held("ada", ""), held("ben", "")), "spec.assignments[ada].until  -> 2026-06-14", ""},
		{"a role of which the other one is deputy", role(held("ada", ""), deputy),
			"spec.assignments[ada].until  -> 2026-06-14\nspec.assignments[ben].until  -> 2026-06-14\nspec.assignments[ben-2026-06-15]  -> ben, principal from 2026-06-15", ""},
		{"a role that the other one held before", role(held("ada", ""), held("ben", "2025-01-01")),
			"spec.assignments[ada].until  -> 2026-06-14\nspec.assignments[ben-2026-06-15]  -> ben, principal from 2026-06-15", ""},
		{"a role that they held", role(held("ada", "2025-01-01")), "", ""},
		{"a role that they are to hold", role(later), "", "spec.assignments[ada].personRef.name"},
		{"history of a kind that is kept as it is: the owner alone changes", serviceReview, "spec.owner.personRef.name ada -> ben", "spec.actions[A].owner.personRef.name"},
		{"an account", &api.ToolLicense{ObjectMeta: named("t"), Spec: api.ToolLicenseSpec{Product: "T", AdministratorRefs: []api.Reference{{Name: "ada"}}}}, "", "spec.administratorRefs[ada].name"},
		{"their own manager", &api.Person{ObjectMeta: named("eve"), Spec: api.PersonSpec{ManagerRef: &api.Reference{Name: "ada"}}}, "spec.managerRef.name ada -> ben", ""},
	} {
		w := world(tc.record)
		get := func(name string) *api.Person { p, _ := assess.Get[*api.Person](w, name); return p }
		plan := PlanOf(w, judgedOn(t, w, "2026-06-15"), Terms{From: get("ada"), To: get("ben"), On: date("2026-06-15")})
		var changes, left []string
		to := tc.record.DeepCopyObject().(api.Record)
		for i := range plan.Changes {
			ch := &plan.Changes[i]
			changes = append(changes, fmt.Sprintf("%s %s -> %s", ch.Field, ch.Old, ch.New))
			if err := ch.Apply(to); err != nil {
				t.Errorf("%s: %v", tc.why, err)
			}
		}
		for _, l := range plan.Left {
			left = append(left, l.Field)
			if l.Why == "" {
				t.Errorf("%s: nobody says why %s is left", tc.why, l.Field)
			}
		}
		if got := strings.Join(changes, "\n"); got != tc.changes {
			t.Errorf("%s: changes\n%s\nwant\n%s", tc.why, got, tc.changes)
		}
		if got := strings.Join(left, "\n"); got != tc.left {
			t.Errorf("%s: left %q, want %q", tc.why, got, tc.left)
		}
		if len(plan.Changes) > 0 { // a second hand-over from the day on has nothing to change
			after := world(to)
			again := PlanOf(after, judgedOn(t, after, "2026-06-15"), Terms{From: get("ada"), To: get("ben"), On: date("2026-06-15")})
			for _, ch := range again.Changes {
				t.Errorf("%s: a second hand-over changes %s %s -> %s", tc.why, ch.Field, ch.Old, ch.New)
			}
		}
	}
}
