package scenarios

import (
	"fmt"
	"reflect"
	"runtime"
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
	return assess.Run(rules.Registry(), assess.NewWorld("samples", records), api.MustDate(samplesDay))
}

func TestSamplesConform(t *testing.T) {
	report := judge(samples(t))
	for _, f := range report.Rollup.Findings {
		if f.Grade != api.GradeOpportunity {
			t.Errorf("%s %s %s %s: %s (%s)", f.Grade, f.Rule, f.Reason, f.Record, f.Message, f.Field)
		}
	}
	for _, p := range report.Rollup.Points {
		if p.Verdict != api.VerdictConforming {
			t.Errorf("%s is %s", p.Condition, p.Verdict)
		}
	}
}

// mutation takes one fact from a record of the samples.
type mutation struct {
	// path is the fact without the names of list entries, such as "ToolLicense.Spec.Term.End".
	path string
	// how the fact was taken: emptied, lapsed or removed.
	how   string
	apply func() (undo func())
}

// TestEveryFactCounts takes each fact from the samples, one at a time: it is
// emptied, a date is moved far into the past, a list loses an entry, a record is
// removed. The samples must then not conform, or the fact is listed in
// withoutEffect with the reason why nothing happens.
func TestEveryFactCounts(t *testing.T) {
	counts, tried := map[string]bool{}, map[string]bool{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wait.Go(func() {
			records := samples(t)
			all := mutations(records)
			for i := worker; i < len(all); i += workers {
				m := all[i]
				key := m.path + " " + m.how
				mu.Lock()
				tried[key] = true
				done := counts[key]
				mu.Unlock()
				if done {
					continue
				}
				undo := m.apply()
				verdict := judge(slices.DeleteFunc(slices.Clone(records), func(r api.Record) bool { return r.GetName() == "" })).Rollup.Verdict
				undo()
				if verdict != api.VerdictConforming {
					mu.Lock()
					counts[key] = true
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	var silent []string
	for key := range tried {
		reason := reasonWithoutEffect(key)
		switch {
		case !counts[key] && reason == "":
			silent = append(silent, key)
		case counts[key] && reason != "" && !strings.HasPrefix(reason, descriptive):
			t.Errorf("%s is listed as without effect and has one: %s", key, reason)
		}
	}
	slices.Sort(silent)
	for _, key := range silent {
		t.Errorf("nothing happens without the fact: %s", key)
	}
	for key := range withoutEffect {
		if !tried[key] {
			t.Errorf("%s is listed as without effect, and no sample has it", key)
		}
	}
	t.Logf("%d facts, of which %d decide", len(tried), len(counts))
}

// mutations lists every way to take one fact from the records.
func mutations(records []api.Record) []mutation {
	var all []mutation
	for _, r := range records {
		kind := reflect.TypeOf(r).Elem().Name()
		name := r.GetName()
		all = append(all, mutation{kind, "removed", func() func() {
			r.SetName("")
			return func() { r.SetName(name) }
		}})
		all = append(all, facts(reflect.ValueOf(r).Elem().FieldByName("Spec"), kind+".Spec")...)
	}
	return all
}

func facts(v reflect.Value, path string) []mutation {
	to := func(how string, value reflect.Value) mutation {
		return mutation{path, how, func() func() {
			was := reflect.New(v.Type()).Elem()
			was.Set(v)
			v.Set(value)
			return func() { v.Set(was) }
		}}
	}
	if v.IsZero() {
		return nil
	}
	if v.Type() == reflect.TypeFor[api.Date]() {
		return []mutation{to("emptied", reflect.Zero(v.Type())), to("lapsed", reflect.ValueOf(api.MustDate("2001-01-01")))}
	}
	var all []mutation
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name := path + "." + field.Name
			if field.Anonymous {
				name = path
			}
			all = append(all, facts(v.Field(i), name)...)
		}
	case reflect.Pointer:
		all = append(all, to("emptied", reflect.Zero(v.Type())))
		if v.Elem().Kind() == reflect.Struct {
			all = append(all, facts(v.Elem(), path)...)
		}
	case reflect.Slice:
		all = append(all, to("emptied", reflect.Zero(v.Type())))
		for i := range v.Len() {
			without := reflect.AppendSlice(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i)), v.Slice(i+1, v.Len()))
			all = append(all, mutation{path, "without an entry", to("", without).apply})
			all = append(all, facts(v.Index(i), path+"[]")...)
		}
	default:
		all = append(all, to("emptied", reflect.Zero(v.Type())))
	}
	return all
}

// descriptive begins the reason of facts that say what something is, on which no
// verdict can hang.
const descriptive = "describes"

// reasonWithoutEffect says why nothing happens without a fact; "" if something must.
func reasonWithoutEffect(key string) string {
	if reason, ok := withoutEffect[key]; ok {
		return reason
	}
	path, _, _ := strings.Cut(key, " ")
	for suffix, reason := range describing {
		if strings.HasSuffix(path, suffix) {
			return fmt.Sprintf("%s: %s", descriptive, reason)
		}
	}
	return ""
}

// describing are fields that describe, wherever they are.
var describing = map[string]string{}

// withoutEffect are facts without which the samples still conform, each with the reason.
var withoutEffect = map[string]string{}
