package scenarios

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// withoutRights is why no record shows what is only asked where rights are observed.
const withoutRights = "the samples have no rights judged; the tables of what a cluster grants weaken it"

// withoutKeys is why the samples show no signature.
const withoutKeys = "a signature of the samples would be by a key that nobody holds; the table of attacks in the tests of the rules weakens it"

// unshown are fields that no record of the world shows, each with the reason.
var unshown = map[string]string{
	"ClauseAssessment.Spec.Policy.Signatures.EarlierUntil":                        withoutKeys,
	"ClauseAssessment.Spec.Policy.Signatures.TimestampAuthorities[].RegisteredBy": withoutKeys,
	"ClauseAssessment.Spec.Policy.Signatures.TimestampAuthorities[].Registration": withoutKeys,
	"ClauseAssessment.Spec.Policy.Signatures.RequiredFrom":                        withoutKeys,
	"Person.Spec.SigningKeys[].ValidUntil":                                        withoutKeys,
	"Person.Spec.SigningKeys[].RegisteredBy":                                      withoutKeys,
	"Person.Spec.SigningKeys[].Registration":                                      withoutKeys,
	"Person.Spec.SigningKeys[].RevocationReason":                                  withoutKeys,
	"AccountabilityMatrix.Spec.Approvals[].Signature":                             withoutKeys,
	"ManagementReview.Spec.Approvals[].Signature":                                 withoutKeys,
	"SecurityBudget.Spec.Approvals[].Signature":                                   withoutKeys,
	"SecurityException.Spec.Approvals[].Signature":                                withoutKeys,
	"StatementOfApplicability.Spec.Approvals[].Signature":                         withoutKeys,
	"SecurityRole.Spec.Assignments[].AppointmentSignature":                        withoutKeys,
	"SecurityRole.Spec.Delegations[].Signature":                                   withoutKeys,
	"Risk.Spec.Acceptance.Signature":                                              withoutKeys,
	"Risk.Spec.Residual.Acceptance.Signature":                                     withoutKeys,
	"CompetencyRecord.Spec.Verification.Signature":                                withoutKeys,
	"ResourceRequirement.Spec.Decision.Signature":                                 withoutKeys,
	"ToolLicense.Spec.Term.RenewalDecision.Signature":                             withoutKeys,
	"OutsourcedService.Spec.Term.RenewalDecision.Signature":                       withoutKeys,
	"ToolLicense.Spec.Replacement.DecisionSignature":                              withoutKeys,
	"InfrastructureAsset.Spec.Replacement.DecisionSignature":                      withoutKeys,
	"ClauseAssessment.Spec.Declarations[].Reason":                                 "the samples have services and assets, so that they cannot say they have none; the tables of the ISMS weaken it",
	"AccountabilityMatrix.Spec.Rows[].Unreadable[]":                               "what an importer could not read is unknown, whatever it says",
	"SecurityException.Spec.Validity.Evergreen.Reason":                            "an exception without an end is found, whatever the reason (P6-08)",
	"StatementOfApplicability.Spec.Controls[].Evidence[].Withdrawn.Reason":        "that of evidence of records is shown",
	"ClauseAssessment.Spec.ObservedScope.Namespaces[]":                            withoutRights,
	"ClauseAssessment.Spec.Policy.Segregation.DutySigns[].Duty":                   withoutRights,
	"ClauseAssessment.Spec.Policy.Segregation.DutySigns[].Verbs[]":                withoutRights,
	"ClauseAssessment.Spec.Policy.Segregation.DutySigns[].APIGroups[]":            withoutRights,
	"ClauseAssessment.Spec.Policy.Segregation.DutySigns[].Resources[]":            withoutRights,
	"ClauseAssessment.Spec.Policy.Segregation.DutySigns[].Namespaces[]":           withoutRights,
	"Person.Spec.Accounts[].System":                                               withoutRights,
	"Person.Spec.Accounts[].Namespace":                                            withoutRights,
	"Person.Spec.Accounts[].Subject":                                              withoutRights,
	"Person.Spec.Accounts[].Until":                                                withoutRights,
	"SecurityRole.Spec.Access[].Namespaces[]":                                     withoutRights,
}

// TestEveryFieldIsShown: what no record of the world shows, no weakening changes. What the
// samples leave out, weaken adds; what records of every kind may have is shown by one.
func TestEveryFieldIsShown(t *testing.T) {
	schemas := readSchemas(t)
	world := weakWorld(t)
	w := &weakener{schemas: schemas}
	shown := map[string]bool{}
	for _, m := range w.list(world) {
		shown[withoutKind(m.path)] = true
		shown[m.path] = true
	}
	for _, kind := range rules.Registry().Kinds {
		r := kind.New()
		fill(reflect.ValueOf(r).Elem().FieldByName("Spec"))
		for _, m := range w.of(r) {
			common := strings.HasPrefix(withoutKind(m.path), "Evidence[].") || strings.HasPrefix(withoutKind(m.path), "Review.")
			switch is := shown[m.path] || common && shown[withoutKind(m.path)]; {
			case is && unshown[m.path] != "":
				t.Errorf("%s is shown, and listed", m.path)
			case !is && unshown[m.path] == "":
				t.Errorf("no record shows %s", m.path)
			}
		}
	}
	for _, kind := range carrierKinds {
		if name := w.goneOf(kind); w.world[kind+"/"+name] == nil {
			t.Errorf("no %s is gone", kind)
		}
	}
	if !strings.Contains(strings.Join(findings(judge(world)), "\n"), "P2-12") {
		t.Error("nothing is found on a role that nobody holds, so that naming it has to be")
	}
}

// withoutKind is a path within the spec.
func withoutKind(path string) string {
	_, within, _ := strings.Cut(path, ".Spec.")
	return within
}

// fill gives every field of a value something, but for what happened, which is not put off.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		if v.Type() == dateType {
			v.Set(reflect.ValueOf(api.MustDate(samplesDay)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
		for _, name := range slices.Concat(slices.Collect(maps.Values(done))...) {
			if day := v.FieldByName(name); day.IsValid() {
				day.SetZero()
			}
		}
	case reflect.String:
		v.SetString("something")
	case reflect.Int32:
		v.SetInt(1)
	}
}
