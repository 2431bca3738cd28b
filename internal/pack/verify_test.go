package pack

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestAnyFlippedByteIsRefused flips a bit of every byte of the archive's own, and of some
// of contents.
func TestAnyFlippedByteIsRefused(t *testing.T) {
	data := written(t, repository(), MaxDocuments)
	own := map[int]bool{}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, f := range z.File {
		offset, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		for i := last; i < int(offset); i++ {
			own[i] = true
		}
		last = int(offset) + int(f.UncompressedSize64)
	}
	for i := last; i < len(data); i++ {
		own[i] = true
	}
	for i := range data {
		if !own[i] && i%31 != 0 {
			continue
		}
		changed := bytes.Clone(data)
		changed[i] ^= 1 << (i % 8)
		if _, err := Open(changed); err == nil {
			t.Fatalf("byte %d of %d is flipped, and the pack is taken", i, len(data))
		} else if !Unusable(err) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for _, cut := range []int{0, 1, 21, 22, len(data) / 2, len(data) - 1} {
		if _, err := Open(data[:cut]); !Unusable(err) {
			t.Errorf("cut off at %d: %v", cut, err)
		}
	}
	for why, more := range map[string][]byte{"behind": append(bytes.Clone(data), 0), "before": append([]byte{0}, data...)} {
		if _, err := Open(more); !Unusable(err) {
			t.Errorf("a byte %s it: %v", why, err)
		}
	}
}

// remade is a pack of other entries, with sums and a statement that fit them.
func remade(t *testing.T, data []byte, change func(map[string][]byte, *Predicate)) []byte {
	t.Helper()
	o := opened(t, data)
	all := byName(o.entries)
	p := o.Predicate
	change(all, &p)
	delete(all, sumsEntry)
	delete(all, statementEntry)
	var entries []entry
	for name, content := range all {
		entries = append(entries, entry{name, content})
	}
	entries = append(entries, sums(entries))
	statement, err := (&Contents{Predicate: p}).statement(entries)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writeArchive(&b, p.AsOf, append(entries, statement)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTamperedPacks are archives, sums and statements as they should be, of something that
// the records do not say.
func TestTamperedPacks(t *testing.T) {
	data := written(t, repository(), MaxDocuments)
	for _, c := range []struct {
		why    string
		change func(all map[string][]byte, p *Predicate)
		says   string
	}{
		{"nothing is changed", func(map[string][]byte, *Predicate) {}, ""},
		{"a finding is edited", func(all map[string][]byte, _ *Predicate) {
			all[reportEntry] = bytes.Replace(all[reportEntry], []byte(`"Major"`), []byte(`"Minor"`), 1)
		}, "and made again"},
		{"the report is gone", func(all map[string][]byte, _ *Predicate) { delete(all, reportEntry) }, "made again"},
		{"a record is edited", func(all map[string][]byte, _ *Predicate) {
			all[manifestsFolder+"records/ada.yaml"] = []byte(strings.Replace(person, "Internal", "External", 1))
		}, "and made again"},
		{"a record is gone", func(all map[string][]byte, _ *Predicate) { delete(all, manifestsFolder+"records/eve.yaml") }, "and made again"},
		{"a document is gone", func(all map[string][]byte, _ *Predicate) { delete(all, documentsFolder+"documents/contract.txt") }, "and made again"},
		{"a document of no record", func(all map[string][]byte, _ *Predicate) { all[documentsFolder+"x.txt"] = nil }, "is not made again"},
		{"a file of nothing", func(all map[string][]byte, _ *Predicate) { all["x.txt"] = nil }, "is not made again"},
		{"a population is shorter", func(all map[string][]byte, _ *Predicate) {
			all[populationsFolder+"Person.csv"] = all[populationsFolder+"Person.csv"][:40]
		}, "Person.csv"},
		{"another day", func(_ map[string][]byte, p *Predicate) { p.AsOf = api.MustDate("2030-06-01") }, "made again"},
		{"another scope", func(_ map[string][]byte, p *Predicate) { p.Scope = &Scope{Points: []string{"P2"}} }, "only-P2/"},
		{"pseudonyms, so it says", func(_ map[string][]byte, p *Predicate) { p.Pseudonyms = true }, "VERIFY.md"},
		{"another revision", func(_ map[string][]byte, p *Predicate) { p.Revision = strings.Repeat("cd", 20) }, "VERIFY.md"},
	} {
		found := strings.Join(differences(t, opened(t, remade(t, data, c.change))), "\n")
		if found == "" != (c.says == "") || !strings.Contains(found, c.says) {
			t.Errorf("%s: %s", c.why, found)
		}
	}
}

// TestSumsAndStatement: sums and statement that do not fit the entries.
func TestSumsAndStatement(t *testing.T) {
	data := written(t, repository(), MaxDocuments)
	for _, c := range []struct {
		why, says string
		change    func(all map[string][]byte)
	}{
		{"an entry more", `"more.txt" is there, and is not listed`, func(all map[string][]byte) { all["more.txt"] = []byte("x") }},
		{"an entry less", `"changes.csv" is listed, and is not there`, func(all map[string][]byte) { delete(all, changesEntry) }},
		{"another content", `"changes.csv" has another SHA-256 than is listed`, func(all map[string][]byte) { all[changesEntry] = []byte("x") }},
		{"no sums", `"SHA256SUMS" is listed, and is not there`, func(all map[string][]byte) { delete(all, sumsEntry) }},
		{"a line of nothing", "none of sha256sum", func(all map[string][]byte) { all[sumsEntry] = append(bytes.Clone(all[sumsEntry]), "x\n"...) }},
	} {
		o := opened(t, data)
		all := byName(o.entries)
		c.change(all)
		var entries []entry
		for name, content := range all {
			entries = append(entries, entry{name, content})
		}
		var b bytes.Buffer
		if err := writeArchive(&b, o.AsOf, entries); err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(differences(t, opened(t, b.Bytes())), "\n"); !strings.Contains(found, c.says) {
			t.Errorf("%s: %s", c.why, found)
		}
	}
}

// TestStatementsOfNothing are statements from which no pack can be judged.
func TestStatementsOfNothing(t *testing.T) {
	good := statement{Type: statementType, PredicateType: predicateType, Predicate: predicate()}
	for why, change := range map[string]func(s *statement){
		"another type":        func(s *statement) { s.Type = "https://in-toto.io/Statement/v0.1" },
		"another predicate":   func(s *statement) { s.PredicateType = "https://slsa.dev/provenance/v1" },
		"no day":              func(s *statement) { s.Predicate.AsOf = api.Date{} },
		"a branch":            func(s *statement) { s.Predicate.Revision = "main" },
		"a scope of nothing":  func(s *statement) { s.Predicate.Scope = &Scope{} },
		"an unknown scope":    func(s *statement) { s.Predicate.Scope = &Scope{Points: []string{"../x"}} },
		"a scope in disorder": func(s *statement) { s.Predicate.Scope = &Scope{Points: []string{"P7", "P2"}} },
		"an option":           func(s *statement) { s.Predicate.Revision = "--all" },
	} {
		s := good
		change(&s)
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readStatement(text); !Unusable(err) {
			t.Errorf("%s: %v", why, err)
		}
	}
	for _, text := range []string{"", "{", `{"more": 1}`, "[]"} {
		if _, err := readStatement([]byte(text)); !Unusable(err) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestHostileArchives are archives that harm whoever unpacks them.
func TestHostileArchives(t *testing.T) {
	plain := func(name string) *zip.FileHeader {
		h := &zip.FileHeader{Name: name, Method: zip.Store}
		h.SetMode(entryMode)
		return h
	}
	linked := plain("link")
	linked.SetMode(fs.ModeSymlink | 0o777)
	folder := plain("folder/")
	folder.SetMode(fs.ModeDir | 0o755)
	bomb := plain("bomb")
	bomb.Method = zip.Deflate
	for _, c := range []struct {
		why     string
		headers []*zip.FileHeader
		content string
		says    string
	}{
		{"it leads out", []*zip.FileHeader{plain("../x")}, "", "no plain relative path"},
		{"it leads out later", []*zip.FileHeader{plain("a/../../x")}, "", "no plain relative path"},
		{"it is absolute", []*zip.FileHeader{plain("/etc/x")}, "", "no plain relative path"},
		{"it is absolute elsewhere", []*zip.FileHeader{plain(`C:\x`)}, "", "backslash"},
		{"it leads out elsewhere", []*zip.FileHeader{plain(`..\x`)}, "", "backslash"},
		{"it steers a terminal", []*zip.FileHeader{plain("\x1b[2Jx")}, "", "printable"},
		{"it is no UTF-8", []*zip.FileHeader{plain("\xff")}, "", "printable"},
		{"it is long", []*zip.FileHeader{plain(strings.Repeat("x", 2000))}, "", "at most"},
		{"it has no name", []*zip.FileHeader{plain("")}, "", "no plain relative path"},
		{"it is there twice", []*zip.FileHeader{plain("x"), plain("x")}, "", "there twice"},
		{"it is a link", []*zip.FileHeader{linked}, "/etc/passwd", "no plain file"},
		{"it is a folder", []*zip.FileHeader{folder}, "", "no plain"},
		{"it is a bomb", []*zip.FileHeader{bomb}, strings.Repeat("0", 10<<20), "compressed"},
		{"it is no pack", []*zip.FileHeader{plain("x")}, "x", "no statement.intoto.json"},
		{"it is empty", nil, "", "no statement.intoto.json"},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, h := range c.headers {
			w, err := z.CreateHeader(h)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(h.Name, "/") {
				if _, err := w.Write([]byte(c.content)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := Open(b.Bytes())
		if !Unusable(err) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if strings.Contains(err.Error(), "\x1b") || len(err.Error()) > 1000 {
			t.Errorf("%s: the message is not safe to show: %q", c.why, err)
		}
	}
}

// TestTooManyEntries: an archive of more entries than a pack has is not read.
func TestTooManyEntries(t *testing.T) {
	entries := make([]entry, maxEntries+1)
	for i := range entries {
		entries[i].name = fmt.Sprint(i)
	}
	var b bytes.Buffer
	if err := writeArchive(&b, api.MustDate("2026-06-01"), entries); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(b.Bytes()); !Unusable(err) || !strings.Contains(err.Error(), "at most") {
		t.Error(err)
	}
}
