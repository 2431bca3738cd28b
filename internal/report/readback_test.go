package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

func assessRun(all []api.Record) *assess.Report {
	return mustRun(rules.Registry(), assess.NewWorld("isms", all), api.MustDate("2026-06-01"))
}

// readBack reads a format as its readers would; formats for people are not read.
func readBack(format string, text []byte) error {
	var v any
	switch format {
	case "json", "sarif":
		return json.Unmarshal(text, &v)
	case "yaml", "openreports":
		for document := range bytes.SplitSeq(text, []byte("---\n")) {
			if err := yaml.Unmarshal(document, &v); err != nil {
				return err
			}
		}
	case "junit":
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// decoded is what JSON or YAML says.
func decoded(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// JSON and YAML say the same, to the letter.
func TestYAMLSaysWhatJSONSays(t *testing.T) {
	for name, a := range assessments(t) {
		var fromJSON, fromYAML any
		if err := json.Unmarshal(write(t, "json", a, style), &fromJSON); err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(write(t, "yaml", a, style), &fromYAML); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(fromJSON, fromYAML) {
			t.Errorf("%s differs", name)
		}
	}
	a := large(1)
	for _, name := range []string{"no", "On", "y", "1:30", "1e3", "0x1f", "null", "~", "2026-06-01", "- a", "a: b", "#", "", " ", "!x", "&a", "*a", "<<", "=", ".inf"} {
		a.Namespaces[0].Rollup.Findings[0].Record.Name = name
		var got struct {
			Namespaces []struct {
				Findings []struct{ Record map[string]any }
			}
		}
		if err := yaml.Unmarshal(write(t, "yaml", a, style), &got); err != nil {
			t.Fatal(err)
		}
		if back := got.Namespaces[0].Findings[0].Record["name"]; back != name {
			t.Errorf("%q comes back as %#v", name, back)
		}
	}
}

// The manifest of a report has every field of it that the operator publishes.
func TestOpenReportManifest(t *testing.T) {
	for name, a := range assessments(t) {
		var manifest, published any
		if err := yaml.Unmarshal(write(t, "openreports", a, style), &manifest); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(openreports.New(a.Namespaces[0], a.NotJudged(a.Namespaces[0].Namespace)))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(body, &published); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(manifest, published) {
			t.Errorf("%s differs", name)
		}
	}
}

type sarifLog struct {
	Runs []struct {
		Results []struct {
			Level               string
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine int }
				}
			}
		}
	}
}

func readSARIF(t *testing.T, a *report.Assessment) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(write(t, "sarif", a, style), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// An alert is the same alert when lines move, and no two findings are one alert.
func TestFingerprintsOutlastLineMoves(t *testing.T) {
	prints := func(shift int, message string) []string {
		a := large(3)
		findings := a.Namespaces[0].Rollup.Findings
		findings[2] = findings[1] // a rule may report a record's field more than once
		findings[0].Message = message
		a.Locate = func(string, assess.Ref, string) input.Position {
			return input.Position{File: fmt.Sprintf("file%d.yaml", shift), Line: 1 + shift}
		}
		var all []string
		for _, result := range readSARIF(t, a).Runs[0].Results {
			all = append(all, result.PartialFingerprints["primaryLocationLineHash"])
		}
		return all
	}
	before, moved, reworded := prints(0, "valid until May"), prints(7, "valid until May"), prints(0, "valid until June")
	if strings.Join(before, " ") != strings.Join(moved, " ") || strings.Join(before, " ") != strings.Join(reworded, " ") {
		t.Errorf("fingerprints change: %v, %v, %v", before, moved, reworded)
	}
	if before[0] == before[1] || before[1] == before[2] {
		t.Errorf("two findings have one fingerprint: %v", before)
	}
}

func TestSARIFPlaces(t *testing.T) {
	const folder, synthetic = "/srv/repo", "no-file/large/CompetencyRecord/record-000000.yaml"
	for _, tc := range []struct{ why, file, want string }{
		{"a relative file stays relative, so that it annotates a pull request", "evidence/people.yaml", "evidence/people.yaml"},
		{"a leading ./ is no part of a path", "./evidence/people.yaml", "evidence/people.yaml"},
		{"spaces and signs are escaped", "evi dence/a#b%.yaml", "evi%20dence/a%23b%25.yaml"},
		{"a colon in the first segment is no scheme", "a:b.yaml", "./a:b.yaml"},
		{"a folder of Windows", `evidence\people.yaml`, "evidence/people.yaml"},
		{"an absolute file below the folder", "/srv/repo/evidence/people.yaml", "evidence/people.yaml"},
		{"a way out and in again", "../repo/evidence/people.yaml", "evidence/people.yaml"},
		{"an absolute file elsewhere is in no repository", "/srv/people.yaml", synthetic},
		{"nor is a folder whose name begins the same", "/srv/repository/people.yaml", synthetic},
		{"nor is a file above", "../people.yaml", synthetic},
		{"standard input is no file", "-", synthetic},
		{"a record of the cluster has no file", "", synthetic},
	} {
		t.Run(tc.why, func(t *testing.T) {
			a := large(1)
			a.Locate = func(string, assess.Ref, string) input.Position {
				return input.Position{File: tc.file, Line: 3, Column: 5}
			}
			style := style
			style.Folder = folder
			run := checkUpload(t, write(t, "sarif", a, style)).Runs[0]
			place := run.Results[0].Locations[0].PhysicalLocation
			line := 3
			if tc.want == synthetic {
				line = 1
			}
			if place.ArtifactLocation.URI != tc.want || place.Region.StartLine != line {
				t.Errorf("got %+v, want %q", place, tc.want)
			}
			if said := len(run.Invocations[0].ToolExecutionNotifications) == 1; said != (tc.want == synthetic) {
				t.Error("it is not said which places are no files")
			}
		})
	}
}

// What is written nowhere, as a record that is missing, is shown at the beginning of the
// namespace's first file.
func TestSARIFOfWhatIsWrittenNowhere(t *testing.T) {
	person, another := &api.Person{}, &api.Person{}
	person.Name, another.Name = "ada", "bob"
	files := map[string]string{"ada": "evidence/z.yaml", "bob": "evidence/b.yaml"}
	a := &report.Assessment{Namespaces: []*assess.Report{assessRun([]api.Record{person, another})}}
	a.Locate = func(_ string, r assess.Ref, _ string) input.Position {
		if files[r.Name] == "" {
			return input.Position{}
		}
		return input.Position{File: files[r.Name], Line: 7, Column: 3}
	}
	a.Problems = []input.Problem{{Record: &input.Record{Kind: "Risk", Namespace: "isms"}, Message: "it is gone"}, {Message: "nothing is there"}}
	got := map[string]int{}
	for _, r := range checkUpload(t, write(t, "sarif", a, style)).Runs[0].Results {
		place := r.Locations[0].PhysicalLocation
		got[fmt.Sprint(place.ArtifactLocation.URI, ":", place.Region.StartLine)]++
	}
	for place, n := range got {
		switch place {
		case "evidence/b.yaml:1", "no-file.yaml:1", "evidence/b.yaml:7", "evidence/z.yaml:7":
		default:
			t.Errorf("%d results are at %s", n, place)
		}
	}
	if got["evidence/b.yaml:1"] < 2 || got["no-file.yaml:1"] != 1 {
		t.Errorf("results are at %v", got)
	}
}
