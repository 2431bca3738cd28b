package controllers_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// extremeDays are the first and the last that can be written, and the one before it.
var extremeDays = []api.Date{api.MustDate("0001-01-01"), api.MustDate("9999-12-30"), api.MustDate("9999-12-31")}

// TestExtremeDaysAreWritten stores the samples with each date in turn at each end of what
// can be written. The status of every record that the API server accepts is written,
// which one day of eleven characters would prevent.
func TestExtremeDaysAreWritten(t *testing.T) {
	namespace := newNamespace(t)
	stored, fields, refused := storeExtremes(t, namespace)
	t.Logf("%d records with %d dates at %d extremes; %d dates were refused: %s", len(stored), fields, len(extremeDays), len(refused), strings.Join(refused, ", "))
	if fields < 80 || len(stored) < 240 || len(refused) > 10 {
		t.Errorf("the test shows too little")
	}
	startOperator(t, namespace, clockAt("2026-06-01"), cluster.Config(), false)
	eventually(t, time.Minute, func() error {
		for len(stored) > 0 {
			record := stored[len(stored)-1]
			if err := admin.Get(context.Background(), client.ObjectKeyFromObject(record), record); err != nil {
				return err
			}
			status := record.RecordStatus()
			if status.ObservedGeneration != record.GetGeneration() {
				return fmt.Errorf("%d records are not judged, such as %T %s, which has %s", len(stored), record, record.GetName(), record.GetAnnotations()["has"])
			}
			checkWritten(t, record)
			stored = stored[:len(stored)-1]
		}
		return nil
	})
}

// storeExtremes returns the records that the API server accepted, how many dates they
// have at an extreme, and the dates that it accepted at no extreme in any sample.
func storeExtremes(t *testing.T, namespace string) (stored []api.Record, fields int, refused []string) {
	t.Helper()
	samples, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	accepted, known := map[string]bool{}, map[string]bool{}
	for _, sample := range samples {
		kind := reflect.TypeOf(sample).Elem().Name()
		visitDates(specOf(sample), kind, func(path string, _ reflect.Value) {
			for _, day := range extremeDays {
				key := path + " " + day.String()
				if record := storeExtreme(t, namespace, sample, path, day, accepted[key]); record != nil {
					accepted[key] = true
					stored = append(stored, record)
				}
				known[path] = known[path] || accepted[key]
			}
		})
	}
	for path, ok := range known {
		if ok {
			fields++
		} else {
			refused = append(refused, path)
		}
	}
	slices.Sort(refused)
	return stored, fields, refused
}

// storeExtreme stores a copy of a sample with a day in a date: with the other dates as they
// are, else with all on that day. It returns nil where the API server refuses both.
func storeExtreme(t *testing.T, namespace string, sample api.Record, path string, day api.Date, done bool) api.Record {
	t.Helper()
	if done {
		return nil
	}
	for _, together := range []bool{false, true} {
		record := extreme(sample, path, day, together)
		record.SetNamespace(namespace)
		record.SetName("")
		record.SetGenerateName("x-")
		record.SetAnnotations(map[string]string{"has": path + " " + day.String()})
		err := admin.Create(t.Context(), record)
		if err == nil {
			return record
		}
		if !apierrors.IsInvalid(err) {
			t.Fatalf("%s is %s: %v", path, day, err)
		}
	}
	return nil
}

// extreme is a copy of a record with a day in a date; with others that it has on the same
// day where they go together, so that what must be in order is.
func extreme(sample api.Record, path string, day api.Date, together bool) api.Record {
	record := sample.DeepCopyObject().(api.Record)
	visitDates(specOf(record), reflect.TypeOf(record).Elem().Name(), func(at string, v reflect.Value) {
		if at == path || together && !v.IsZero() {
			v.Set(reflect.ValueOf(day))
		}
	})
	return record
}

// checkWritten reports days of a status that nobody can read.
func checkWritten(t *testing.T, record api.Record) {
	t.Helper()
	status := record.RecordStatus()
	days := []string{status.NextChangeOn, status.RetainUntil}
	for _, f := range status.Findings {
		days = append(days, f.Since)
	}
	for _, day := range days {
		if _, err := api.ParseDate(day); day != "" && err != nil {
			t.Errorf("the status of what has %s: %v", record.GetAnnotations()["has"], err)
		}
	}
}

func specOf(r api.Record) reflect.Value { return reflect.ValueOf(r).Elem().FieldByName("Spec") }

// visitDates calls visit for every date of a value, absent ones too, with its path.
func visitDates(v reflect.Value, path string, visit func(string, reflect.Value)) {
	if v.Type() == reflect.TypeFor[api.Date]() {
		visit(path, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visitDates(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visitDates(v.Index(i), path+"[]", visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			visitDates(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	}
}

// TestUnreadableStatusesAreRefused writes statuses which Go cannot read, as somebody may
// who has the right. One that stood would hide every record of its kind from the operator.
func TestUnreadableStatusesAreRefused(t *testing.T) {
	namespace, samples := newNamespace(t), map[string]api.Record{}
	all, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		samples[reflect.TypeOf(r).Elem().Name()] = r
	}
	const condition = `{"conditions":[{"type":"Current","status":"True","reason":"R","message":"","lastTransitionTime":%s}]}`
	at := func(value string) string { return fmt.Sprintf(condition, value) }
	for _, kind := range rules.Registry().Kinds {
		record := samples[kind.Name].DeepCopyObject().(api.Record)
		record.SetNamespace(namespace)
		create(t, record)
		for _, r := range []struct {
			status  string
			refused bool
			why     string
		}{
			{at(`"2026-11-29T12:00:00Z"`), false, "as the operator writes it"},
			{at(`"2026-11-29T12:00:00.5+23:59"`), false, "Go reads fractions and offsets"},
			{at(`"2026-11-29t12:00:00z"`), true, "small letters"},
			{at(`"2026-11-29T12:00:00z"`), true, "a small letter"},
			{at(`"2026-11-29T12:00:00+25:00"`), true, "an offset that does not exist"},
			{at(`"2026-11-29T12:00:00+01:61"`), true, "minutes that do not exist"},
			{at(`"2026-11-29T12:00:00ZT00:00:00Z"`), true, "two times"},
			{at(`"2026-11-29T12:00:00x5Z"`), true, "a fraction without a point"},
			{at(`"0000-01-01T00:00:00Z"`), true, "a year that does not exist"},
			{at(`"2026-02-29T00:00:00Z"`), true, "a day that does not exist"},
			{at(`[]`), true, "a list, which a format accepts"},
			{`{"observedGeneration":1e19}`, true, "more than 64 bits"},
			{`{"counts":{"major":3000000000,"minor":0,"unknown":0,"observation":0,"opportunity":0}}`, true, "more than 32 bits"},
		} {
			patch := client.RawPatch(types.MergePatchType, []byte(`{"status":`+r.status+`}`))
			target := kind.New()
			target.SetNamespace(namespace)
			target.SetName(record.GetName())
			if err := admin.Status().Patch(t.Context(), target, patch); apierrors.IsInvalid(err) != r.refused || (err == nil) == r.refused {
				t.Errorf("%s: %s (%s): %v", kind.Name, r.status, r.why, err)
			}
		}
	}
}
