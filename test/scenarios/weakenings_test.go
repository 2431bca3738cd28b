package scenarios

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// weakWorld is the samples, and beside them those who sign what they may not, and what
// carries nothing any more.
func weakWorld(t *testing.T) []api.Record {
	t.Helper()
	records, err := loadRecords("weaken")
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// brought reports whether a record is one that the weakenings bring along: of those nobody
// asks what is found.
func brought(r api.Record) bool {
	return strings.HasPrefix(r.GetName(), "gone-") || slices.Contains([]string{"leaver", "external", "junior"}, r.GetName())
}

// problem is a finding but for its words, which change with what they list.
type problem struct {
	rule, reason, field string
	grade               api.Grade
	record              assess.Ref
}

// problems counts what was found, observations included: chances are no problems.
func problems(report *assess.Report) map[problem]int {
	all := map[problem]int{}
	for i := range report.Rollup.Findings {
		f := &report.Rollup.Findings[i]
		if f.Grade != api.GradeOpportunity {
			all[problem{f.Rule, f.Reason, f.Field, f.Grade, f.Record}]++
		}
	}
	return all
}

// more reports whether something is found that was not before.
func more(now, before map[problem]int) bool {
	for p, n := range now {
		if n > before[p] {
			return true
		}
	}
	return false
}

// weakener lists the weakenings of a record of the world; of those that the weakenings
// brought themselves nobody asks.
type weakener struct {
	schemas map[string]*schema
	kinds   map[string]string // by kind and field, the kind that a reference names
	world   map[string]api.Record
}

func (w *weakener) list(records []api.Record) []mutation {
	w.world = map[string]api.Record{}
	for _, r := range records {
		w.world[kindOf(r)+"/"+r.GetName()] = r
	}
	w.kinds = referredKinds(records)
	var all []mutation
	for _, r := range records {
		if !brought(r) {
			all = append(all, w.of(r)...)
		}
	}
	return all
}

// of lists the weakenings of one record.
func (w *weakener) of(r api.Record) (all []mutation) {
	happened := happenedFields(r)
	walk(r, w.schemas, func(s spot) {
		all = append(all, weakTexts(s)...)
		all = append(all, weakDays(s, happened)...)
		all = append(all, w.weakActors(s)...)
		all = append(all, w.weakCarriers(s)...)
	})
	if a, ok := r.(*api.ClauseAssessment); ok {
		all = append(all, weakPolicy(a, w.schemas["ClauseAssessment"].Properties["policy"])...)
	}
	return all
}

func kindOf(r api.Record) string { return reflect.TypeOf(r).Elem().Name() }

// TestEveryWeakeningIsFound weakens the samples, one field at a time: what is a text says
// nothing, what falls due never does, who signs may not, what carries is gone, and the
// policy asks for the least. Something must be found, or weakest says why no verdict rests
// on the field. A field of the list of which each weakening is found fails.
func TestEveryWeakeningIsFound(t *testing.T) {
	schemas := readSchemas(t)
	before := problems(judge(weakWorld(t)))
	effects := trial{
		load:   func() []api.Record { return weakWorld(t) },
		list:   func(records []api.Record) []mutation { return (&weakener{schemas: schemas}).list(records) },
		enough: observed,
		effect: func(report *assess.Report) effect {
			if more(problems(report), before) {
				return observed
			}
			return silent
		},
	}.run()
	used := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(effects)) {
		if effects[key] > silent || saysNoMore(key, effects) {
			continue
		}
		path, _, _ := strings.Cut(key, " ")
		if entry := restless(path); entry != "" {
			used[entry] = true
		} else {
			t.Errorf("nothing is found: %s", key)
		}
	}
	for _, entry := range slices.Sorted(maps.Keys(noVerdict)) {
		if !used[entry] {
			t.Errorf("%s is listed, and each weakening of it is found", entry)
		}
	}
	t.Logf("%d weakenings of fields", len(effects))
}
