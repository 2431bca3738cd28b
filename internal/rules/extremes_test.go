package rules_test

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// extremes are the ends of what can be written, and the days beside them.
var extremes = []api.Date{date("0001-01-01"), date("0001-01-02"), date("0999-12-31"), date("9999-12-30"), date("9999-12-31")}

// TestExtremeDays sets every date of every kind to each extreme, one field at a time,
// with the intervals of the policy as they are, at their least and beyond their most,
// and judges on an ordinary day and on extreme ones. Every day that comes out must be
// one that can be written, and the report must hold until it says.
func TestExtremeDays(t *testing.T) {
	registry, runs := rules.Registry(), 0
	for number, path := range dateFields() {
		set := 0
		for i := 0; i < len(extremes) || set == 0 && i < 40; i++ { // by chance a world lacks the field
			day := extremes[i%len(extremes)]
			records := random(int64(number + i)).world()
			interval := []int32{0, 1, math.MaxInt32}[(number+i)%3]
			for _, r := range records {
				if a, ok := r.(*api.ClauseAssessment); ok && interval > 0 {
					setIntervals(reflect.ValueOf(&a.Spec.Policy).Elem(), interval)
				}
				dates(specOf(r), specOf(r).Type().Name(), func(at string, v reflect.Value) {
					if at == path {
						v.Set(reflect.ValueOf(day))
						set++
					}
				})
			}
			runs += checkExtreme(t, registry, records, number+i, fmt.Sprintf("%s is %s, intervals %d", path, day, interval))
		}
		if set == 0 {
			t.Errorf("%s was never set", path)
		}
	}
	t.Logf("%d dates, %d reports", len(dateFields()), runs)
}

// TestExtremesTogether sets every date of a world to an extreme by chance, so that they
// meet each other.
func TestExtremesTogether(t *testing.T) {
	for seed := range int64(worlds) {
		d := random(seed)
		records := d.world()
		for _, r := range records {
			dates(specOf(r), "", func(_ string, v reflect.Value) { v.Set(reflect.ValueOf(extremes[d.Intn(len(extremes))])) })
		}
		checkExtreme(t, rules.Registry(), records, int(seed), fmt.Sprintf("seed %d", seed))
	}
}

// dateFields are the dates of all kinds, each by its path.
func dateFields() []string {
	var all []string
	for _, kind := range rules.Registry().Kinds {
		spec := specOf(kind.New()).Type()
		all = append(all, datePaths(spec, spec.Name())...)
	}
	return all
}

// setIntervals sets every number below a value.
func setIntervals(v reflect.Value, to int32) {
	switch v.Kind() {
	case reflect.Int32:
		v.SetInt(int64(to))
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		setIntervals(v.Elem(), to)
	case reflect.Slice:
		for i := range v.Len() {
			setIntervals(v.Index(i), to)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[api.Date]() {
			return
		}
		for i := range v.NumField() {
			setIntervals(v.Field(i), to)
		}
	}
}

// checkExtreme judges a world on an ordinary day and, by the turn, on the first or the
// last; it returns how many reports it made.
func checkExtreme(t *testing.T, registry *assess.Registry, records []api.Record, turn int, what string) int {
	t.Helper()
	w := assess.NewWorld("isms", records)
	runs := 0
	for _, today := range []api.Date{date("2026-06-01"), extremes[turn%2*(len(extremes)-1)]} {
		what := fmt.Sprintf("on %s, %s", today, what)
		report := mustRun(registry, w, today)
		runs++
		noInternalError(t, 0, report)
		checkDays(t, what, report)
		if !report.Until.IsZero() && !report.Until.After(today) {
			t.Errorf("%s: it holds until %s", what, report.Until)
		}
		last := api.LastDate()
		if !report.Until.IsZero() {
			last = report.Until.AddDays(-1)
		}
		if last == today {
			continue
		}
		runs++
		if then := mustRun(registry, w, last); canon(then, false) != canon(report, false) {
			t.Errorf("%s: it is to hold until %q, and on %s it is otherwise", what, report.Until, last)
		}
	}
	return runs
}

// inWords finds days in sentences, with years that have too many digits or a sign.
var inWords = regexp.MustCompile(`-?\d+-\d\d-\d\d`)

// checkDays reports days of a report that cannot be written or read.
func checkDays(t *testing.T, what string, report *assess.Report) {
	t.Helper()
	check := func(name, day string) {
		if read, err := api.ParseDate(day); day != "" && (err != nil || read.String() != day || len(day) != 10) {
			t.Errorf("%s: %s is %q", what, name, day)
		}
	}
	findings := report.Rollup.Findings
	check("until", report.Until.String())
	check("the review is due", report.ReviewDue.String())
	if f := report.Forecast; f != nil {
		check("the forecast", f.On.String())
		findings = append(findings[:len(findings):len(findings)], f.Arising...)
	}
	for i := range report.Results {
		r := &report.Results[i]
		check(r.Record.GetName()+" holds until", r.Until.String())
		check(r.Record.GetName()+" is kept until", r.RetainUntil.String())
	}
	for _, f := range findings {
		check(f.Rule+" since", f.Since.String())
		for _, day := range inWords.FindAllString(f.Message+" "+f.Remedy, -1) {
			check(f.Rule+" says "+f.Message, day)
		}
	}
	for _, f := range report.Rollup.Findings {
		if f.Since.After(report.AsOf) {
			t.Errorf("%s: %s on %s holds since %s", what, f.Rule, f.Record, f.Since)
		}
	}
}
