package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// validated are manifests in short form, valid and invalid: the kind, and below it
// the fields of metadata and spec. Their name is "x" and their spec empty where
// they give none.
var validated = []string{
	// Metadata.
	"Person {}", "Person {metadata: {name: a.b-c.1}}", "Person {metadata: {name: A}}", "Person {metadata: {name: -a}}", "Person {metadata: {name: a..b}}",
	"Person {metadata: {name: a_b}}", "Person {metadata: {name: 7}}", "Person {metadata: {name: '7'}}", "Person {metadata: {name: '" + strings.Repeat("a", 253) + "'}}",
	"Person {metadata: {name: '" + strings.Repeat("a", 254) + "'}}", "Person {metadata: {name: ''}}",
	"Person {metadata: {labels: {a: b}}}", "Person {metadata: {labels: {a: 1}}}", "Person {metadata: {labels: {a: 'b c'}}}", "Person {metadata: {labels: {'a b': c}}}",
	"Person {metadata: {labels: {'x.y/z': ''}}}", "Person {metadata: {annotations: {'a b': c}}}", "Person {metadata: {annotations: {a: 'b c'}}}",
	"Person {metadata: {nick: x}}", "Person {metadata: {finalizers: [x]}}", "Person {metadata: {ownerReferences: [{}]}}", "Person {metadata: {creationTimestamp: null}}",
	// Fields, types and nulls.
	"Person {nick: x}", "Person {spec: {nick: x}}", "Person {spec: {displayName: 1}}", "Person {spec: {displayName: yes}}", "Person {spec: {displayName: 'yes'}}",
	"Person {spec: {displayName: null}}", "Person {spec: []}", "Person {spec: null}", "Person {spec: {owner: x}}", "Person {spec: {evidence: {}}}", "Person {spec: {evidence: []}}",
	"Person {spec: {evidence: [null]}}", "Person {spec: {evidence: [{name: a}]}}", "Person {spec: {evidence: [{name: a, uri: b, x: c}]}}",
	"Person {spec: {displayName: '" + strings.Repeat("é", 128) + "'}}", "Person {spec: {displayName: '" + strings.Repeat("é", 129) + "'}}",
	// Enums, patterns and numbers.
	"Person {spec: {sourcing: internal}}", "Person {spec: {sourcing: Internal}}", "Person {spec: {review: {intervalMonths: 0}}}", "Person {spec: {review: {intervalMonths: 120}}}",
	"Person {spec: {review: {intervalMonths: 121}}}", "Person {spec: {review: {intervalMonths: 1.5}}}", "Person {spec: {review: {intervalMonths: '12'}}}", "Person {spec: {review: {intervalMonths: 99999999999}}}",
	"Person {spec: {review: {}}}", "Person {spec: {evidence: [{name: a, uri: b, sha256: abc}]}}", "Person {spec: {evidence: [{name: a, uri: ''}]}}",
	"ToolLicense {spec: {product: x, controls: [A.8.13]}}", "ToolLicense {spec: {product: x, controls: [A.9.1]}}",
	// Lists.
	"ToolLicense {spec: {product: x, controls: [A.8.13, A.8.13]}}", "Person {spec: {evidence: [{name: a, uri: b}, {name: a, uri: c}]}}", "Person {spec: {evidence: [{name: a, uri: b}, {name: b, uri: b}]}}",
	// Rules.
	"Person {spec: {owner: {}}}", "Person {spec: {owner: {statedAs: ''}}}", "Person {spec: {owner: {statedAs: TBD, roleRef: {name: a}}}}", "Person {spec: {managerRef: {name: x}}}", "Person {spec: {managerRef: {name: y}}}",
	"Person {spec: {engagedFrom: '2026-02-29'}}", "Person {spec: {engagedFrom: '2028-02-29'}}", "Person {spec: {engagedFrom: 2026-10-31}}", "Person {spec: {engagedFrom: '2026-10-31T00:00:00Z'}}",
	"Person {spec: {engagedFrom: '2026-10-31T00:00:01Z'}}", "Person {spec: {engagedFrom: '31.10.2026'}}", "Person {spec: {engagedFrom: ''}}",
	"Person {spec: {engagedFrom: '2026-02-02', engagedUntil: '2026-02-01'}}", "Person {spec: {engagedFrom: '2026-02-02', engagedUntil: '2026-02-02T00:00:00Z'}}",
	"Person {spec: {sourcing: Internal, serviceRef: {name: y}}}", "ToolLicense {spec: {product: x, term: {end: '2026-02-01', evergreen: {reason: z}}}}",
	"ToolLicense {spec: {product: x, retiredOn: '2026-01-01', term: {start: '2026-01-02'}}}", "ToolLicense {spec: {term: {start: '2026-01-02', end: '2026-01-01'}}}", "ToolLicense {}",
}

// TestValidationIsTheServers has the loader and the real API server, asked strictly,
// judge the same manifests: both take them, or both name the same fields.
func TestValidationIsTheServers(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	server, err := dynamic.NewForConfig(s.Config())
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, short := range validated {
		text, object := written(t, short)
		_, err := server.Resource(api.GroupVersion.WithResource(pluralOf(t, object.GetKind()))).Namespace(ns).
			Create(t.Context(), object, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}, FieldValidation: metav1.FieldValidationStrict})
		set, loadErr := manifest.Load(t.Context(), []string{"-"}, manifest.Options{Stdin: strings.NewReader(text), Namespace: ns})
		if loadErr != nil {
			t.Fatal(loadErr)
		}
		if (err == nil) != (len(set.Problems) == 0) {
			t.Errorf("%.120s\nthe API server says %v\nthe loader says %+v", short, err, set.Problems)
			continue
		}
		if err == nil {
			taken++
			continue
		}
		ours := map[string]bool{}
		for _, p := range set.Problems {
			ours[p.Field] = true
		}
		for _, field := range refusedFields(err) {
			if !ours[field] {
				t.Errorf("%.120s\nthe API server says %v\nthe loader names %v", short, err, ours)
			}
		}
	}
	if refused := len(validated) - taken; taken < 20 || refused < 40 {
		t.Errorf("the server took %d of %d manifests: the table shows too little", taken, len(validated))
	}
}

// written writes a manifest out, and reads it as kubectl does.
func written(t *testing.T, short string) (string, *unstructured.Unstructured) {
	t.Helper()
	kind, rest, _ := strings.Cut(short, " ")
	object := map[string]any{}
	if err := yaml.Unmarshal([]byte(rest), &object); err != nil {
		t.Fatal(err)
	}
	object["apiVersion"], object["kind"] = api.GroupVersion.String(), kind
	meta, _ := object["metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
	}
	if _, named := meta["name"]; !named {
		meta["name"] = "x"
	}
	object["metadata"] = meta
	if _, has := object["spec"]; !has {
		object["spec"] = map[string]any{}
	}
	text, err := yaml.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), &unstructured.Unstructured{Object: object}
}

func pluralOf(t *testing.T, kind string) string {
	t.Helper()
	for _, k := range rules.Registry().Kinds {
		if k.Name == kind {
			return k.Plural
		}
	}
	t.Fatalf("no kind %s", kind)
	return ""
}

var unknownField = regexp.MustCompile(`unknown field "([^"]+)"`)

// refusedFields are the fields that the API server names.
func refusedFields(err error) (fields []string) {
	for _, m := range unknownField.FindAllStringSubmatch(err.Error(), -1) {
		fields = append(fields, m[1])
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil {
		for _, cause := range status.Status().Details.Causes {
			if cause.Field != "" && cause.Field != "<nil>" {
				fields = append(fields, fmt.Sprint(cause.Field))
			}
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}
