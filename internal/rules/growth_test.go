package rules_test

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// growthDay is the day that is judged; it does not matter which.
var growthDay = api.MustDate("2026-06-15")

// TestCopiesOfOneRecord: a register grows by records like those that it has. Four times
// as many copies of any sample cost at most five times as much, whether they are a crowd
// around the same few records or each with records of its own to refer to. Counted are
// records that were looked at and memory that was asked for, which are the same on any
// machine; seconds are not.
func TestCopiesOfOneRecord(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // what processors do twice is no growth
	register := append(folder(t, "../../config/samples"), folder(t, "../../config/samples/gaps")...)
	for i := range register {
		if a, ok := register[i].(*api.ClauseAssessment); ok {
			a.Spec.NextExternalAudit = nil // foretelling that day would judge everything twice
		}
	}
	before := costOf(register)
	kinds := map[reflect.Type]bool{}
	for _, sample := range register {
		checkGrowth(t, before, register, []api.Record{sample}, 1000)
		// One of each kind is enough here: a copy brings a dozen records along.
		if kind := reflect.TypeOf(sample); !kinds[kind] {
			kinds[kind] = true
			checkGrowth(t, before, register, withReferents(sample, register), 250)
		}
	}
	if len(kinds) != len(rules.Registry().Kinds) {
		t.Errorf("the samples are of %d kinds", len(kinds))
	}
}

// checkGrowth compares what n copies of some records add to the cost of the register
// with what four times as many add. The first of the records is what they are of.
func checkGrowth(t *testing.T, before cost, register, records []api.Record, n int) {
	t.Helper()
	less, more := costOf(withCopies(register, records, n)), costOf(withCopies(register, records, 4*n))
	for what := range before {
		if a, b := less[what]-before[what], more[what]-before[what]; b > 5*a {
			t.Errorf("%s %s with %d records that it names: %d copies take %d %s, and %d take %d, %.1f times as many",
				reflect.TypeOf(records[0]).Elem().Name(), records[0].GetName(), len(records)-1, n, a, costs[what], 4*n, b, float64(b)/float64(a))
		}
	}
}

func folder(t *testing.T, path string) []api.Record {
	t.Helper()
	records, err := scenarios.LoadFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// cost of a judgement.
type cost [3]int

// costs are what is counted.
var costs = [3]string{"records looked at", "allocations", "bytes"}

func costOf(records []api.Record) cost {
	w := assess.NewWorld("isms", records)
	registry := rules.Registry()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := assess.Run(context.Background(), registry, w, growthDay); err != nil {
		panic(err)
	}
	runtime.ReadMemStats(&after)
	return cost{w.Looked(), int(after.Mallocs - before.Mallocs), int(after.TotalAlloc - before.TotalAlloc)}
}

// withCopies adds n copies of the records, which name each other where the originals do.
func withCopies(register, records []api.Record, n int) []api.Record {
	copied := map[string]bool{}
	for _, r := range records {
		copied[r.GetName()] = true
	}
	all := slices.Clone(register)
	for i := range n {
		for _, r := range records {
			c := r.DeepCopyObject().(api.Record)
			rename := func(name *string) {
				if copied[*name] {
					*name = fmt.Sprintf("%s-%05d", *name, i)
				}
			}
			name := c.GetName()
			rename(&name)
			c.SetName(name)
			if len(records) > 1 { // none of the samples names itself
				names(reflect.ValueOf(c).Elem().FieldByName("Spec"), rename)
			}
			all = append(all, c)
		}
	}
	return all
}

// withReferents is a record with those of the register that it names.
func withReferents(r api.Record, register []api.Record) []api.Record {
	named := map[string]bool{}
	names(reflect.ValueOf(r).Elem().FieldByName("Spec"), func(name *string) { named[*name] = true })
	all := []api.Record{r}
	for _, other := range register {
		if other != r && named[other.GetName()] {
			all = append(all, other)
		}
	}
	return all
}

// names calls visit for the name in each reference to another record.
func names(v reflect.Value, visit func(*string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			names(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			names(v.Index(i), visit)
		}
	case reflect.Struct:
		switch v.Addr().Interface().(type) {
		case *api.Reference, *api.ResourceReference, *api.RecordReference, *api.SubjectReference:
			visit(v.FieldByName("Name").Addr().Interface().(*string))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				names(v.Field(i), visit)
			}
		}
	}
}
