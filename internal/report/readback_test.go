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
		body, err := json.Marshal(report.NewOpenReport(a.Namespaces[0], a.NotJudged(a.Namespaces[0].Namespace)))
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
		a.Locate = func(string, assess.Ref, string) report.Position {
			return report.Position{File: fmt.Sprintf("file%d.yaml", shift), Line: 1 + shift}
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
	for _, tc := range []struct{ why, file, want string }{
		{"a relative file stays relative, so that it annotates a pull request", "evidence/people.yaml", "evidence/people.yaml"},
		{"a leading ./ is no part of a path", "./evidence/people.yaml", "evidence/people.yaml"},
		{"spaces and signs are escaped", "evi dence/a#b%.yaml", "evi%20dence/a%23b%25.yaml"},
		{"a colon in the first segment is no scheme", "a:b.yaml", "./a:b.yaml"},
		{"a folder of Windows", `evidence\people.yaml`, "evidence/people.yaml"},
		{"an absolute file has a scheme", "/srv/people.yaml", "file:///srv/people.yaml"},
		{"standard input is no file", "-", ""},
		{"a record of the cluster has no file", "", ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			a := large(1)
			a.Locate = func(string, assess.Ref, string) report.Position {
				return report.Position{File: tc.file, Line: 3, Column: 5}
			}
			place := readSARIF(t, a).Runs[0].Results[0].Locations[0].PhysicalLocation
			if place.ArtifactLocation.URI != tc.want || (tc.want != "" && place.Region.StartLine != 3) {
				t.Errorf("got %+v, want %q", place, tc.want)
			}
		})
	}
}
