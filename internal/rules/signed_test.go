package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// org are the records of a fixture that attacks are on.
func (f *fixture) org() *attacks.Org {
	return &attacks.Org{
		ISMS: f.isms, Matrix: f.raci, Boss: f.boss, Chair: f.chair, Ada: f.ada, Ben: f.ben,
		Role: f.ism, Risk: f.leak, Proof: f.adaCert, Need: f.courses, Tool: f.tool, Service: f.hosting, Asset: f.server, Budget: f.budget,
	}
}

// take has the fixture be what an attack made of it.
func (f *fixture) take(o *attacks.Org) {
	f.trusted, f.unbound = o.Trusted, true
	f.add(append(o.More, o.Leaver)...)
}

// signedFixture is a fixture that asks for signatures, whose matrix is signed, and that is made
// ready further.
func signedFixture(ready ...func(*attacks.Org)) *fixture {
	f := newFixture()
	o := f.org()
	o.AskForSignatures()
	for _, do := range ready {
		do(o)
	}
	f.take(o)
	f.unbound = false
	return f
}

func (f *fixture) matrixApproval() *api.Approval { return &f.raci.Spec.Approvals[0] }

// onSignature are the findings of a record that say what its approval is worth.
func onSignature(t *testing.T, f *fixture, record string) (got []string, messages string) {
	t.Helper()
	for _, found := range (row{change: func(into *fixture) { *into = *f }}).judge(t, record) {
		if slices.Contains(attacks.Rules, found.Rule) {
			got = append(got, found.Reason+" "+string(found.Grade))
			messages += found.Message + "\n"
		}
	}
	return got, messages
}

// TestAttacks: whoever edits records, keys and authorities included, and holds a leaver's key and
// not the root, leaves no sign-off that counts: the finding names what they did, and the ISMS, which
// has no other flaw, does not conform.
func TestAttacks(t *testing.T) {
	for _, a := range attacks.All() {
		t.Run(a.Name, func(t *testing.T) {
			f := newFixture()
			f.drop(f.exception) // which waives nothing that is open
			o := f.org()
			o.AskForSignatures()
			a.Change(o)
			f.take(o)
			report := f.judge(a.Day)
			var all []attacks.Found
			for _, found := range report.Rollup.Findings {
				all = append(all, attacks.Found{Rule: found.Rule, Reason: found.Reason, Grade: string(found.Grade), Record: found.Record.String(), Field: found.Field, Message: found.Message})
			}
			if difference := a.Differs(all); difference != "" {
				t.Error(difference)
			}
			if conforms := report.Rollup.Verdict == api.VerdictConforming; a.IsNone() && !conforms || a.Want != "" && conforms {
				t.Errorf("the verdict is %s:\n%+v", report.Rollup.Verdict, all)
			}
		})
	}
}

// TestEarlierBeforeRequired: a file can say what the API server refuses, that approvals of before
// count for less than until signatures are required. That prolongs nothing.
func TestEarlierBeforeRequired(t *testing.T) {
	f := signedFixture()
	f.isms.Spec.Policy.Signatures.EarlierUntil = date("2025-06-30")
	f.matrixApproval().ApprovedOn, f.matrixApproval().Signature = date("2025-12-31"), ""
	if got, _ := onSignature(t, f, "AccountabilityMatrix/raci"); !slices.Equal(got, []string{"ApprovalNotSigned Minor"}) {
		t.Errorf("got %q", got)
	}
}

// TestEveryApprovalIsAnAct: each kind that is approved says what somebody signs who approves it, or
// nobody would ever be entitled to.
func TestEveryApprovalIsAnAct(t *testing.T) {
	registry := rules.Registry()
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		c := assess.LookWith(registry, assess.NewWorld("isms", nil), date(baseDay))
		if act := facts.ActOf(c, kind.New()); (act != "") != (kind.Approvals != nil) {
			t.Errorf("%s is approved: %v, and its act is %q", kind.Name, kind.Approvals != nil, act)
		}
	}
}

// TestEndedActs: of an appointment from before signatures were required one is asked for while it
// lasts, and none once it is over: nobody appoints anew who has left the role.
func TestEndedActs(t *testing.T) {
	for until, want := range map[string]bool{"": true, "2026-06-14": false, "2026-06-15": true, "2026-06-16": true} { // baseDay is the 15th
		f := signedFixture()
		f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{RequiredFrom: date("2026-06-01"), Subjects: []api.ApprovedKind{api.ActAppointment}}
		if until != "" {
			f.team.Spec.Assignments[0].Until = date(until)
		}
		found := false
		for _, finding := range (row{change: func(into *fixture) { *into = *f }}).judge(t, "SecurityRole/team") {
			found = found || finding.Reason == "ApprovalNotSigned" && finding.Field == "spec.assignments[boss].appointmentSignature"
		}
		if found != want {
			t.Errorf("ended on %q: a signature is asked for: %v, want %v", until, found, want)
		}
	}
}

// TestKeptOutside: the root may be of nobody of the records, such as of a notary.
func TestKeptOutside(t *testing.T) {
	f := signedFixture()
	f.chair.Spec.SigningKeys = nil
	if got, messages := onSignature(t, f, "AccountabilityMatrix/raci"); len(got) > 0 {
		t.Errorf("%q: %s", got, messages)
	}
}

// TestLeaverIsToldOnce: that who signed was not engaged is one fact, and one finding of it is
// enough.
func TestLeaverIsToldOnce(t *testing.T) {
	f := signedFixture()
	f.matrixApproval().By = *actor("leaver")
	f.org().Sign(attacks.Leaver)
	var got []string
	for _, found := range (row{change: func(into *fixture) { *into = *f }}).judge(t, "AccountabilityMatrix/raci") {
		if strings.Contains(found.Message, "not engaged") {
			got = append(got, found.Rule+" "+found.Reason)
		}
	}
	if want := []string{"X-20 SignerNotEngaged"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
