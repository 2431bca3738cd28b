package manifest

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"reflect"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// namedFS names contents by what they are, and counts how many files are opened.
type namedFS struct {
	fstest.MapFS
	opened *atomic.Int32
}

func (f namedFS) Content(name string) string {
	file, ok := f.MapFS[name]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(file.Data))
}

func (f namedFS) Open(name string) (fs.File, error) {
	if _, ok := f.MapFS[name]; ok {
		f.opened.Add(1)
	}
	return f.MapFS.Open(name)
}

const (
	cachedPerson = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: ada}\nspec: {sourcing: Internal, evidence: [{name: contract, uri: contract.txt}]}\n"
	cachedBad    = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: bob}\nspec: {sourcing: Nowhere}\n"
)

// TestCache: what is kept says what reading says, of the same content alone, and in the
// namespace that is asked for; and no content is read twice.
func TestCache(t *testing.T) {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	cache := &Cache{}
	for _, tc := range []struct {
		why       string
		files     fstest.MapFS
		namespace string
		opened    int32
	}{
		{"the first time all is read", fstest.MapFS{"e/a.yaml": text(cachedPerson), "e/b.yaml": text(cachedBad), "e/contract.txt": text("signed")}, "", 3},
		{"the second time nothing", fstest.MapFS{"e/a.yaml": text(cachedPerson), "e/b.yaml": text(cachedBad), "e/contract.txt": text("signed")}, "", 0},
		{"in another namespace the records are others", fstest.MapFS{"e/a.yaml": text(cachedPerson), "e/b.yaml": text(cachedBad), "e/contract.txt": text("signed")}, "other", 2},
		{"under another name the content is the same, and its places are in that file", fstest.MapFS{"e/z.yaml": text(cachedPerson), "e/b.yaml": text(cachedBad), "e/contract.txt": text("signed")}, "", 0},
		{"another content is read", fstest.MapFS{"e/a.yaml": text(cachedPerson + "# edited\n"), "e/b.yaml": text(cachedBad), "e/contract.txt": text("signed")}, "", 1},
		{"and so is another document", fstest.MapFS{"e/a.yaml": text(cachedPerson), "e/contract.txt": text("torn")}, "", 1},
		{"one that is gone is gone", fstest.MapFS{"e/a.yaml": text(cachedPerson)}, "", 0},
	} {
		f := namedFS{tc.files, &atomic.Int32{}}
		got, err := Load(t.Context(), []string{"e"}, Options{FS: f, Cache: cache, Namespace: tc.namespace})
		if err != nil {
			t.Fatal(err)
		}
		if n := f.opened.Load(); n != tc.opened {
			t.Errorf("%s: %d files were opened, want %d", tc.why, n, tc.opened)
		}
		want, err := Load(t.Context(), []string{"e"}, Options{FS: tc.files, Namespace: tc.namespace})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", tc.why, got, want)
		}
	}
}

// TestCacheForgets what no load asked for in a while.
func TestCacheForgets(t *testing.T) {
	cache := &Cache{}
	for i := range 10 * keep {
		f := namedFS{fstest.MapFS{"a.yaml": {Data: fmt.Appendf(nil, "%s# %d\n", cachedPerson, i)}, "b.yaml": {Data: []byte(cachedBad)}}, &atomic.Int32{}}
		if _, err := Load(t.Context(), []string{"a.yaml", "b.yaml"}, Options{FS: f, Cache: cache}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(cache.kept); n > keep+3 {
		t.Errorf("%d contents are kept", n)
	}
}

// TestReplace reads what is to be written in the place of what is there.
func TestReplace(t *testing.T) {
	files := fstest.MapFS{"e/a.yaml": {Data: []byte(cachedBad)}, "e/b.yaml": {Data: []byte(cachedPerson)}}
	set, err := Load(t.Context(), []string{"e"}, Options{FS: files, Replace: map[string][]byte{"e/a.yaml": []byte("# nothing\n"), "e/c.yaml": []byte(cachedBad)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Problems) != 0 || len(set.Namespaces[0].Records) != 1 || set.Namespaces[0].Records[0].GetName() != "ada" {
		t.Errorf("%+v", set)
	}
}
