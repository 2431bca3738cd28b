package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// baseDay is the day on which the fixture has no finding.
const baseDay = "2026-06-15"

// fixture is a small ISMS without any finding on baseDay. Rows change it.
type fixture struct {
	isms                                               *api.ClauseAssessment
	boss, chair, ada, ben, ext                         *api.Person
	top, ism, audit, team, risk                        *api.SecurityRole
	bossSkill, adaSkill, adaCert, benSkill, chairSkill *api.CompetencyRecord
	extInduced                                         *api.CompetencyRecord
	tool                                               *api.ToolLicense
	hosting, consulting                                *api.OutsourcedService
	review                                             *api.ManagementReview

	identificationFixture
	financeFixture
	infrastructureFixture
	controlsFixture

	// binding keeps approvals bound to what rows make of their records, but for rows that
	// leave them unbound.
	binding *scenarios.Binding
	unbound bool
	// trusted are the fingerprints of the trust roots.
	trusted []string

	more []api.Record
	gone map[api.Record]bool
	// seen is what the cluster shows.
	seen map[api.WorkloadReference]assess.Workload
	// access is what was seen of the rights that it grants.
	access *assess.Access
	// lifecycles are those of files.
	lifecycles *assess.Lifecycles
	// documents that were looked for.
	documents map[assess.Ref][]assess.Document
}

// row is one case: a change of the fixture, a day, and all findings on one record.
type row struct {
	name, why string
	// today is the day that is judged; baseDay where empty.
	today string
	// on is the record whose findings are wanted, as Kind/name; the table's own where empty.
	on     string
	change func(*fixture)
	// want lists the findings, each as "RULE Reason Grade field".
	want []string
}

func date(s string) api.Date { return api.MustDate(s) }

func ptr[T any](v T) *T { return &v }

func ref(name string) *api.Reference { return &api.Reference{Name: name} }

func roleActor(name string) *api.Actor { return &api.Actor{RoleRef: ref(name)} }

func actor(name string) *api.Actor { return api.PersonActor(name) }

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: "isms", Name: name} }

func aPerson(name string) *api.Person {
	return &api.Person{ObjectMeta: named(name), Spec: api.PersonSpec{
		Sourcing: api.SourcingInternal, EngagedFrom: date("2020-01-01"),
	}}
}

func assigned(person, by string) api.Assignment {
	return api.Assignment{
		Name: person, PersonRef: *ref(person), AppointedBy: actor(by),
		From: date("2024-01-01"), AppointedOn: date("2023-12-20"),
	}
}

// deputed stands in for the holder of a role, appointed by the boss.
func deputed(person string) api.Assignment {
	a := assigned(person, "boss")
	a.Capacity = api.CapacityDeputy
	return a
}

func aRole(name string, mandate api.Mandate, assignments ...api.Assignment) *api.SecurityRole {
	return &api.SecurityRole{ObjectMeta: named(name), Spec: api.SecurityRoleSpec{
		Title: "The " + name, Mandate: mandate, Assignments: assignments, JobDescription: "Does what its title says",
		RequiredCompetencies: []api.RequiredCompetency{{Competency: "Security basics"}},
	}}
}

func aSkill(name, person, competency string) *api.CompetencyRecord {
	return &api.CompetencyRecord{ObjectMeta: named(name), Spec: api.CompetencyRecordSpec{
		PersonRef: *ref(person), Competency: competency, Level: api.LevelPractitioner, Basis: api.BasisExperience,
		AchievedOn: date("2023-05-02"), CredentialID: "C-1",
		Validity: &api.Validity{Evergreen: &api.Evergreen{Reason: "experience does not lapse"}},
	}}
}

// aTerm runs from the start of 2026.
func aTerm(end string) *api.Term { return &api.Term{Start: date("2026-01-01"), End: date(end)} }

func newFixture() *fixture {
	f := &fixture{
		isms: &api.ClauseAssessment{ObjectMeta: named("isms"), Spec: api.ClauseAssessmentSpec{
			Organization: "Example Ltd", Scope: "All of Example", Phase: api.PhaseImplementation,
			Policy: api.Policy{Competence: api.CompetencePolicy{MandatoryTraining: []api.MandatoryTraining{
				{Training: "Security basics", RoleRefs: []api.Reference{*ref("ism")}, IntervalMonths: ptr[int32](60)},
				{Training: "Induction"},
			}}},
		}},
		boss: aPerson("boss"), chair: aPerson("chair"), ada: aPerson("ada"), ben: aPerson("ben"), ext: aPerson("ext"),
		top:   aRole("top", api.MandateTopManagement, assigned("boss", "chair")),
		ism:   aRole("ism", api.MandateInformationSecurityManager, assigned("ada", "boss")),
		audit: aRole("audit", api.MandateInternalAuditor, assigned("ben", "boss")),
		team:  aRole("team", api.MandateManagementReviewTeam, assigned("boss", "chair"), assigned("ada", "boss")),
		risk:  aRole("risk", api.MandateRiskOwner, assigned("boss", "chair"), deputed("chair")),

		bossSkill:  aSkill("boss-basics", "boss", "Security basics"),
		adaSkill:   aSkill("ada-basics", "ada", "security  Basics"),
		benSkill:   aSkill("ben-basics", "ben", "Security basics"),
		chairSkill: aSkill("chair-basics", "chair", "Security basics"),
		adaCert:    aSkill("ada-lead", "ada", "ISO 27001 Lead Implementer"),
		tool: &api.ToolLicense{ObjectMeta: named("backup"), Spec: api.ToolLicenseSpec{
			Common: api.Common{Owner: &api.Actor{RoleRef: ref("ism")}}, Product: "Backup", Version: "7", SupportEndsOn: date("2030-12-31"),
			Criticality: api.CriticalityHigh, Seats: &api.Seats{Purchased: 10, Assigned: 10},
			AdministratorRefs: []api.Reference{*ref("ada"), *ref("ben")}, Term: aTerm("2027-12-31"),
		}},
		hosting: &api.OutsourcedService{ObjectMeta: named("hosting"), Spec: api.OutsourcedServiceSpec{
			Common: api.Common{Owner: &api.Actor{PersonRef: ref("ada")}}, Supplier: "Host",
			Criticality: api.CriticalityMedium, DataAccessed: []api.DataClass{api.DataNone}, Term: aTerm("2027-12-31"),
		}},
		consulting: &api.OutsourcedService{ObjectMeta: named("consulting"), Spec: api.OutsourcedServiceSpec{
			Common: api.Common{Owner: &api.Actor{RoleRef: ref("top")}}, Supplier: "Help",
			Criticality: api.CriticalityLow, DataAccessed: []api.DataClass{api.DataInternal}, Term: aTerm("2027-12-31"),
		}},
		review: aReview("review", "2026-03-02"),
		gone:   map[api.Record]bool{}, binding: &scenarios.Binding{All: true},
	}
	f.ext.Spec.Sourcing, f.ext.Spec.ServiceRef = api.SourcingExternal, ref("consulting")
	f.ism.Spec.ReportsToRef = ref("top")
	f.top.Spec.Duties = []api.Duty{{Duty: "ApprovePolicy", Scope: "ISMS"}}
	f.ism.Spec.Assignments[0].AllocationPercent = ptr[int32](60)
	f.adaCert.Spec.Basis, f.adaCert.Spec.Validity = api.BasisCertification, &api.Validity{ValidUntil: date("2028-06-30")}
	f.review.Spec.NextReviewOn = date("2027-03-01")
	for _, r := range []*api.SecurityRole{f.top, f.ism, f.audit, f.team, f.risk} {
		r.Spec.Review = &api.Review{LastReviewedOn: date("2026-03-02"), IntervalMonths: 24}
	}
	for _, name := range []string{"boss", "chair", "ada", "ben", "ext"} {
		induced := aSkill(name+"-induction", name, "Induction")
		induced.Spec.AchievedOn = date("2026-01-12")
		switch name {
		case "boss":
			induced.Spec.Basis = api.BasisCertification
		case "ext":
			f.extInduced = induced
		}
		f.add(induced)
	}
	f.addIdentification()
	f.addFinance()
	f.addInfrastructure()
	f.addControls()
	return f
}

// aReview is a review without any flaw but that it plans no next one.
func aReview(name, held string) *api.ManagementReview {
	on := date(held)
	r := &api.ManagementReview{ObjectMeta: named(name), Spec: api.ManagementReviewSpec{
		HeldOn: on, ChairRef: ref("boss"), AttendeeRefs: []api.Reference{*ref("ada")},
		ResourceAdequacy: &api.ResourceAdequacy{Verdict: api.AdequacyWithActions, Discussion: "enough of all"},
		Minutes:          &api.Document{URI: "minutes.md"}, Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: on.AddDays(7)}},
		Decisions: []api.ReviewDecision{
			{ID: "D1", Category: api.DecisionImprovement, Text: "go on", NoActionNeeded: "all is well"},
			{ID: "D2", Category: api.DecisionChange, Text: "no change", NoActionNeeded: "all is well"},
			{ID: "D3", Category: api.DecisionResource, Text: "keep the team", NoActionNeeded: "all is well"},
		},
	}}
	for _, topic := range []api.ReviewTopic{
		api.TopicPreviousActions, api.TopicContextChanges, api.TopicInterestedParties,
		api.TopicNonconformities, api.TopicMonitoring, api.TopicAuditResults, api.TopicObjectives,
		api.TopicFeedback, api.TopicRiskStatus, api.TopicImprovementOpportunities,
	} {
		r.Spec.Inputs = append(r.Spec.Inputs, api.ReviewInput{Topic: topic, Discussion: "discussed"})
	}
	return r
}

func (f *fixture) add(records ...api.Record) { f.more = append(f.more, records...) }

func (f *fixture) drop(records ...api.Record) {
	for _, r := range records {
		f.gone[r] = true
	}
}

// observation is what was seen beside the records.
func (f *fixture) observation() assess.Observation {
	return assess.Observation{Access: f.access, Workloads: f.seen, Lifecycles: f.lifecycles}
}

func (f *fixture) records() []api.Record {
	all := []api.Record{
		f.isms, f.boss, f.chair, f.ada, f.ben, f.ext, f.top, f.ism, f.audit, f.team, f.risk,
		f.bossSkill, f.adaSkill, f.adaCert, f.benSkill, f.chairSkill, f.tool, f.hosting, f.consulting, f.review,
	}
	all = slices.DeleteFunc(append(all, f.more...), func(r api.Record) bool { return f.gone[r] })
	if !f.unbound {
		f.binding.Bind(all)
	}
	return all
}

// findings returns every finding on records and on a missing assessment; those
// of the roll-up are tested with the engine.
func findings(report *assess.Report) []assess.Finding {
	return slices.DeleteFunc(slices.Clone(report.Rollup.Findings), func(f assess.Finding) bool {
		return strings.HasPrefix(f.Rule, "G-")
	})
}

func line(f assess.Finding) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", f.Rule, f.Reason, f.Grade, f.Field))
}

func run(records []api.Record, today string) *assess.Report {
	return mustRun(rules.Registry(), observedWorld(records...), date(today))
}

// judge is the report of a day.
func (f *fixture) judge(today string) *assess.Report {
	world := assess.NewWorld("isms", f.records())
	world.Observe(f.observation())
	world.ObserveDocuments(f.documents)
	world.Trust(f.trusted)
	return mustRun(rules.Registry(), world, date(today))
}

// judge returns the findings on a row's record.
func (r row) judge(t *testing.T, subject string) []assess.Finding {
	t.Helper()
	f := newFixture()
	if r.change != nil {
		r.change(f)
	}
	today, on := r.today, r.on
	if today == "" {
		today = baseDay
	}
	if on == "" {
		on = subject
	}
	if on != "SecurityException/exception" {
		f.drop(f.exception) // which waives nothing that is open
	}
	var got []assess.Finding
	for _, finding := range findings(f.judge(today)) {
		if finding.Reason == assess.ReasonInternalError {
			t.Errorf("%s: %s", finding.Record, finding.Message)
		}
		if finding.Record.String() == on {
			got = append(got, finding)
		}
	}
	return got
}

func testRows(t *testing.T, subject string, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if r.why == "" {
				t.Error("the row has no reason")
			}
			var got []string
			for _, f := range r.judge(t, subject) {
				got = append(got, line(f))
				if f.Message == "" || f.Remedy == "" || strings.HasSuffix(f.Message, ".") {
					t.Errorf("%s: message %q, remedy %q", line(f), f.Message, f.Remedy)
				}
			}
			want := slices.Clone(r.want)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s\n got %s\nwant %s", r.why, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
		})
	}
}

func TestFixtureHasNoFinding(t *testing.T) {
	fixture := newFixture()
	fixture.drop(fixture.exception)
	for _, f := range findings(run(fixture.records(), baseDay)) {
		t.Errorf("%s: %s: %s", f.Record, line(f), f.Message)
	}
}
