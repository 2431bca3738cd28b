package scenarios

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// samplesDay is the day on which the samples conform.
const samplesDay = "2026-06-01"

func samples(t *testing.T) []api.Record {
	t.Helper()
	records, err := LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func judge(records []api.Record) *assess.Report {
	sampled().Bind(records)
	return mustRun(rules.Registry(), assess.NewWorld("samples", records), api.MustDate(samplesDay))
}

// findings returns what the report found, in one string each.
func findings(report *assess.Report) []string {
	all := make([]string, len(report.Rollup.Findings))
	for i, f := range report.Rollup.Findings {
		all[i] = fmt.Sprint(f)
	}
	return all
}

func TestSamplesConform(t *testing.T) {
	report := judge(samples(t))
	for _, f := range report.Rollup.Findings {
		// The samples show how a conflict of duties is waived, and D-02 says so.
		if f.Grade != api.GradeOpportunity && f.Rule != "D-02" {
			t.Errorf("%s %s %s %s: %s (%s)", f.Grade, f.Rule, f.Reason, f.Record, f.Message, f.Field)
		}
	}
	for _, p := range report.Rollup.Points {
		if p.Verdict != api.VerdictConforming {
			t.Errorf("%s is %s", p.Condition, p.Verdict)
		}
	}
}

// placeholder is how a text is made to say nothing.
const placeholder = "a placeholder"

// effect is what happens without a fact.
type effect int

const (
	// silent: no finding comes or goes.
	silent effect = iota
	// observed: findings come or go, and the samples still conform.
	observed
	// decides: the samples do not conform any more.
	decides
)

// TestEveryFactCounts takes each fact from the samples, one at a time: it is
// emptied, a date is moved far into the past, a list loses an entry, a record is
// removed. What the API server would refuse for want of a required field is left out.
// The samples must then not conform, or a list of facts_list_test.go says why they do.
// An entry of a list that is not true any more fails.
func TestEveryFactCounts(t *testing.T) {
	effects := effectsOf(t)
	var counts [decides + 1]int
	used := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(effects)) {
		is := effects[key]
		counts[is]++
		entry, as := listed(key)
		switch {
		case entry == "" && is == silent:
			t.Errorf("nothing happens without the fact: %s", key)
		case entry == "" && is == observed:
			t.Errorf("the samples conform without the fact, and observedOnly does not say why: %s", key)
		case entry == "", strings.HasPrefix(entry, ".") && is != silent, strings.HasSuffix(key, placeholder) && is > as:
			// It counts; of fields that describe anywhere, some do more.
		case is != as:
			t.Errorf("%s is listed by %s, and its effect is %d instead of %d", key, entry, is, as)
		default:
			used[entry] = true
		}
	}
	for _, list := range []map[string]string{describing, withoutEffect, observedOnly} {
		for _, entry := range slices.Sorted(maps.Keys(list)) {
			if !used[entry] {
				t.Errorf("%s is listed, and no fact of the samples needs it", entry)
			}
		}
	}
	t.Logf("%d facts: %d decide, %d are observed, %d do neither", len(effects), counts[decides], counts[observed], counts[silent])
}

// listed finds the entry of the lists that speaks of a fact, and the effect that it
// claims: that of the fact and how it is taken, of the fact however it is taken, or
// of fields of its name anywhere.
func listed(key string) (entry string, as effect) {
	path, how, _ := strings.Cut(key, " ")
	entries := []string{key, path}
	if how == placeholder { // what says nothing is as if it were not there
		entries = append(entries, path+" emptied")
	}
	for _, entry := range entries {
		if withoutEffect[entry] != "" {
			return entry, silent
		}
		if observedOnly[entry] != "" {
			return entry, observed
		}
	}
	for at := range path {
		if path[at] == '.' && describing[path[at:]] != "" {
			return path[at:], silent
		}
	}
	return "", silent
}

// effectsOf tries every mutation, and returns the greatest effect that taking each
// fact has on any record.
func effectsOf(t *testing.T) map[string]effect {
	t.Helper()
	schemas := readSchemas(t)
	before := findings(judge(samples(t)))
	return trial{
		load:   func() []api.Record { return samples(t) },
		list:   func(records []api.Record) []mutation { return mutations(records, schemas) },
		enough: decides,
		effect: func(report *assess.Report) effect {
			switch {
			case report.Rollup.Verdict != api.VerdictConforming:
				return decides
			case !slices.Equal(findings(report), before):
				return observed
			}
			return silent
		},
	}.run()
}

// mutations lists every way to take one fact from the records that the schemas allow.
func mutations(records []api.Record, schemas map[string]*schema) []mutation {
	var all []mutation
	for _, r := range records {
		kind := reflect.TypeOf(r).Elem().Name()
		name := r.GetName()
		all = append(all, mutation{kind, "removed", func() func() {
			r.SetName("")
			return func() { r.SetName(name) }
		}})
		walk(r, schemas, func(s spot) { all = append(all, s.takings()...) })
	}
	return all
}

// takings lists the ways to take the facts of a spot; it stays itself where the schema
// keeps it.
func (s spot) takings() []mutation {
	var all []mutation
	v := s.value
	add := func(how string, value reflect.Value) { all = append(all, s.becomes(how, value)) }
	date := v.Type() == dateType
	if !s.kept && (date || v.Kind() != reflect.Struct) {
		add("emptied", reflect.Zero(v.Type()))
	}
	switch {
	case s.schema.freeText():
		add(placeholder, reflect.ValueOf("\u200b-").Convert(v.Type()))
	case date:
		add("lapsed", reflect.ValueOf(api.MustDate("2001-01-01")))
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			rest := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i))
			add("without an entry", reflect.AppendSlice(rest, v.Slice(i+1, v.Len())))
		}
	}
	return all
}

// sampled keeps the approvals of the samples bound to what a test makes of them: what it takes
// away is to be found by itself, and not by an approval that is stale.
var sampled = sync.OnceValue(func() *Binding {
	binding := &Binding{own: map[string]bool{}}
	for _, load := range []func() ([]api.Record, error){
		func() ([]api.Record, error) { return LoadFolder("../../config/samples") },
		func() ([]api.Record, error) { return loadRecords("weaken") },
	} {
		records, err := load()
		if err != nil {
			panic(err)
		}
		maps.Copy(binding.own, BindingOf(records).own)
	}
	return binding
})
