package rules_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// signedFields are the fields of each kind that are a part of what is signed, by act; all below
// a field are where it is named. docs/approvals.md has the same table for people.
var signedFields = map[string]string{
	"SecurityRole Appointment": "mandate assignments[].name assignments[].personRef assignments[].capacity assignments[].from assignments[].until assignments[].appointedBy assignments[].appointedOn",
	"SecurityRole Delegation":  "delegations[].what delegations[].from delegations[].until delegations[].by",
	"Risk RiskAcceptance":      "title description assets acceptance.by acceptance.acceptedOn acceptance.rationale acceptance.rating acceptance.validUntil",
	"Risk RiskAcceptance residual": "title description assets residual.acceptance.by residual.acceptance.acceptedOn residual.acceptance.rationale residual.acceptance.rating " +
		"residual.acceptance.validUntil",
	"CompetencyRecord Verification": "personRef coverage competency level basis issuer credentialID achievedOn validity state verification.by verification.verifiedOn " +
		"evidence[].name evidence[].uri evidence[].sha256 evidence[].effectiveOn evidence[].collectedOn",
	"ResourceRequirement RequirementDecision": "need category neededBy recurrence estimatedCost decision.state decision.by decision.decidedOn decision.rationale",
	"ToolLicense RenewalDecision": "product vendor term.start term.end term.renewalDecision.decision term.renewalDecision.by term.renewalDecision.decidedOn " +
		"term.renewalDecision.rationale",
	"ToolLicense ReplacementDecision": "product vendor supportEndsOn replacement.plan replacement.dueOn replacement.decidedBy replacement.decidedOn",
	"OutsourcedService RenewalDecision": "supplier service term.start term.end term.renewalDecision.decision term.renewalDecision.by term.renewalDecision.decidedOn " +
		"term.renewalDecision.rationale",
	"InfrastructureAsset ReplacementDecision": "displayName description supportEndsOn replacement.plan replacement.dueOn replacement.decidedBy replacement.decidedOn",
}

// leaf is a value of a spec with the way to it, such as "assignments[].personRef.name".
type leaf struct {
	path string
	v    reflect.Value
}

// filled gives every field of a value something, one entry in each list, and lists its leaves.
func filled(v reflect.Value, path string, all []leaf) []leaf {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return filled(v.Elem(), path, all)
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		return filled(v.Index(0), path+"[]", all)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[api.Date]() {
			if v.IsZero() {
				v.Set(reflect.ValueOf(date(attacks.ActDay)))
			}
			return append(all, leaf{path, v})
		}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			all = filled(v.Field(i), strings.Trim(path+"."+name, "."), all)
		}
		return all
	case reflect.String:
		if v.String() == "" {
			v.SetString("something")
		}
	case reflect.Int32:
		if v.Int() == 0 {
			v.SetInt(1)
		}
	case reflect.Bool:
	default:
		panic("no such field was there when the test was written: " + path)
	}
	return append(all, leaf{path, v})
}

// changeLeaf has a leaf say something else.
func changeLeaf(l leaf) {
	switch v := l.v; v.Kind() {
	case reflect.Struct:
		v.Set(reflect.ValueOf(v.Interface().(api.Date).AddDays(1)))
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int32:
		v.SetInt(v.Int() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	}
}

// statements are what is signed of the acts of a record, by act and entry; without the entry of
// delegations, which their day is a part of.
func statements(t *testing.T, kind *assess.Kind, r api.Record) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, act := range kind.Acts(r) {
		name := strings.TrimSpace(kind.Name + " " + string(act.What))
		if act.Entry == "residual" {
			name += " residual"
		}
		messages, err := facts.ActMessages(attacks.ISMS, assess.Ref{Kind: kind.Name, Name: "r"}, &act, act.By)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = messages[0]
	}
	return all
}

// TestSignedFields: each field of a spec that the table names changes what is signed of the act,
// and no other does. A field that is added is listed, or said to be none.
func TestSignedFields(t *testing.T) {
	seen := map[string]bool{}
	registry := rules.Registry()
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		if kind.Acts == nil {
			continue
		}
		r := kind.New()
		leaves := filled(reflect.ValueOf(r).Elem().FieldByName("Spec"), "", nil)
		was := statements(t, kind, r)
		for name := range was {
			seen[name] = true
		}
		for n := range leaves {
			changed := kind.New()
			all := filled(reflect.ValueOf(changed).Elem().FieldByName("Spec"), "", nil)
			changeLeaf(all[n])
			is := statements(t, kind, changed)
			for name, before := range was {
				signed := slices.ContainsFunc(strings.Fields(signedFields[name]), func(f string) bool {
					below, ok := strings.CutPrefix(all[n].path, f)
					return ok && (below == "" || below[0] == '.' || below[0] == '[')
				})
				if bytes.Equal(before, is[name]) == signed {
					t.Errorf("%s: %s is a part of what is signed: %v, and of the table: %v", name, all[n].path, !signed, signed)
				}
			}
		}
	}
	if want := slices.Sorted(maps.Keys(signedFields)); !slices.Equal(slices.Sorted(maps.Keys(seen)), want) {
		t.Errorf("signed are %v, and the table has %v", slices.Sorted(maps.Keys(seen)), want)
	}
	for _, act := range api.Acts() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(name string) bool { return strings.Fields(name)[1] == string(act) }) {
			t.Errorf("no kind states a %s", act)
		}
	}
}

// TestEverySignatureIsOfAnAct: each field for a signature beside approvals is that of one act, at
// the place that the act names.
func TestEverySignatureIsOfAnAct(t *testing.T) {
	registry := rules.Registry()
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		r := kind.New()
		fields := map[string]int{}
		for _, l := range filled(reflect.ValueOf(r).Elem().FieldByName("Spec"), "", nil) {
			if strings.HasSuffix(strings.ToLower(l.path), "signature") && !strings.HasPrefix(l.path, "approvals[]") {
				fields[l.path] = 0
			}
		}
		if kind.Acts != nil {
			for _, act := range kind.Acts(r) {
				path := ""
				for _, step := range append(slices.Clone(act.Place), act.SignatureField) {
					if _, entry := step.(int); entry {
						path += "[]"
					} else {
						path = strings.Trim(fmt.Sprintf("%s.%s", path, step), ".")
					}
				}
				fields[path]++
			}
		}
		for path, n := range fields {
			if n != 1 {
				t.Errorf("%d acts of %s are signed by %s, want 1", n, kind.Name, path)
			}
		}
	}
}

// TestUpkeep: what happens after an act leaves its signature, and what makes another of it
// does not.
func TestUpkeep(t *testing.T) {
	role := func(f *fixture) *api.Assignment { return &f.ism.Spec.Assignments[0] }
	for _, c := range []struct {
		act, why string
		before   func(f *fixture)
		after    func(f *fixture)
		holds    bool
	}{
		{"Appointment", "an assignment without an end is ended", nil, func(f *fixture) { role(f).Until = date("2026-05-31") }, true},
		{"Appointment", "one that was signed with its end", func(f *fixture) { role(f).Until = date("2026-12-31") }, func(*fixture) {}, true},
		{"Appointment", "is not made longer", func(f *fixture) { role(f).Until = date("2026-12-31") }, func(f *fixture) { role(f).Until = date("2027-01-01") }, false},
		{"Appointment", "nor shorter: it would be another", func(f *fixture) { role(f).Until = date("2026-12-31") }, func(f *fixture) { role(f).Until = date("2026-12-30") }, false},
		{"Appointment", "nor endless", func(f *fixture) { role(f).Until = date("2026-12-31") }, func(f *fixture) { role(f).Until = api.Date{} }, false},
		{"Appointment", "the first day does not move with the end", nil, func(f *fixture) { role(f).From, role(f).Until = date("2023-01-01"), date("2026-05-31") }, false},
		{"Appointment", "to top management is another appointment", nil, func(f *fixture) { f.ism.Spec.Mandate = api.MandateTopManagement }, false},
		{"Appointment", "absences, shares of time and titles change", nil, func(f *fixture) {
			role(f).AllocationPercent, f.ism.Spec.Title = ptr[int32](80), "Officer"
			role(f).Absences = []api.Absence{{From: date("2026-05-01")}}
		}, true},
		{"Delegation", "a delegation is taken back", nil, func(f *fixture) { f.ism.Spec.Delegations[0].Until = date("2026-05-31") }, true},
		{"Delegation", "and not widened", nil, func(f *fixture) { f.ism.Spec.Delegations[0].What = api.SignRiskAcceptance }, false},
		{"RiskAcceptance", "it is looked at again", nil, func(f *fixture) { f.leak.Spec.Acceptance.ReviewedOn = date("2026-05-01") }, true},
		{"RiskAcceptance", "a risk that is rated otherwise was not accepted, where the acceptance states no rating", nil, func(f *fixture) { f.leak.Spec.Rating = api.RiskCritical }, false},
		{"RiskAcceptance", "of one that states its rating, P1-05 and P1-14 ask", func(f *fixture) { f.leak.Spec.Acceptance.Rating = api.RiskMedium }, func(f *fixture) { f.leak.Spec.Rating = api.RiskCritical }, true},
		{"RiskAcceptance", "prolonged by an edit", nil, func(f *fixture) { f.leak.Spec.Acceptance.ValidUntil = date("2029-12-31") }, false},
		{"RiskAcceptance of the residual", "what remains, rated higher", nil, func(f *fixture) { f.leak.Spec.Residual.Rating = api.RiskHigh }, false},
		{"Verification", "the issuer withdraws, and so does the file", nil, func(f *fixture) {
			f.adaCert.Spec.RevokedOn, f.adaCert.Spec.Evidence[0].Withdrawn = date("2026-05-01"), &api.Withdrawal{Reason: "by the issuer"}
		}, true},
		{"Verification", "the order of the evidence says nothing", nil, func(f *fixture) { slices.Reverse(f.adaCert.Spec.Evidence) }, true},
		{"Verification", "evidence that nobody checked", nil, func(f *fixture) {
			f.adaCert.Spec.Evidence = append(f.adaCert.Spec.Evidence, api.Evidence{Name: "c", URI: "c.pdf"})
		}, false},
		{"RequirementDecision", "what was approved is there", nil, func(f *fixture) {
			f.courses.Spec.Decision.State, f.courses.Spec.FulfilledOn = api.RequirementFulfilled, date("2026-05-01")
		}, true},
		{"RequirementDecision", "what was approved is refused", nil, func(f *fixture) { f.courses.Spec.Decision.State = api.RequirementRejected }, false},
		{"RenewalDecision of a tool", "the term runs longer than was decided on", nil, func(f *fixture) { f.tool.Spec.Term.End = date("2028-12-31") }, false},
		{"RenewalDecision of a tool", "a new term, of which nobody has decided", nil, func(f *fixture) {
			f.tool.Spec.Term.Start, f.tool.Spec.Term.End = date("2026-03-11"), date("2028-12-31")
		}, true},
		{"ReplacementDecision of a tool", "support ends earlier than was decided on", nil, func(f *fixture) { f.tool.Spec.SupportEndsOn = date("2026-06-30") }, false},
	} {
		a := &attacks.Acts[slices.IndexFunc(attacks.Acts, func(a attacks.Act) bool { return a.Name == c.act })]
		f := actFixture(a)
		if c.before != nil {
			c.before(f)
			a.Sign(f.org(), attacks.Boss)
		}
		c.after(f)
		if got, messages := on20(t, f, a.At.Record, ""); (len(got) == 0) != c.holds {
			t.Errorf("%s: %s: it holds: %v\n%s", c.act, c.why, !c.holds, messages)
		}
	}
}
