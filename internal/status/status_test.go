package status

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/isms-operator/isms-operator/internal/rules"
)

// fill gives every field below a value something to say, other for each n.
func fill(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n+i)
		}
	case reflect.String:
		v.SetString("text " + strconv.Itoa(n))
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(n))
	case reflect.Struct:
		if t, ok := v.Addr().Interface().(*metav1.Time); ok {
			*t = metav1.NewTime(time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("a status has a field of the kind " + v.Kind().String())
	}
}

// leaves calls do with each value below one that is not made of others, and its path.
func leaves(v reflect.Value, path string, do func(path string, leaf reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		leaves(v.Elem(), path, do)
	case reflect.Slice:
		leaves(v.Index(1), path+"[1]", do)
	case reflect.Struct:
		if _, ok := v.Addr().Interface().(*metav1.Time); ok {
			do(path, v)
			return
		}
		for i := range v.NumField() {
			leaves(v.Field(i), path+"."+v.Type().Field(i).Name, do)
		}
	default:
		do(path, v)
	}
}

func equal(a, b *Status) bool { return Same(Keep(a), Keep(b)) }

func filled() *Status {
	s := &Status{}
	fill(reflect.ValueOf(s).Elem(), 1)
	return s
}

// TestStatusIsCompared: two statuses that differ in a field, however deep, are not equal.
// A field that is added to a status fails here until the digest has it.
func TestStatusIsCompared(t *testing.T) {
	if !equal(filled(), filled()) {
		t.Fatal("a status differs from itself")
	}
	n := 0
	leaves(reflect.ValueOf(filled()).Elem(), "status", func(path string, _ reflect.Value) {
		n++
		other := filled()
		leaves(reflect.ValueOf(other).Elem(), "status", func(at string, leaf reflect.Value) {
			if at == path {
				fill(leaf, 9)
			}
		})
		if equal(filled(), other) || equal(other, filled()) {
			t.Errorf("a difference of %s is not seen", path)
		}
	})
	if n < 40 {
		t.Errorf("only %d fields were looked at", n)
	}
	if equal(nil, filled()) || equal(filled(), nil) || equal(nil, nil) {
		t.Error("a status that cannot be read equals one")
	}
	for _, part := range []func(*Status){
		func(s *Status) { s.Counts = nil },
		func(s *Status) { s.Forecast = nil },
		func(s *Status) { s.Points = s.Points[:1] },
		func(s *Status) { s.Policy = nil },
		func(s *Status) { s.Policy.Fields = nil },
		func(s *Status) { s.Conditions = s.Conditions[:1] },
		func(s *Status) { s.Findings = nil },
		func(s *Status) { s.Forecast.Arising = nil },
	} {
		less := filled()
		part(less)
		if equal(filled(), less) || equal(less, filled()) {
			t.Errorf("what is absent of %+v is not seen", less)
		}
	}
}

// TestStatusIsWrittenWhole: what is absent from a status is sent as null, and what is sent
// is read as what it was.
func TestStatusIsWrittenWhole(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		record := reflect.ValueOf(kind.New()).Elem()
		own := record.FieldByName("Status")
		fill(own, 1)
		full := &Status{}
		if kind.Name == "ClauseAssessment" {
			full = filled()
		} else {
			fill(reflect.ValueOf(&full.RecordStatus).Elem(), 1)
		}
		var sent struct {
			Metadata Version
			Status   map[string]any
		}
		patch := func(s *Status) {
			t.Helper()
			body, err := Patch(Version{"uid", "7"}, &kind, s)
			if err != nil {
				t.Fatal(err)
			}
			sent.Status = nil
			if err := json.Unmarshal(body, &sent); err != nil {
				t.Fatal(err)
			}
		}
		patch(full)
		if !equal(Read(sent.Status), full) {
			t.Errorf("%s: what is read is not what was written", kind.Name)
		}
		if sent.Metadata != (Version{"uid", "7"}) {
			t.Errorf("%s: the patch is of %+v", kind.Name, sent.Metadata)
		}
		n := len(sent.Status)
		patch(&Status{})
		if len(sent.Status) != n {
			t.Errorf("%s: %d of %d fields are sent of a status that says nothing", kind.Name, len(sent.Status), n)
		}
		for name, value := range sent.Status {
			if value != nil {
				t.Errorf("%s: %s is sent as %v", kind.Name, name, value)
			}
		}
	}
}
