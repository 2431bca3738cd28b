package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

var kubectlFiles = flag.Int("kubectl-files", 1000, "how many odd files are compared with what kubectl reads of them")

// served refuses what says no apiVersion or no kind, or one that the API server does
// not serve, as kubectl does when it asks the server.
type served struct{}

func (served) ValidateBytes(data []byte) error {
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	version, _ := object["apiVersion"].(string)
	name, _ := object["kind"].(string)
	if _, isList := object["items"].([]any); !isList && object["items"] != nil || name == "ConfigMapList" {
		return errNotServed // kubectl validates such lists by itself
	}
	if value, has := object["items"]; has && value == nil {
		return errNotServed
	}
	return serves(version, strings.TrimSuffix(name, "List"), name)
}

var errNotServed = errors.New("no matches")

func serves(version, kind, name string) error {
	known := kind == "ConfigMap"
	if version == api.GroupVersion.String() {
		known = slices.ContainsFunc(rules.Registry().Kinds, func(k assess.Kind) bool { return k.Name == kind })
	}
	if known && version != "" || name == "List" && (version == "v1" || version == api.GroupVersion.String()) {
		return nil
	}
	return fmt.Errorf("%w: kind %q in version %q", errNotServed, name, version)
}

// kubectlReads returns what kubectl would send of files and folders, read by kubectl's own library
// with what "kubectl create" asks of it, and the errors that it would tell.
func kubectlReads(recursive bool, paths ...string) (objects []*unstructured.Unstructured, err error) {
	result := resource.NewLocalBuilder().Unstructured().Schema(served{}).ContinueOnError().
		NamespaceParam("default").DefaultNamespace().
		FilenameParam(false, &resource.FilenameOptions{Filenames: paths, Recursive: recursive}).Flatten().Do()
	if err := result.Err(); err != nil {
		return nil, err
	}
	err = result.Visit(func(info *resource.Info, err error) error {
		if err != nil {
			return err
		}
		o := info.Object.(*unstructured.Unstructured)
		if err := serves(o.GetAPIVersion(), o.GetKind(), ""); err != nil {
			return err
		}
		objects = append(objects, o)
		return nil
	})
	return objects, err
}

// reading is what was read of a file: records by what names them, written as JSON.
type reading struct {
	records  map[string]string
	problems string
}

func readingOf(t *testing.T, set *manifest.Set) reading {
	t.Helper()
	r := reading{records: map[string]string{}, problems: say(set)}
	for _, n := range set.Namespaces {
		for _, record := range n.Records {
			text, err := json.Marshal(record)
			if err != nil {
				t.Fatal(err)
			}
			r.records[kindOf(record)+" "+n.Name+"/"+record.GetName()] = string(text)
		}
	}
	return r
}

// expected is what the records are that kubectl would send. Each is judged by itself,
// as JSON, which leaves nothing to be read in another way.
func expected(t *testing.T, objects []*unstructured.Unstructured) (all reading, twice bool) {
	t.Helper()
	all.records = map[string]string{}
	for _, o := range objects {
		if !strings.HasPrefix(o.GetAPIVersion(), api.GroupName+"/") {
			continue
		}
		text, err := json.Marshal(o.Object)
		if err != nil {
			t.Fatal(err)
		}
		one := readingOf(t, mustLoad(t, manifest.Options{Stdin: bytes.NewReader(text)}, "-"))
		all.problems += one.problems
		for id, record := range one.records {
			twice = twice || all.records[id] != ""
			all.records[id] = record
		}
	}
	return all, twice
}

// differs compares what the loader reads of a file with what kubectl does. Where the
// loader is stricter, it must say what kubectl would make of it.
func differs(t *testing.T, file string) (difference string, read int) {
	t.Helper()
	objects, refused := kubectlReads(false, file)
	want, twice := expected(t, objects)
	set := mustLoad(t, manifest.Options{}, file)
	have := readingOf(t, set)
	told := len(set.Problems) > 0
	onPurpose := strings.Contains(have.problems, "kubectl")
	switch {
	case !told && turns(file) && maps.Equal(have.records, want.records):
		// kubectl refuses fewer than four bytes behind JSON, whatever they are.
	case !told && refused != nil && len(set.Foreign) > 0 && (maps.Equal(have.records, want.records) || errors.Is(refused, errNotServed)):
		// What is refused is no record. Files do not tell which kinds a cluster has.
	case !told && (refused != nil || want.problems != "" || twice):
		difference = "no problem is told"
	case !told && !maps.Equal(have.records, want.records):
		difference = "other records are read, and no problem is told"
	case told && refused == nil && want.problems == "" && !twice && !onPurpose:
		difference = "kubectl reads it, and the problem does not say so"
	case told && !onPurpose && refused == nil && !contains(have.records, want.records):
		difference = "a record is missing beside the problem"
	case told && refused == nil && !contains(want.records, have.records):
		difference = "a record is read beside the problem that kubectl does not read"
	case told && !contains(have.records, want.records) && !onPurpose:
		difference = "a record that kubectl reads before it stops is missing"
	}
	if difference != "" {
		difference = fmt.Sprintf("%s\nkubectl: %v\n%s%v\nplugin: %v\n%s", difference, keys(want.records), want.problems, refused, keys(have.records), have.problems)
	}
	return difference, len(want.records)
}

// turns reports whether fewer than four bytes stand behind the JSON of a file.
func turns(file string) bool {
	text, err := os.ReadFile(file)
	end := bytes.LastIndexByte(text, '}') + 1
	return err == nil && len(text)-end < 4*len("\x00-")
}

func keys(m map[string]string) []string {
	all := []string{}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[k])
	}
	return all
}

func contains(all, some map[string]string) bool {
	for k, v := range some {
		if all[k] != v {
			return false
		}
	}
	return true
}

// TestKubectlReadsTheSame generates odd files and compares what kubectl's own reader
// makes of them with what the loader does.
func TestKubectlReadsTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "odd.yaml")
	read, failed := 0, 0
	for seed := range *kubectlFiles {
		text := oddfiles.New(int64(seed)).File()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		difference, n := differs(t, file)
		read += n
		if difference == "" {
			continue
		}
		t.Errorf("seed %d: %s\n%q", seed, difference, text)
		if failed++; failed == 10 {
			t.FailNow()
		}
	}
	t.Logf("%d records in %d files", read, *kubectlFiles)
	if read < *kubectlFiles/4 {
		t.Errorf("kubectl reads %d records of %d files: the test shows too little", read, *kubectlFiles)
	}
}
