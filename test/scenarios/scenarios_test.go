package scenarios

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

var update = flag.Bool("update", false, "rewrite report.json of every story")

var loaded = sync.OnceValues(func() ([]Scenario, error) { return Load(".") })

func stories(t *testing.T) []Scenario {
	t.Helper()
	all, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// everyStory are those of records alone, and those of what was seen of a cluster as well.
func everyStory(t *testing.T) []Scenario {
	t.Helper()
	observed, err := LoadObserved(".")
	if err != nil {
		t.Fatal(err)
	}
	return append(slices.Clone(stories(t)), observed...)
}

func TestStories(t *testing.T) {
	for _, s := range everyStory(t) {
		t.Run(s.Name, func(t *testing.T) {
			have, err := Render(s.Judge())
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join(s.Name, "report.json")
			if *update {
				if err := os.WriteFile(golden, have, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(have, want) {
				t.Errorf("the report differs from %s; review it, then run with -update\nhave:\n%s", golden, have)
			}
		})
	}
}

// untold are rules and reasons that no story can show, each with the reason.
var untold = map[string]string{
	"P3-08 EvidenceContradictsCluster": "a story has no cluster; the operator's tests show it",
	"X-11 EvidenceMissing":             "a story has no documents, and the operator would not see them; the loader's tests show it",
	"X-11 EvidenceChanged":             "as EvidenceMissing",
	"X-04 ReferenceNotJudged":          "a story has no record that cannot be read; the tests of the rules and of the operator show it",
	"X-20 KeyNotVouchedFor":            "a story has no trust root, and nobody holds its keys; the table of attacks in the tests of the rules shows it (TestAttacks)",
	"X-20 KeyRevoked":                  "as KeyNotVouchedFor",
	"X-20 KeySelfRegistered":           "as KeyNotVouchedFor",
	"X-20 SignatureBackdated":          "as KeyNotVouchedFor",
	"X-20 SignerNotEngaged":            "as KeyNotVouchedFor",
	"X-20 SignerWithoutAuthority":      "as KeyNotVouchedFor",
	"X-20 TimestampMissing":            "as KeyNotVouchedFor (TestStampings)",
	"G-03 RecordNotJudged":             "as ReferenceNotJudged",
	"G-04 KindNotListed":               "as ReferenceNotJudged",
	"G-05 PointNotCertain":             "as ReferenceNotJudged",
}

// TestEveryRuleFiresInAStory demands that every rule of the registry, and every
// reason that it can give, is found in a story, where a reviewer can read it.
func TestEveryRuleFiresInAStory(t *testing.T) {
	fired, rule := map[string]bool{}, map[string]bool{}
	for _, s := range everyStory(t) {
		for _, f := range s.Judge().Rollup.Findings {
			if f.Reason == assess.ReasonInternalError {
				t.Errorf("%s: %s on %s: %s", s.Name, f.Rule, f.Record, f.Message)
			}
			fired[f.Rule+" "+f.Reason], rule[f.Rule] = true, true
		}
	}
	docs := assess.RollupDocs()
	for _, kind := range rules.Registry().Kinds {
		for i := range kind.Rules {
			docs = append(docs, kind.Rules[i].Doc)
		}
	}
	asked := map[string]bool{}
	for _, doc := range docs {
		told := slices.ContainsFunc(doc.Reasons, func(reason string) bool { return untold[doc.ID+" "+reason] == "" })
		if !asked[doc.ID] && !rule[doc.ID] && told {
			t.Errorf("no story has a finding of the rule %s: %s", doc.ID, doc.Requires)
		}
		asked[doc.ID] = true
		for _, reason := range doc.Reasons {
			key := doc.ID + " " + reason
			if !asked[key] && !fired[key] && untold[key] == "" {
				t.Errorf("no story has a finding of %s", key)
			}
			if !asked[key] && fired[key] && untold[key] != "" {
				t.Errorf("%s is listed as untold, and a story has it", key)
			}
			asked[key] = true
		}
	}
	for key := range untold {
		if !asked[key] {
			t.Errorf("%s is listed as untold, and no rule gives it", key)
		}
	}
}

// TestUndecidedControlsNeverConform guards the story that matters most: a statement
// that decides on one control of 93 must not pass, whatever else is in order.
func TestUndecidedControlsNeverConform(t *testing.T) {
	for _, s := range stories(t) {
		if s.Name != "ninety-two-controls-undecided" {
			continue
		}
		report := s.Judge()
		if report.Rollup.Verdict != api.VerdictMajor {
			t.Errorf("the verdict is %s", report.Rollup.Verdict)
		}
		return
	}
	t.Error("the story is gone")
}
