package facts

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// fieldsOfPolicy calls do with each field of each group of a policy.
func fieldsOfPolicy(p *api.Policy, do func(name string, field reflect.Value)) {
	json := func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	}
	policy := reflect.ValueOf(p).Elem()
	for i := range policy.NumField() {
		if policy.Field(i).Kind() != reflect.Struct {
			continue // the reasons for what is set in the groups
		}
		for j := range policy.Field(i).NumField() {
			do(json(policy.Type().Field(i))+"."+json(policy.Field(i).Type().Field(j)), policy.Field(i).Field(j))
		}
	}
}

// deviationsWith are the deviations of a policy with one number set.
func deviationsWith(field string, value int) []assess.Deviation {
	a := &api.ClauseAssessment{}
	fieldsOfPolicy(&a.Spec.Policy, func(name string, v reflect.Value) {
		if name == field {
			n := int32(value)
			v.Set(reflect.ValueOf(&n))
		}
	})
	return Deviations(a)
}

// TestEveryPolicyFieldIsJudged: a field of the policy that nobody gave a direction fails
// here, and so does one whose default or floor is not judged as the table says.
func TestEveryPolicyFieldIsJudged(t *testing.T) {
	known := map[string]*PolicyField{}
	for i := range policyFields {
		f := &policyFields[i]
		if known[f.Name] != nil || f.Why == "" || f.Weaker == "" || f.Default == "" || f.Point.ID == "" {
			t.Errorf("%s is there twice, or says too little: %+v", f.Name, f)
		}
		known[f.Name] = f
	}
	fieldsOfPolicy(&api.Policy{}, func(name string, v reflect.Value) {
		f := known[name]
		delete(known, name)
		if f == nil {
			t.Errorf("nobody says which way %s is weaker", name)
			return
		}
		if v.Type() != reflect.TypeFor[*int32]() {
			return // TestListsOfThePolicy
		}
		normal, err := strconv.Atoi(f.Default)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		direction := map[string]int{"more": 1, "less": -1}[f.Weaker]
		check := func(value int, weaker, beyond bool) {
			t.Helper()
			all := deviationsWith(name, value)
			if !weaker {
				if len(all) > 0 {
					t.Errorf("%s of %d is weaker than the default %d: %+v", name, value, normal, all)
				}
				return
			}
			if far := (value - normal) * direction; len(all) == 1 && all[0].Extent[""] != far {
				t.Errorf("%s of %d goes as far as %v, want %d", name, value, all[0].Extent, far)
			}
			if len(all) != 1 || all[0].Field != name || all[0].Value != strconv.Itoa(value) || (all[0].Floor != "") != beyond {
				t.Errorf("%s of %d: %+v", name, value, all)
			}
		}
		check(normal, false, false)
		check(normal-direction, false, false)
		floor, err := strconv.Atoi(f.Floor)
		if err != nil {
			check(normal+direction, true, false)
			return
		}
		check(normal+direction, true, floor == normal)
		check(floor, floor != normal, false)
		check(floor+direction, true, true)
	})
	for name := range known {
		t.Errorf("%s is no field of the policy", name)
	}
}

func training(name string, months int32, roles ...api.Reference) api.MandatoryTraining {
	return api.MandatoryTraining{Training: name, IntervalMonths: &months, RoleRefs: roles}
}

// TestListsOfThePolicy: what is taken away from a list, or weakened in it, is told; what is
// added to it is not.
func TestListsOfThePolicy(t *testing.T) {
	pair := func(first, second, because string, grade api.ConflictGrade) api.DutyConflict {
		return api.DutyConflict{First: first, Second: second, DisabledBecause: because, Grade: grade}
	}
	var everyPair []api.DutyConflict
	for _, p := range DefaultDutyPairs() {
		if !p.Independent() {
			everyPair = append(everyPair, pair(p.First, p.Second, "We are two people", ""))
		}
	}
	allActivities := (&api.Policy{}).ExpectedActivities()
	for _, tc := range []struct {
		name   string
		change func(*api.ClauseAssessmentSpec)
		want   string // field, "beyond" and value of all deviations
	}{
		{"nothing set", func(*api.ClauseAssessmentSpec) {}, ""},
		{"another spelling of an expert", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.Expertise = []string{"PECB ISO/IEC 27001:2022 Lead Auditor"}
		}, ""},
		{"a foundation course", func(s *api.ClauseAssessmentSpec) { s.Policy.Competence.Expertise = []string{"ISO 27001 Foundation"} }, `competence.expertise counts "ISO 27001 Foundation"`},
		{"something else", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.Expertise = []string{"ISO 27001 Lead Auditor", "First aid"}
		}, `competence.expertise beyond counts "First aid"`},
		{"a lead auditor of something else", func(s *api.ClauseAssessmentSpec) { s.Policy.Competence.Expertise = []string{"ISO 9001 Lead Auditor"} }, `competence.expertise beyond counts "ISO 9001 Lead Auditor"`},
		{"a lower level", func(s *api.ClauseAssessmentSpec) { s.Policy.Competence.ExpertiseLevel = api.LevelFoundation }, "competence.expertiseLevel beyond Foundation"},
		{"the level", func(s *api.ClauseAssessmentSpec) { s.Policy.Competence.ExpertiseLevel = api.LevelPractitioner }, ""},
		{"a higher level", func(s *api.ClauseAssessmentSpec) { s.Policy.Competence.ExpertiseLevel = api.LevelExpert }, ""},
		{"yearly training", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{training("Awareness", 12), training("Privacy", 60)}
		}, ""},
		{"training of a role", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{training("First aid", 60, api.Reference{Name: "helper"})}
		}, ""},
		{"training every 36 months", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{training("Awareness", 36)}
		}, `competence.mandatoryTraining "Awareness" every 36 months`},
		{"training every 37 months", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{training("Awareness", 37)}
		}, `competence.mandatoryTraining beyond "Awareness" every 37 months`},
		{"categories left out", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Budget.Categories = []api.BudgetCategory{api.BudgetPeople, api.BudgetTools, api.BudgetTraining, api.BudgetTesting}
		}, "budget.categories without ExternalAudit"},
		{"an activity of Annex A left out", func(s *api.ClauseAssessmentSpec) {
			for _, activity := range allActivities {
				if activity != api.ActivitySupplierManagement {
					s.Policy.Allocation.MandatoryActivities = append(s.Policy.Allocation.MandatoryActivities, activity)
				}
			}
		}, "allocation.mandatoryActivities without SupplierManagement"},
		{"an activity of clause 9 left out", func(s *api.ClauseAssessmentSpec) {
			for _, activity := range allActivities {
				if activity != api.ActivityInternalAudit {
					s.Policy.Allocation.MandatoryActivities = append(s.Policy.Allocation.MandatoryActivities, activity)
				}
			}
		}, "allocation.mandatoryActivities beyond without InternalAudit"},
		{"an activity left out while the ISMS is built", func(s *api.ClauseAssessmentSpec) {
			s.Phase, s.Policy.Allocation.MandatoryActivities = api.PhaseImplementation, allActivities[:9]
		}, "allocation.mandatoryActivities without Improvement"},
		{"an activity left out beside a certificate", func(s *api.ClauseAssessmentSpec) {
			s.Phase, s.Certificate, s.Policy.Allocation.MandatoryActivities = api.PhaseImplementation, &api.Certificate{}, allActivities[:9]
		}, "allocation.mandatoryActivities beyond without Improvement"},
		{"a pair added", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutyConflicts = []api.DutyConflict{pair("Sell", "Approve discount", "", "")}
		}, ""},
		{"a pair graded higher", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutyConflicts = []api.DutyConflict{pair("OperateBackup", "VerifyRestore", "", "Minor")}
		}, ""},
		{"a pair graded lower", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutyConflicts = []api.DutyConflict{pair("verify restore", "operate backup", "", "Opportunity")}
		}, "segregation.dutyConflicts 1 pair graded lower (OperateBackup/VerifyRestore Opportunity)"},
		{"a pair taken out", func(s *api.ClauseAssessmentSpec) { s.Policy.Segregation.DutyConflicts = everyPair[:1] }, "segregation.dutyConflicts 1 pair taken out (RequestAccess/ApproveAccess) because We are two people"},
		{"a pair taken out for an x", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutyConflicts = []api.DutyConflict{pair("RequestAccess", "ApproveAccess", "x", "")}
		}, "segregation.dutyConflicts beyond 1 pair taken out without saying why, so that they still conflict (RequestAccess/ApproveAccess)"},
		{"signs of a duty of one's own", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutySigns = []api.DutySign{{Duty: "Develop", Verbs: []string{"update"}, Resources: []string{"pods"}}}
		}, ""},
		{"signs as in the default, and more", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutySigns = []api.DutySign{{Duty: "audit ISMS", Verbs: []string{"get", "create", "update", "patch", "delete"}, APIGroups: []string{"isms-operator.io"}, Resources: []string{"internalaudits"}}}
		}, ""},
		{"signs in one namespace", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutySigns = []api.DutySign{{Duty: "AuditISMS", Verbs: []string{"create", "update", "patch", "delete"}, APIGroups: []string{"isms-operator.io"}, Resources: []string{"internalaudits"}, Namespaces: []string{"isms"}}}
		}, "segregation.dutySigns narrower signs of AuditISMS"},
		{"signs without a verb", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutySigns = []api.DutySign{{Duty: "AuditISMS", Verbs: []string{"create", "update", "patch"}, APIGroups: []string{"isms-operator.io"}, Resources: []string{"internalaudits"}}}
		}, "segregation.dutySigns narrower signs of AuditISMS"},
		{"independence", func(s *api.ClauseAssessmentSpec) {
			s.Policy.Segregation.DutyConflicts = []api.DutyConflict{pair("RunISMS", "AuditISMS", "We are two people", "")}
		}, "segregation.dutyConflicts beyond RunISMS/AuditISMS taken out or graded lower, without effect"},
	} {
		a := &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{Phase: api.PhaseMaintenance}}
		tc.change(&a.Spec)
		var got []string
		for _, d := range Deviations(a) {
			text := d.Field
			if d.Floor != "" {
				text += " beyond"
			}
			text += " " + d.Value
			if d.Because != "" {
				text += " because " + d.Because
			}
			got = append(got, text)
		}
		if strings.Join(got, "\n") != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, strings.Join(got, "\n"), tc.want)
		}
	}
	half := len(everyPair) / 2
	for n, beyond := range map[int]bool{half: false, half + 2: true, len(everyPair): true} {
		a := &api.ClauseAssessment{}
		a.Spec.Policy.Segregation.DutyConflicts = everyPair[:n]
		if all := Deviations(a); len(all) != 1 || (all[0].Floor != "") != beyond {
			t.Errorf("%d of %d pairs taken out: %+v", n, len(everyPair), all)
		}
	}
}

// TestReasonsOfThePolicy: a deviation carries the reason that is given for its field, if it
// says something.
func TestReasonsOfThePolicy(t *testing.T) {
	months := int32(18)
	for because, want := range map[string]string{"The auditor was ill": "The auditor was ill", "x": "", "n/a": ""} {
		for field, counts := range map[string]bool{"review.auditIntervalMonths": true, "spec.policy.review.auditIntervalMonths": true, "review.auditInterval": false} {
			a := &api.ClauseAssessment{}
			a.Spec.Policy.Review.AuditIntervalMonths = &months
			a.Spec.Policy.Reasons = []api.PolicyReason{{Field: field, Because: because}}
			if got := Deviations(a)[0].Because; counts && got != want || !counts && got != "" {
				t.Errorf("%s because %q: %q", field, because, got)
			}
		}
	}
}

// TestKnownPolicyField: what a reason names is a field to the letter, with or without the
// path; of what is none the field is told that was meant, if one is much like it.
func TestKnownPolicyField(t *testing.T) {
	for _, tc := range []struct {
		field, like string
		known       bool
	}{
		{field: "review.auditIntervalMonths", known: true},
		{field: " spec.policy.review.auditIntervalMonths ", known: true},
		{field: "review.auditInterval", like: "review.auditIntervalMonths"},
		{field: "Review.AuditIntervalMonths", like: "review.auditIntervalMonths"},
		{field: "auditIntervalMonths", like: "review.auditIntervalMonths"},
		{field: "segregation.dutyConflict", like: "segregation.dutyConflicts"},
		{field: "the weather"},
		{field: "spec.policy."},
	} {
		if like, known := KnownPolicyField(tc.field); like != tc.like || known != tc.known {
			t.Errorf("%q: like %q, known %t", tc.field, like, known)
		}
	}
}

// TestPolicyFieldsFitAStatus: a status has room for the name of every field.
func TestPolicyFieldsFitAStatus(t *testing.T) {
	if n := len(policyFields); n > 128 {
		t.Errorf("%d fields of the policy can deviate, and a status lists 128", n)
	}
}

// TestExtentOfLists: what goes further in a list than before is told by its entry.
func TestExtentOfLists(t *testing.T) {
	pair := func(grade api.ConflictGrade, because string) func(*api.Policy) {
		return func(p *api.Policy) {
			p.Segregation.DutyConflicts = []api.DutyConflict{{First: "RequestAccess", Second: "ApproveAccess", Grade: grade, DisabledBecause: because}}
		}
	}
	trained := func(months int32) func(*api.Policy) {
		return func(p *api.Policy) {
			p.Competence.MandatoryTraining = []api.MandatoryTraining{training("Awareness", months)}
		}
	}
	level := func(l api.CompetencyLevel) func(*api.Policy) {
		return func(p *api.Policy) { p.Competence.ExpertiseLevel = l }
	}
	categories := func(all ...api.BudgetCategory) func(*api.Policy) {
		return func(p *api.Policy) { p.Budget.Categories = all }
	}
	for _, tc := range []struct {
		why             string
		before, further func(*api.Policy)
	}{
		{"a pair graded even lower", pair("Observation", ""), pair("Opportunity", "")},
		{"a pair taken out that was graded lower", pair("Opportunity", ""), pair("", "We are two people")},
		{"a training repeated less often", trained(24), trained(36)},
		{"a level further down", level(api.LevelFoundation), level(api.LevelAwareness)},
		{"one more category left out", categories(api.BudgetPeople, api.BudgetTools), categories(api.BudgetPeople)},
	} {
		extent := func(change func(*api.Policy)) map[string]int {
			a := &api.ClauseAssessment{}
			change(&a.Spec.Policy)
			all := Deviations(a)
			if len(all) != 1 {
				t.Fatalf("%s: %+v", tc.why, all)
			}
			return all[0].Extent
		}
		before, further := extent(tc.before), extent(tc.further)
		exceeds := func(x, y map[string]int) (more bool) {
			for what, far := range x {
				more = more || far > y[what]
			}
			return more
		}
		if !exceeds(further, before) || exceeds(before, further) {
			t.Errorf("%s: %v, and before %v", tc.why, further, before)
		}
	}
}
