package manifest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/config/crd"
)

// runChild makes the test binary start a program and print what it took. The peak of a
// child counts the memory of its parent at the fork, so a small parent is needed.
const runChild = "ISMS_TEST_RUN_CHILD"

// usage is what a program took.
type usage struct {
	Wall, CPU time.Duration
	// Peak of its resident memory, in bytes.
	Peak int64
}

func TestMain(m *testing.M) {
	if os.Getenv(runChild) == "" {
		os.Exit(m.Run())
	}
	child := exec.Command(os.Args[1], os.Args[2:]...)
	child.Stderr = os.Stderr
	begin := time.Now()
	var exit *exec.ExitError
	if err := child.Run(); err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	s := child.ProcessState
	if s.ExitCode() > 1 { // 1 is findings
		fmt.Fprintln(os.Stderr, s)
		os.Exit(3)
	}
	rusage := s.SysUsage().(*syscall.Rusage)
	if err := json.NewEncoder(os.Stdout).Encode(usage{time.Since(begin), s.UserTime() + s.SystemTime(), rusage.Maxrss << 10}); err != nil {
		os.Exit(3)
	}
	os.Exit(0)
}

// measure runs a program, whose output goes nowhere.
func measure(b *testing.B, program string, args ...string) usage {
	b.Helper()
	c := exec.Command(os.Args[0], append([]string{program}, args...)...)
	c.Env = append(os.Environ(), runChild+"=1")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		b.Fatalf("%s: %v", program, err)
	}
	var u usage
	if err := json.Unmarshal(out, &u); err != nil {
		b.Fatal(err)
	}
	return u
}

// BenchmarkAssess runs the plugin, from start to exit, on the manifests that kubeconform
// validates, the two in turn. What it reports is the median of each.
func BenchmarkAssess(b *testing.B) {
	dir := b.TempDir()
	plugin, other := filepath.Join(dir, "kubectl-isms"), filepath.Join(dir, "kubeconform")
	build(b, "../..", plugin, "./cmd/kubectl-isms")
	build(b, "../../hack/tools/kubeconform", other, "github.com/yannh/kubeconform/cmd/kubeconform")
	schemas := filepath.Join(dir, "schemas")
	writeSchemas(b, schemas)
	for _, n := range []int{10_000, 100_000} {
		one, many := filepath.Join(dir, fmt.Sprint(n), "all.yaml"), ""
		if n == 10_000 {
			many = filepath.Join(dir, "each")
		}
		writeRegister(b, register(b, n), one, many)
		for _, path := range []string{one, many} {
			if path == "" {
				continue
			}
			b.Run(fmt.Sprintf("records=%d/%s", n, filepath.Base(path)), func(b *testing.B) {
				var ours, theirs []usage
				for b.Loop() {
					ours = append(ours, measure(b, plugin, "assess", "-f", path, "-o", "json", "--as-of", "2026-06-15"))
					theirs = append(theirs, measure(b, other, "-strict", "-summary", "-schema-location", schemas+"/{{.ResourceKind}}.json", path))
				}
				a, z := median(ours), median(theirs)
				b.ReportMetric(a.Wall.Seconds(), "s")
				b.ReportMetric(a.CPU.Seconds(), "cpu-s")
				b.ReportMetric(float64(a.Peak)/(1<<20), "MiB")
				b.ReportMetric(z.Wall.Seconds(), "kubeconform-s")
				b.ReportMetric(z.CPU.Seconds(), "kubeconform-cpu-s")
				b.ReportMetric(float64(z.Peak)/(1<<20), "kubeconform-MiB")
				b.ReportMetric(a.Wall.Seconds()/z.Wall.Seconds(), "ratio")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// median returns the median of each figure.
func median(all []usage) usage {
	pick := func(of func(usage) int64) int64 {
		values := make([]int64, len(all))
		for i, u := range all {
			values[i] = of(u)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return usage{
		Wall: time.Duration(pick(func(u usage) int64 { return int64(u.Wall) })),
		CPU:  time.Duration(pick(func(u usage) int64 { return int64(u.CPU) })),
		Peak: pick(func(u usage) int64 { return u.Peak }),
	}
}

func build(b *testing.B, dir, out, what string) {
	b.Helper()
	c := exec.Command("go", "build", "-ldflags", "-s -w", "-o", out, what) // as released
	c.Dir = dir
	if text, err := c.CombinedOutput(); err != nil {
		b.Fatalf("go build %s: %v\n%s", what, err, text)
	}
}

// writeSchemas writes the schema of every kind as kubeconform reads it. It knows no CEL
// and no list types; unknown fields are refused.
func writeSchemas(b *testing.B, dir string) {
	b.Helper()
	files, err := crd.Bases.ReadDir("bases")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		text, err := crd.Bases.ReadFile("bases/" + file.Name())
		if err != nil {
			b.Fatal(err)
		}
		var definition apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal(text, &definition); err != nil {
			b.Fatal(err)
		}
		text, err = json.Marshal(definition.Spec.Versions[0].Schema.OpenAPIV3Schema)
		if err != nil {
			b.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(text, &schema); err != nil {
			b.Fatal(err)
		}
		closed(schema)
		if text, err = json.Marshal(schema); err != nil {
			b.Fatal(err)
		}
		write(b, filepath.Join(dir, strings.ToLower(definition.Spec.Names.Kind)+".json"), string(text))
	}
}

// closed refuses fields that an object's schema does not name.
func closed(schema map[string]any) {
	properties, ok := schema["properties"].(map[string]any)
	if ok {
		schema["additionalProperties"] = false
	}
	for _, p := range properties {
		closed(p.(map[string]any))
	}
	if items, ok := schema["items"].(map[string]any); ok {
		closed(items)
	}
}
