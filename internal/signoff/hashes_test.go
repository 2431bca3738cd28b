package signoff

import (
	"sync"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestHashesAreComputedOnce: a record that did not change is not hashed again, and what is kept
// never answers for another ISMS.
func TestHashesAreComputedOnce(t *testing.T) {
	content := func() any { return (&api.SecurityBudgetSpec{Currency: "EUR"}).Approvable() }
	other := func() any { return (&api.SecurityBudgetSpec{Currency: "USD"}).Approvable() }
	subject := func(isms string) Subject { return SubjectOf("SecurityBudget", isms, "budget") }
	named, bare, elsewhere := Hash(subject("isms.example"), content()), Hash(subject(""), content()), Hash(subject("other.example"), content())
	var h Hashes
	for _, step := range []struct {
		why      string
		hash     string
		isms     string
		holds    bool
		computed int
	}{
		{"the first time it is computed", named, "isms.example", true, 1},
		{"the second time it is kept", named, "isms.example", true, 1},
		{"one from before the ISMS had an identifier is another", bare, "isms.example", true, 2},
		{"both are kept", bare, "isms.example", true, 2},
		{"what is of another record is so however often it is asked", Hash(subject("isms.example"), other()), "isms.example", false, 2},
		{"another identifier is another hash", named, "other.example", false, 3},
		{"and has its own", elsewhere, "other.example", true, 3},
		{"what was let go of is computed anew", named, "isms.example", true, 4},
		{"no hash holds for nothing", "", "isms.example", false, 4},
		{"version 1 is not kept", api.ContentHash(content()), "isms.example", true, 4},
		{"one without a version is none", named[len("v2:"):], "isms.example", false, 4},
	} {
		if holds := h.Holds(step.hash, subject(step.isms), content); holds != step.holds || h.computed != step.computed {
			t.Errorf("%s: holds %v after %d, want %v after %d", step.why, holds, h.computed, step.holds, step.computed)
		}
		if holds := Holds(step.hash, subject(step.isms), content()); holds != step.holds {
			t.Errorf("%s: without what is kept it holds %v", step.why, holds)
		}
	}
	var wait sync.WaitGroup
	var together Hashes
	for range 8 {
		wait.Go(func() {
			if !together.Holds(named, subject("isms.example"), content) {
				t.Error("does not hold beside others who ask")
			}
		})
	}
	wait.Wait()
	if together.computed != 1 {
		t.Errorf("eight who ask at once have it computed %d times", together.computed)
	}
}

// TestEmptyIsSeen: what is left out of canonical JSON does not hang on whether text shows at
// once that nothing of it is empty.
func TestEmptyIsSeen(t *testing.T) {
	for _, text := range []string{
		`{"a":null}`, `{"a":""}`, `{"a":[]}`, `{"a":{}}`, `{"a":{"b":{"c":""}},"d":1}`, `{"a":[{"b":null}]}`, `{"a":[[],"",{}]}`,
		`{"a":"says \":null\""}`, `{"a":"x:[]"}`, `{"a":"x","b":0,"c":false}`, `{"a":["x",{"b":"y"}]}`,
	} {
		without, err := withoutEmpty([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if !mayHaveEmpty([]byte(text)) && string(without) != text {
			t.Errorf("%s shows nothing that is empty, and without it is %s", text, without)
		}
	}
	if mayHaveEmpty([]byte(`{"a":"x","b":0,"c":false}`)) {
		t.Error("nothing of it is empty, and it is asked")
	}
}
