package rules_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// nobody is a number that looks like that of a control and is of none.
const nobody = "A.5.38"

var (
	controlType  = reflect.TypeFor[api.ControlID]()
	controlsType = reflect.TypeFor[[]api.ControlID]()
)

// controlPaths returns the path of every field of a type that names controls.
func controlPaths(t reflect.Type, path string) []string {
	switch {
	case t == controlType, t == controlsType:
		return []string{path}
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice:
		return controlPaths(t.Elem(), path)
	case t.Kind() == reflect.Struct && strings.HasSuffix(t.PkgPath(), "api/v1alpha1"):
		var all []string
		for i := range t.NumField() {
			all = append(all, controlPaths(t.Field(i).Type, within(path, t.Field(i)))...)
		}
		return all
	}
	return nil
}

// within is the path of a field as findings write it, without the names of entries.
func within(path string, f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		return path // as of what is embedded
	}
	return path + "." + name
}

// eachControlField calls visit for what names controls at a path of a record.
func eachControlField(v reflect.Value, at, path string, visit func(reflect.Value)) {
	switch {
	case v.Type() == controlType, v.Type() == controlsType:
		if at == path {
			visit(v)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		eachControlField(v.Elem(), at, path, visit)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachControlField(v.Index(i), at, path, visit)
		}
	case v.Kind() == reflect.Struct && strings.HasSuffix(v.Type().PkgPath(), "api/v1alpha1"):
		for i := range v.NumField() {
			eachControlField(v.Field(i), within(at, v.Type().Field(i)), path, visit)
		}
	}
}

// contradicts is the rule that holds a review against what is open.
const contradicts = "P9-12"

// controlsExist is the rule that tells of controls that do not exist.
const controlsExist = "X-12"

// entryNames are the names of entries in the field of a finding.
var entryNames = regexp.MustCompile(`\[[^]]*\]`)

// TestPhantomControls puts a control that does not exist into each field that can name
// one. It is told once for each record and field, and nothing else is found than where
// the field names nothing: it counts for nothing.
func TestPhantomControls(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		for _, path := range controlPaths(specOf(kind.New()).Type(), "spec") {
			t.Run(kind.Name+"/"+path, func(t *testing.T) {
				told := 0
				for seed := range int64(20) {
					with, named := worldWith(seed, kind, path, nobody)
					without, _ := worldWith(seed, kind, path, "")
					phantoms, rest := splitFindings(run(with, baseDay), controlsExist)
					phantoms = slices.DeleteFunc(phantoms, func(f assess.Finding) bool {
						return f.Record.Kind != kind.Name || entryNames.ReplaceAllString(f.Field, "") != path
					})
					if _, want := splitFindings(run(without, baseDay), controlsExist); render(rest) != render(want) {
						t.Fatalf("seed %d: a control that does not exist counts\n got %s\nwant %s", seed, render(rest), render(want))
					}
					for _, f := range phantoms {
						if f.Grade != api.GradeUnknown || !strings.Contains(f.Message, nobody) {
							t.Errorf("seed %d: %s: %s: %s", seed, f.Record, line(f), f.Message)
						}
					}
					if len(phantoms) != named {
						t.Errorf("seed %d: %d fields name it, and it is told %d times", seed, named, len(phantoms))
					}
					told += named
				}
				if told == 0 {
					t.Error("no record has the field")
				}
			})
		}
	}
}

// worldWith is a random world in which a field of one kind names one control, or none,
// and all others name one that does not exist. It tells how many fields name the first.
func worldWith(seed int64, kind assess.Kind, path, id string) (records []api.Record, named int) {
	records = random(seed).world()
	for _, r := range records {
		switch r := r.(type) {
		case *api.StatementOfApplicability:
			if len(r.Spec.Controls) > 0 {
				r.Spec.Controls[0].ID = nobody
			}
		case *api.InternalAudit:
			if r.Spec.Scope != nil {
				r.Spec.Scope.Clauses = append(r.Spec.Scope.Clauses, nobody)
			}
		}
		for _, at := range controlPaths(specOf(r).Type(), "spec") {
			it := at == path && reflect.TypeOf(r) == reflect.TypeOf(kind.New())
			eachControlField(specOf(r), "spec", at, func(v reflect.Value) {
				switch {
				case it && id == "":
					v.SetZero()
				case it:
					named++
					setControl(v, id)
				default:
					setControl(v, nobody)
				}
			})
		}
	}
	return records, named
}

func setControl(v reflect.Value, id string) {
	if v.Type() == controlType {
		v.SetString(id)
	} else {
		v.Set(reflect.ValueOf([]api.ControlID{api.ControlID(id)}))
	}
}

// splitFindings separates the findings of one rule from the others.
func splitFindings(r *assess.Report, rule string) (of, rest []assess.Finding) {
	for _, f := range r.Rollup.Findings {
		if f.Rule == rule {
			of = append(of, f)
		} else {
			rest = append(rest, f)
		}
	}
	return of, rest
}

// TestPhantomEntryLinksNothing: an entry of the statement about a control that does not
// exist changes nothing for other records.
func TestPhantomEntryLinksNothing(t *testing.T) {
	entries := 0
	for seed := range int64(60) {
		judged := [2]string{}
		for i := range judged {
			records := random(seed).world()
			for _, r := range records {
				if s, ok := r.(*api.StatementOfApplicability); ok && len(s.Spec.Controls) > 0 {
					s.Spec.Controls[0].ID = nobody
					s.Spec.Controls = s.Spec.Controls[i:] // with it, and without
					entries++
				}
			}
			judged[i] = render(slices.DeleteFunc(findings(run(records, baseDay)), func(f assess.Finding) bool {
				return f.Record.Kind == "StatementOfApplicability" || f.Rule == contradicts || f.Rule == "L-08" // which read all findings, and count all dated acts
			}))
		}
		if judged[0] != judged[1] {
			t.Errorf("seed %d: with the entry\n%s\nwithout it\n%s", seed, judged[0], judged[1])
		}
	}
	if entries < 20 {
		t.Errorf("only %d statements have entries", entries)
	}
}

// TestMisread: who names a number that is none is told what is nearest.
func TestMisread(t *testing.T) {
	for _, r := range []struct{ why, id, want string }{
		{"one past the last of a theme", "A.5.38", "is no control of Annex A; the nearest is A.5.37 (Documented operating procedures)"},
		{"far past it", "A.6.99", "is no control of Annex A; the nearest is A.6.8 (Information security event reporting)"},
		{"before the first", "A.8.0", "is no control of Annex A; the nearest is A.8.1 (User endpoint devices)"},
		{"2013, with a successor", "A.12.4.1", "is a number of the 2013 edition; in the 2022 edition that is A.8.15 (Logging)"},
		{"2013, in a chapter that both editions have", "A.6.1.2", "is a number of the 2013 edition; in the 2022 edition that is A.5.3 (Segregation of duties)"},
		{"2013, without the A", "18.1.4", "is a number of the 2013 edition; in the 2022 edition that is A.5.34 (Privacy and protection of PII)"},
		{"2013, a whole chapter", "A.18", "is a number of the 2013 edition; the 2022 edition goes from A.5.1 to A.8.34"},
		{"2013, a number that it does not have", "A.12.9.9", "is a number of the 2013 edition; the 2022 edition goes from A.5.1 to A.8.34"},
		{"written otherwise", "a 8.13", "is not written as the standard does; it may mean A.8.13 (Information backup)"},
		{"a theme is no control", "A.5", "is no control of Annex A"},
		{"no chapter of either edition", "A.4.1", "is no control of Annex A"},
		{"a word", "backup", "is no control of Annex A"},
		{"nothing", "", "is no control of Annex A"},
	} {
		if got := facts.MisreadControl(r.id); got != r.want {
			t.Errorf("%s: %q %s\nwant %s", r.why, r.id, got, r.want)
		}
	}
}

// TestPhantomsOfOneField are told together, and only those.
func TestPhantomsOfOneField(t *testing.T) {
	f := newFixture()
	f.tool.Spec.Controls = []api.ControlID{"A.8.13", "A.12.3.1", nobody}
	told, _ := splitFindings(run(f.records(), baseDay), controlsExist)
	const want = `spec.controls names "A.12.3.1", which is a number of the 2013 edition; in the 2022 edition that is A.8.13 (Information backup), and "A.5.38", which is no control of Annex A; the nearest is A.5.37 (Documented operating procedures)`
	if len(told) != 1 || told[0].Message != want {
		t.Errorf("told %s", fmt.Sprint(told))
	}
}
