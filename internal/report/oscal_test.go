package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	oscal "github.com/defenseunicorns/go-oscal/src/types/oscal-1-1-3"

	"github.com/isms-operator/isms-operator/internal/report"
)

func TestOSCAL(t *testing.T) {
	for name, a := range assessments(t) {
		for _, f := range report.OSCALFormats() {
			var b, again bytes.Buffer
			for _, to := range []*bytes.Buffer{&b, &again} {
				if err := f.Write(to, a, style); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(b.Bytes(), again.Bytes()) {
				t.Errorf("%s: a second run gives other bytes", name)
			}
			golden(t, name+"."+f.Name, b.Bytes())
			for _, c := range []string{"\x1b", "\u009b", "\u202e", "\r"} {
				if strings.Contains(b.String(), c) {
					t.Errorf("%s lets %q through", f.Name, c)
				}
			}
		}
	}
}

// TestOSCALHasAllFindings: each finding is an observation, related to the point that it
// counts against, and each name of something leads to it.
func TestOSCALHasAllFindings(t *testing.T) {
	a := assessments(t)["findings"]
	var b bytes.Buffer
	if err := report.OSCALFormats()[0].Write(&b, a, style); err != nil {
		t.Fatal(err)
	}
	var document oscal.OscalCompleteSchema
	if err := json.Unmarshal(b.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	results := document.AssessmentResults
	there := map[string]bool{}
	once := func(id string) {
		if there[id] {
			t.Errorf("%s is there twice", id)
		}
		there[id] = true
	}
	for _, r := range *results.BackMatter.Resources {
		once(r.UUID)
	}
	if !there[strings.TrimPrefix(results.ImportAp.Href, "#")] {
		t.Errorf("the plan %s is not there", results.ImportAp.Href)
	}
	result := results.Results[0]
	for _, o := range *result.Observations {
		once(o.UUID)
		for _, s := range *o.Subjects {
			if !there[s.SubjectUuid] {
				t.Errorf("the subject %s is not there", s.SubjectUuid)
			}
		}
	}
	related := 0
	for _, f := range *result.Findings {
		once(f.UUID)
		if f.RelatedObservations == nil {
			continue
		}
		for _, o := range *f.RelatedObservations {
			related++
			if !there[o.ObservationUuid] {
				t.Errorf("the observation %s is not there", o.ObservationUuid)
			}
		}
	}
	if want := len(a.Namespaces[0].Rollup.Findings); len(*result.Observations) != want || related != want || len(*result.Findings) != len(a.Namespaces[0].Rollup.Points) {
		t.Errorf("%d observations, %d of them related, and %d findings; want %d", len(*result.Observations), related, len(*result.Findings), want)
	}
}
