// Package schemas holds what the plugin writes against the schemas that others
// publish. It reads the golden files of internal/report, which that package's tests
// keep equal to what is written.
package schemas

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	oscalvalidation "github.com/defenseunicorns/go-oscal/src/pkg/validation"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	_ "github.com/yannh/kubeconform/pkg/output" // its module carries the schema of JUnit
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"sigs.k8s.io/yaml"

	_ "github.com/openreports/reports-api/apis/openreports.io/v1alpha1" // its module carries the CRD
)

// goldens returns the golden files of a format; there must be some.
func goldens(t *testing.T, format string) []string {
	t.Helper()
	files, err := filepath.Glob("../../../internal/report/testdata/*." + format)
	if err != nil || len(files) < 3 {
		t.Fatalf("%d golden files of %s: %v", len(files), format, err)
	}
	return files
}

// moduleFile returns the path of a file of a module that this one requires.
func moduleFile(t *testing.T, module, file string) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(dir)), file)
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sarifSchema is the schema of OASIS, which go-sarif carries as a constant.
func sarifSchema(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), moduleFile(t, "github.com/owenrumney/go-sarif/v3", "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && len(l.Value) > len(literal) {
			literal = l.Value
		}
		return true
	})
	schema, err := strconv.Unquote(literal)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func compile(t *testing.T, name, schema string) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSARIF(t *testing.T) {
	schema := compile(t, "sarif.json", sarifSchema(t))
	for _, file := range goldens(t, "sarif") {
		data := read(t, file)
		if err := schema.Validate(decode(t, data)); err != nil {
			t.Errorf("%s: %#v", file, err)
		}
		report, err := sarif.FromBytes(data) // as another program reads it
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		run := report.Runs[0]
		for _, result := range run.Results {
			if rule := run.Tool.Driver.Rules[result.RuleIndex]; *rule.ID != *result.RuleID {
				t.Errorf("%s: ruleIndex %d is of %s, not of %s", file, result.RuleIndex, *rule.ID, *result.RuleID)
			}
		}
	}
	if schema.Validate(decode(t, []byte(`{"version": "2.1.0", "runs": [{"results": []}]}`))) == nil {
		t.Error("the schema accepts a run without a tool: it checks nothing")
	}
}

func TestJUnit(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("SKIPPED: JUnit is not held against its schema, because xmllint is not installed (package libxml2-utils)")
	}
	schema := moduleFile(t, "github.com/yannh/kubeconform", "fixtures/junit.xsd")
	lint := func(file string) error {
		out, err := exec.Command("xmllint", "--noout", "--schema", schema, file).CombinedOutput()
		if err != nil {
			t.Logf("%s", out)
		}
		return err
	}
	for _, file := range goldens(t, "junit") {
		if err := lint(file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	bad := filepath.Join(t.TempDir(), "bad.xml")
	if err := os.WriteFile(bad, []byte("<testsuites><testsuite/></testsuites>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if lint(bad) == nil {
		t.Error("the schema accepts a suite without a name: it checks nothing")
	}
}

// What the API server would say of the reports: validation by the CRD, and no field
// that it would drop.
func TestOpenReports(t *testing.T) {
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(read(t, moduleFile(t, "github.com/openreports/reports-api", "config/crd/openreports.io_reports.yaml")), &crd); err != nil {
		t.Fatal(err)
	}
	var props apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(crd.Spec.Versions[0].Schema.OpenAPIV3Schema, &props, nil); err != nil {
		t.Fatal(err)
	}
	validator, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := structural.NewStructural(&props)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range goldens(t, "openreports") {
		for _, document := range strings.Split(string(read(t, file)), "---\n")[1:] {
			object := map[string]any{}
			if err := yaml.Unmarshal([]byte(document), &object); err != nil {
				t.Fatal(err)
			}
			if errs := validation.ValidateCustomResource(nil, object, validator); len(errs) > 0 {
				t.Errorf("%s: %v", file, errs.ToAggregate())
			}
			if unknown := pruning.PruneWithOptions(object, shape, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}); len(unknown) > 0 {
				t.Errorf("%s: the API server would drop %v", file, unknown)
			}
		}
	}
	if validation.ValidateCustomResource(nil, map[string]any{"results": []any{map[string]any{"result": "maybe", "policy": "P"}}}, validator) == nil {
		t.Error("the schema accepts an unknown result: it checks nothing")
	}
}

// Our own schema is what programs rely on: what is written is as it says, and has no
// field that it does not describe.
func TestOwnJSON(t *testing.T) {
	document := decode(t, read(t, "../../../docs/report-schema.json"))
	closeObjects(document)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://report.isms-operator.io/v1", document); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range goldens(t, "json") {
		var head struct{ Kind string }
		data := read(t, file)
		if err := json.Unmarshal(data, &head); err != nil {
			t.Fatal(err)
		}
		seen[head.Kind] = true
		schema, err := c.Compile("https://report.isms-operator.io/v1#/$defs/" + head.Kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(decode(t, data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		damaged := decode(t, data).(map[string]any)
		damaged["surprise"] = true
		if schema.Validate(damaged) == nil {
			t.Error("the schema accepts a field that it does not describe: it checks nothing")
		}
	}
	if !seen["Assessment"] || !seen["Forecast"] || !seen["History"] {
		t.Errorf("only %v were checked", seen)
	}
}

// closeObjects lets objects have no other properties than those described. For readers
// the schema is open, because fields may be added.
func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if v["properties"] != nil {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			closeObjects(child)
		}
	case []any:
		for _, child := range v {
			closeObjects(child)
		}
	}
}

// TestOSCAL holds results against the schemas of NIST, by the validator that other tools of
// OSCAL are made with.
func TestOSCAL(t *testing.T) {
	for format, version := range map[string]string{"oscal": "1.1.3", "oscal-1.2.2": "1.2.2"} {
		for _, file := range goldens(t, format) {
			validator, err := oscalvalidation.NewValidatorDesiredVersion(read(t, file), version)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if err := validator.Validate(); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		validator, err := oscalvalidation.NewValidatorDesiredVersion([]byte(`{"assessment-results": {"uuid": "x", "metadata": {"oscal-version": "`+version+`"}}}`), version)
		if err == nil && validator.Validate() == nil {
			t.Error("the schema accepts results of nothing: it checks nothing")
		}
	}
}
