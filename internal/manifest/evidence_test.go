package manifest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
)

const contract = "The contract.\n"

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// evidenceRows are URIs of evidence in records/person.yaml, beside which lie
// records/contract.txt, records/with space.txt and shared/contract.txt.
var evidenceRows = []struct {
	uri, sha256, why string
	want             []string
}{
	{"contract.txt", digestOf(contract), "it lies beside the manifest", nil},
	{"./contract.txt", digestOf(contract), "the same path", nil},
	{"../shared/contract.txt", digestOf(contract), "a folder of documents of its own", nil},
	{"with%20space.txt#page=3", digestOf(contract), "a URI may be escaped and point into a document", nil},
	{"contract.txt", "", "nothing was said that could differ", nil},
	{"contract.txt", digestOf("another"), "another document is not the one on file", []string{"EvidenceChanged"}},
	{"records/contract.txt", digestOf(contract), "a path is relative to the manifest, not to where the command runs", []string{"EvidenceMissing"}},
	{"gone.txt", "", "what is not there proves nothing", []string{"EvidenceMissing"}},
	{".", digestOf(contract), "a folder has no digest", []string{"EvidenceChanged"}},
	{"https://example.org/contract.txt", digestOf(contract), "an address is not looked up", nil},
	{"git:records/gone.txt", digestOf(contract), "nor is any other scheme", nil},
	{"/gone/contract.txt", digestOf(contract), "an absolute path is of one machine", nil},
}

func TestEvidence(t *testing.T) {
	for _, row := range evidenceRows {
		t.Run(row.uri, func(t *testing.T) {
			files := map[string]string{
				"records/person.yaml": personWith(row.uri, row.sha256), "records/contract.txt": contract,
				"records/with space.txt": contract, "shared/contract.txt": contract,
			}
			dir := t.TempDir()
			tree := fstest.MapFS{}
			for name, text := range files {
				tree[name] = &fstest.MapFile{Data: []byte(text)}
				write(t, filepath.Join(dir, name), text)
			}
			for where, set := range map[string]*manifest.Set{
				"disk":        mustLoad(t, manifest.Options{}, filepath.Join(dir, "records")),
				"file system": mustLoad(t, manifest.Options{FS: tree}, "records"),
			} {
				if got := evidenceReasons(set); !slices.Equal(got, row.want) || len(set.Problems) > 0 {
					t.Errorf("%s, %s: got %q, want %q; problems %v", where, row.why, got, row.want, set.Problems)
				}
			}
			if got := evidenceReasons(mustLoad(t, manifest.Options{SkipEvidence: true}, dir+"/records")); got != nil {
				t.Errorf("nobody looked, and yet %q", got)
			}
		})
	}
}

// TestWithdrawnEvidenceIsNotLookedFor: what was taken back proves nothing, so that nobody
// misses it.
func TestWithdrawnEvidenceIsNotLookedFor(t *testing.T) {
	for withdrawn, want := range map[string][]string{"": {"EvidenceMissing"}, "    withdrawn: {reason: of another person}\n": nil} {
		tree := fstest.MapFS{"records/person.yaml": {Data: []byte(personWith("gone.txt", "") + withdrawn)}}
		set := mustLoad(t, manifest.Options{FS: tree}, "records")
		if got := evidenceReasons(set); !slices.Equal(got, want) || len(set.Problems) > 0 {
			t.Errorf("%q: got %q, want %q; problems %v", withdrawn, got, want, set.Problems)
		}
	}
}

func evidenceReasons(set *manifest.Set) (reasons []string) {
	for i := range set.Namespaces {
		report := mustRun(rules.Registry(), set.Namespaces[i].World(), api.MustDate("2026-06-15"))
		for _, f := range report.Rollup.Findings {
			if f.Rule == "X-11" {
				reasons = append(reasons, f.Reason)
			}
		}
	}
	return reasons
}

func personWith(uri, digest string) string {
	text := strings.ReplaceAll(`apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata:
  name: ada
spec:
  displayName: Ada
  evidence:
  - name: contract
    uri: URI
`, "URI", fmt.Sprintf("%q", uri))
	if digest != "" {
		text += fmt.Sprintf("    sha256: %q\n", digest)
	}
	return text
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mustLoad(t testing.TB, o manifest.Options, paths ...string) *manifest.Set {
	t.Helper()
	set, err := manifest.Load(context.Background(), paths, o)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
