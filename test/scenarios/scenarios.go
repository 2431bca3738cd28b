// Package scenarios holds audit stories: records, a day, and the report that
// they must give. The engine's test and the operator's parity test read them.
//
// A story is a folder with as-of, report.json and its records: those of input.yaml,
// or those of the folder that base names, changed as changes.yaml says. One that is judged by
// what a cluster grants or runs holds what was seen of it in observation.yaml, and lifecycles.json
// where the support of products is compared. report.json is
// rewritten by "go test ./test/scenarios -update".
package scenarios

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Scenario is one audit story.
type Scenario struct {
	Name    string
	AsOf    api.Date
	Records []api.Record
	// Observation is what was seen of a cluster; nil where nobody looked.
	Observation *observation.File
	// Lifecycles are what a file says of the support of products; nil where there is none.
	Lifecycles *assess.Lifecycles
}

// Report is what a story must give, in the form of report.json.
type Report struct {
	AsOf         string              `json:"asOf"`
	Verdict      api.Verdict         `json:"verdict"`
	NextChangeOn string              `json:"nextChangeOn,omitempty"`
	Points       map[string]string   `json:"points"`
	Findings     map[string][]string `json:"findings"`
}

// Load reads every story below the folder that is of records alone.
func Load(dir string) ([]Scenario, error) {
	return loadThose(dir, func(s *Scenario) bool { return s.Observation == nil })
}

// LoadObserved reads every story below the folder that is of records and of what was seen of
// a cluster.
func LoadObserved(dir string) ([]Scenario, error) {
	return loadThose(dir, func(s *Scenario) bool { return s.Observation != nil })
}

func loadThose(dir string, wanted func(*Scenario) bool) ([]Scenario, error) {
	days, err := filepath.Glob(filepath.Join(dir, "*", "as-of"))
	if err != nil {
		return nil, err
	}
	if len(days) == 0 {
		return nil, fmt.Errorf("no story in %s", dir)
	}
	var all []Scenario
	for _, day := range days {
		s, err := load(filepath.Dir(day))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Dir(day), err)
		}
		if wanted(&s) {
			all = append(all, s)
		}
	}
	return all, nil
}

func load(dir string) (Scenario, error) {
	s := Scenario{Name: filepath.Base(dir)}
	day, err := os.ReadFile(filepath.Join(dir, "as-of"))
	if err != nil {
		return s, err
	}
	if s.AsOf, err = api.ParseDate(strings.TrimSpace(string(day))); err != nil {
		return s, err
	}
	if s.Records, err = loadRecords(dir); err != nil {
		return s, err
	}
	if s.Lifecycles, err = loadLifecycles(dir); err != nil {
		return s, err
	}
	seen, err := os.ReadFile(filepath.Join(dir, observationFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		s.Observation, err = observation.Read(observationFile, seen)
	}
	return s, err
}

// The files of a story that say what was seen of a cluster, and of the support of products.
const (
	observationFile = "observation.yaml"
	lifecyclesFile  = "lifecycles.json"
)

func loadLifecycles(dir string) (*assess.Lifecycles, error) {
	content, err := os.ReadFile(filepath.Join(dir, lifecyclesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := &assess.Lifecycles{}
	return all, lifecycles.Read(all, lifecyclesFile, content)
}

// World is what the engine judges of the story.
func (s *Scenario) World() *assess.World {
	w := assess.NewWorld(s.Name, s.Records)
	if s.Observation != nil {
		seen := s.Observation.Observation(s.Name)
		seen.Lifecycles = s.Lifecycles
		w.Observe(seen)
	}
	return w
}

// loadRecords reads the records of a folder: its base, what it adds, and what it changes.
func loadRecords(dir string) ([]api.Record, error) {
	documents, err := readBase(dir)
	if err != nil {
		return nil, err
	}
	input, err := os.ReadFile(filepath.Join(dir, "input.yaml"))
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || documents == nil) {
		return nil, err
	}
	own, err := split(input)
	if err != nil {
		return nil, err
	}
	documents = replace(documents, own)
	before, err := decodeAll(documents)
	if err != nil {
		return nil, err
	}
	binding := BindingOf(before)
	documents, err = applyChanges(documents, filepath.Join(dir, "changes.yaml"))
	if err != nil {
		return nil, err
	}
	records, err := decodeAll(documents)
	binding.Bind(records) // a story is of records as they were approved, but where it says otherwise
	return records, err
}

// LoadFolder reads the records of a folder of manifests, such as the samples.
func LoadFolder(dir string) ([]api.Record, error) {
	documents, err := readFolder(dir)
	if err != nil {
		return nil, err
	}
	return decodeAll(documents)
}

// split reads the documents of a stream of YAML.
func split(data []byte) ([]document, error) {
	var all []document
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		var d document
		if err := yaml.UnmarshalStrict(text, &d); err != nil {
			return nil, err
		}
		if d != nil {
			all = append(all, d)
		}
	}
}

func decodeAll(documents []document) ([]api.Record, error) {
	var records []api.Record
	for _, d := range documents {
		text, err := json.Marshal(d)
		if err != nil {
			return nil, err
		}
		record, err := decode(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.id(), err)
		}
		records = append(records, record)
	}
	return records, nil
}

func decode(document []byte) (api.Record, error) {
	var head struct{ Kind string }
	if err := json.Unmarshal(document, &head); err != nil {
		return nil, err
	}
	for _, kind := range rules.Registry().Kinds {
		if kind.Name == head.Kind {
			record := kind.New()
			strict := json.NewDecoder(bytes.NewReader(document))
			strict.DisallowUnknownFields()
			return record, strict.Decode(record)
		}
	}
	return nil, fmt.Errorf("kind %q is not one of the register", head.Kind)
}

// Judge returns the report of the engine on the story.
func (s *Scenario) Judge() *assess.Report {
	return mustRun(rules.Registry(), s.World(), s.AsOf)
}

// mustRun judges with a context that is never done, so it cannot fail.
func mustRun(registry *assess.Registry, w *assess.World, today api.Date) *assess.Report {
	report, err := assess.Run(context.Background(), registry, w, today)
	if err != nil {
		panic(err)
	}
	return report
}

// Render puts a report of the engine into the form of report.json.
func Render(r *assess.Report) ([]byte, error) {
	out := Report{
		AsOf: r.AsOf.String(), Verdict: r.Rollup.Verdict, NextChangeOn: r.Until.String(),
		Points: map[string]string{}, Findings: map[string][]string{},
	}
	for _, p := range r.Rollup.Points {
		out.Points[p.Condition] = string(p.Verdict)
	}
	for _, f := range r.Rollup.Findings {
		name := f.Record.String()
		out.Findings[name] = append(out.Findings[name], Line(f.Rule, f.Reason, f.Grade, f.Message))
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(out)
	return b.Bytes(), err
}

// Line is how a finding is written in report.json.
func Line(rule, reason string, grade api.Grade, message string) string {
	return fmt.Sprintf("%s %s %s: %s", rule, grade, reason, message)
}
