package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

const (
	openRisk = "apiVersion: isms-operator.io/v1alpha1\nkind: Risk\nmetadata: {name: fire}\nspec: {title: Something burns}\n"
	lateOne  = "apiVersion: isms-operator.io/v1alpha1\nkind: Improvement\nmetadata: {name: patching}\nspec:\n  title: Patch by itself\n  dueOn: \"DAY\"\n"
)

// hidden is what "assess --base -o json" says of records.
type hidden struct {
	Namespaces []struct {
		Changes struct {
			Removed []struct {
				Record   struct{ Kind, Name string }
				File     string
				Findings []jsonFinding
			}
			Postponed []struct {
				Record                struct{ Kind, Name string }
				Field, From, To, File string
				Line                  int
			}
		}
	}
}

// TestWhatAChangeHides: a finding that is gone because its record is gone is told with the
// record, and counts for the exit code: nobody mends a finding by deleting its record.
func TestWhatAChangeHides(t *testing.T) {
	early, late := strings.Replace(lateOne, "DAY", "2026-03-01", 1), strings.Replace(lateOne, "DAY", "2026-12-01", 1)
	for _, tc := range []struct {
		name, why     string
		before, after map[string]string
		removed       string
		postponed     string
		code          int
		says          string
	}{
		{"same", "nothing is removed or postponed", map[string]string{"a.yaml": openRisk}, map[string]string{"a.yaml": openRisk}, "", "", exitOK, "0 introduced, 0 resolved\n"},
		{"moved", "a record that moves to another file is still there", map[string]string{"a.yaml": openRisk + "---\n" + person},
			map[string]string{"a.yaml": person, "b.yaml": openRisk}, "", "", exitOK, "0 introduced, 0 resolved\n"},
		{"removed", "who removes a record with findings is told of them, and mends nothing", map[string]string{"a.yaml": person + "---\n" + openRisk},
			map[string]string{"a.yaml": person}, "Risk/fire", "", exitFindings, "1 record removed with "},
		{"postponed", "who moves a day is told of it, with the place of the day", map[string]string{"a.yaml": early}, map[string]string{"a.yaml": late},
			"", "Improvement/patching spec.dueOn 2026-03-01 2026-12-01", exitOK, "1 day postponed"},
		{"broken", "a record that cannot be read any more is not removed", map[string]string{"a.yaml": person + "---\n" + openRisk},
			map[string]string{"a.yaml": person + "---\n" + strings.Replace(openRisk, "title:", "titel:", 1)}, "", "", exitUnusable, "Compared with"},
		{"unknown", "what may be in a file that is no YAML is not said to be removed", map[string]string{"a.yaml": person, "b.yaml": openRisk},
			map[string]string{"a.yaml": person, "b.yaml": "a: [\n"}, "Risk/fire", "", exitUnusable, "Removed or made unreadable"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before, after := folder(t, tc.before), folder(t, tc.after)
			args := []string{"assess", "-f", after, "--base", before}
			p := isms(t, append(args, "-o", "table", "-o", "json="+filepath.Join(after, "out.txt"))...).must(t, tc.code)
			if !strings.Contains(p.out, tc.says) {
				t.Errorf("%s; %q is missing in\n%s", tc.why, tc.says, p.out)
			}
			var d hidden
			if err := json.Unmarshal([]byte(content(t, filepath.Join(after, "out.txt"))), &d); err != nil {
				t.Fatal(err)
			}
			var removed, postponed []string
			for _, r := range d.Namespaces[0].Changes.Removed {
				removed = append(removed, r.Record.Kind+"/"+r.Record.Name)
				if len(r.Findings) == 0 || !strings.HasPrefix(r.File, before) {
					t.Errorf("%s; %+v has no findings, or no place in the base", tc.why, r)
				}
			}
			for _, d := range d.Namespaces[0].Changes.Postponed {
				postponed = append(postponed, strings.Join([]string{d.Record.Kind + "/" + d.Record.Name, d.Field, d.From, d.To}, " "))
				if d.Line != 6 || !strings.HasPrefix(d.File, after) {
					t.Errorf("%s; %+v is at another place", tc.why, d)
				}
			}
			if strings.Join(removed, ",") != tc.removed || strings.Join(postponed, ",") != tc.postponed {
				t.Errorf("%s; removed %v, postponed %v", tc.why, removed, postponed)
			}
		})
	}
}
