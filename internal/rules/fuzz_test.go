package rules_test

import (
	"encoding/json"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// FuzzRun judges whatever JSON can make of records: one object with a list of
// specs for each kind. No record, however incomplete, may make a rule fail.
func FuzzRun(f *testing.F) {
	f.Add([]byte(`{}`), int16(0))
	f.Add([]byte(`{"Person":[null],"SecurityRole":[{}],"ManagementReview":[{"heldOn":"2026-01-01","decisions":[{}]}]}`), int16(1))
	f.Add([]byte(`{"CompetencyRecord":[{"achievedOn":"0001-01-01","validity":{"validUntil":"9999-12-31"}},{"achievedOn":"2020-01-01","validity":{"evergreen":{}},"basis":"Training","credentialID":"x"}]}`), int16(-400))
	f.Add([]byte(`{"ClauseAssessment":[{"policy":{"managementReviewIntervalMonths":-2147483648,"renewalWarningDays":2147483647}}],"ToolLicense":[{"term":{"end":"2026-01-01","noticePeriodDays":2147483647}}]}`), int16(0))
	seed := map[string][]any{}
	for _, r := range newFixture().records() {
		kind := specOf(r).Type().Name()
		kind = kind[:len(kind)-len("Spec")]
		seed[kind] = append(seed[kind], specOf(r).Interface())
	}
	data, err := json.Marshal(seed)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, int16(365))

	registry := rules.Registry()
	f.Fuzz(func(t *testing.T, data []byte, offset int16) {
		var specs map[string][]json.RawMessage
		if json.Unmarshal(data, &specs) != nil {
			t.Skip()
		}
		var records []api.Record
		for _, kind := range registry.Kinds {
			for i, raw := range specs[kind.Name] {
				r := kind.New()
				// The names are those that the seeds refer to, so that references resolve.
				names := []string{"boss", "ada", "ism", "top", "consulting"}
				if i >= len(names) || json.Unmarshal(raw, specOf(r).Addr().Interface()) != nil {
					continue
				}
				r.SetName(names[i])
				records = append(records, r)
			}
		}
		day := date(baseDay).AddDays(int(offset))
		report := mustRun(registry, assess.NewWorld("isms", records), day)
		for _, finding := range report.Rollup.Findings {
			if finding.Reason == assess.ReasonInternalError {
				t.Fatalf("%s: %s", finding.Record, finding.Message)
			}
		}
		report.Conditions()
		if !report.Until.IsZero() && !report.Until.After(day) {
			t.Fatalf("on %s the report holds until %s", day, report.Until)
		}
	})
}
