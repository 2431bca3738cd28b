package assess_test

import (
	"fmt"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// mixed returns n records of five kinds; about half of them have a finding.
func mixed(n int) []api.Record {
	var records []api.Record
	for i := range n {
		name := fmt.Sprintf("r%06d", i/5)
		ref := api.Reference{Name: name}
		var r api.Record
		switch i % 5 {
		case 0:
			r = &api.Person{Spec: api.PersonSpec{Sourcing: api.SourcingInternal}}
		case 1:
			r = &api.SecurityRole{Spec: api.SecurityRoleSpec{Title: "Role", RequiredCompetencies: []api.RequiredCompetency{{Competency: "Basics"}},
				Assignments: []api.Assignment{{Name: name, PersonRef: ref}}}}
		case 2:
			r = &api.CompetencyRecord{Spec: api.CompetencyRecordSpec{PersonRef: ref, Competency: "Basics", Basis: api.BasisExperience, CredentialID: "C",
				AchievedOn: api.MustDate("2024-01-01"), Validity: &api.Validity{ValidUntil: api.MustDate("2026-01-01").AddDays(i % 365)}}}
		case 3:
			r = &api.ToolLicense{Spec: api.ToolLicenseSpec{Product: "Tool", Criticality: api.CriticalityHigh,
				Common: api.Common{Owner: &api.Actor{PersonRef: &ref}}, Term: &api.Term{End: api.MustDate("2026-01-01").AddDays(i % 365)}}}
		default:
			r = &api.OutsourcedService{Spec: api.OutsourcedServiceSpec{Supplier: "S", Criticality: api.CriticalityLow, DataAccessed: []api.DataClass{api.DataNone},
				Common: api.Common{Owner: &api.Actor{PersonRef: &ref}}, Term: &api.Term{End: api.MustDate("2030-01-01")}}}
		}
		r.SetName(name)
		records = append(records, r)
	}
	return records
}

func BenchmarkRun(b *testing.B) {
	registry := rules.Registry()
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			records := mixed(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := assess.Run(b.Context(), registry, assess.NewWorld("isms", records), api.MustDate("2026-06-15")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkExplain is what it costs to tell what the verdicts rest on, beside BenchmarkRun.
func BenchmarkExplain(b *testing.B) {
	registry := rules.Registry()
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			report, err := assess.Run(b.Context(), registry, assess.NewWorld("isms", mixed(n)), api.MustDate("2026-06-15"))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				rules.Explain(report)
			}
		})
	}
}

// BenchmarkDays is a year, day after day, of which almost each has something that lapses;
// ns/day is to be held beside BenchmarkRun of as many records.
func BenchmarkDays(b *testing.B) {
	registry := rules.Registry()
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := assess.NewWorld("isms", mixed(n))
			b.ReportAllocs()
			days := 0
			for b.Loop() {
				err := assess.Days(b.Context(), registry, w, api.MustDate("2026-01-01"), api.MustDate("2026-12-31"), func(*assess.Report) error { days++; return nil })
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(days), "ns/day")
		})
	}
}
