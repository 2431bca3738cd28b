package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// actFixture is the ISMS of TestAttacks, which asks for a signature of an act, too, that the boss
// signed.
func actFixture(a *attacks.Act) *fixture {
	return signedFixture(func(o *attacks.Org) {
		o.ISMS.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{a.What}
		a.State(o, actor("boss"), date(attacks.ActDay))
		a.Sign(o, attacks.Boss)
	})
}

// on20 are the findings of X-20 on a record.
func on20(t *testing.T, f *fixture, on, today string) (got []string, messages string) {
	t.Helper()
	for _, found := range (row{today: today, change: func(into *fixture) { *into = *f }}).judge(t, on) {
		if found.Rule == "X-20" {
			got = append(got, found.Reason+" "+string(found.Grade)+" "+found.Field)
			messages += found.Message + "\n"
		}
	}
	slices.Sort(got)
	return got, messages
}

// TestActOfNobody: nobody signs for nobody. The API server takes no verification without who
// verified.
func TestActOfNobody(t *testing.T) {
	for i := range attacks.Acts {
		a := &attacks.Acts[i]
		f := actFixture(a)
		a.By(f.org(), nil)
		got, messages := on20(t, f, a.At.Record, "")
		if want := "SignatureInvalid Minor " + a.At.Field; !slices.Equal(got, []string{want}) || !strings.Contains(messages, "by nobody on "+attacks.ActDay) {
			t.Errorf("%s: got %q, want %q:\n%s", a.Name, got, want, messages)
		}
	}
}

// TestActCopied: a signature that is copied into another entry is told to be that of where it was
// made.
func TestActCopied(t *testing.T) {
	f := actFixture(&attacks.Acts[0])
	other := f.ism.Spec.Assignments[0]
	other.Name = "mallory"
	f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, other)
	if got, messages := on20(t, f, "SecurityRole/ism", ""); len(got) != 1 || !strings.Contains(messages, `it is that of the appointment "ada" of SecurityRole ism`) {
		t.Errorf("another entry: %q\n%s", got, messages)
	}
}
