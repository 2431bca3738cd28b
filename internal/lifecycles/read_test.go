package lifecycles_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
)

// TestForms has the same release read alike in each form of endoflife.date.
func TestForms(t *testing.T) {
	want := []assess.Cycle{
		{Name: "1.36", EndsOn: api.MustDate("2027-06-28"), OtherEnds: []api.Date{api.MustDate("2027-04-28")}},
		{Name: "1.30", Ended: true},
		{Name: "1.38"},
	}
	for _, row := range []struct{ why, name, content, on string }{
		{"version 1, one product", "x.json", `{"schema_version":"1.2.0","generated_at":"2026-05-30T06:00:00+00:00","last_modified":"2026-05-29T23:30:00-02:00","result":{"name":"kubernetes","releases":[{"name":"1.36","isEol":false,"eolFrom":"2027-06-28","eoasFrom":"2027-04-28"},{"name":"1.30","isEol":true,"eolFrom":null},{"name":"1.38","isEol":false,"eolFrom":null}]}}`, "2026-05-30"},
		{"version 1, all products", "x.json", `{"generated_at":"2026-05-30T06:00:00+00:00","result":[{"name":"kubernetes","releases":[{"name":"1.36","isEol":false,"eolFrom":"2027-06-28","eoasFrom":"2027-04-28"},{"name":"1.30","isEol":true},{"name":"1.38","isEol":false}]},{"name":"other","releases":[]}]}`, "2026-05-30"},
		{"version 0", "some/kubernetes.json", `[{"cycle":"1.36","eol":"2027-06-28","support":"2027-04-28","latest":"1.36.1"},{"cycle":"1.30","eol":true},{"cycle":"1.38","eol":false}]`, ""},
		{"a product file", "kubernetes.md", "---\r\ntitle: Kubernetes\npermalink: /kubernetes\nreleases:\n  - releaseCycle: \"1.36\"\n    eoas: 2027-04-28\n    eol: 2027-06-28\n  - releaseCycle: \"1.30\"\n    eol: true\n  - releaseCycle: \"1.38\"\n    eol: false # soon\n---\n\nText --- of it\n", ""},
	} {
		all := &assess.Lifecycles{}
		if err := lifecycles.Read(all, row.name, []byte(row.content)); err != nil {
			t.Errorf("%s: %v", row.why, err)
			continue
		}
		if d := cmp.Diff(want, all.Products["kubernetes"], cmp.Comparer(func(a, b api.Date) bool { return a == b })); d != "" {
			t.Errorf("%s: %s", row.why, d)
		}
		if f := all.Files[0]; f.On.String() != row.on || f.Source != row.name || !strings.HasPrefix(f.Digest, "sha256:") || len(f.Digest) != 71 {
			t.Errorf("%s: it is %+v", row.why, f)
		}
	}
}

// TestRefused has what is no file of life cycles refused, in words that help.
func TestRefused(t *testing.T) {
	for _, row := range []struct{ why, content, want string }{
		{"nothing", "", "found no releases"},
		{"another page", "<html></html>", "found no releases"},
		{"an error of the API", `{"message":"Product not found"}`, "found no releases"},
		{"a list of names", `["kubernetes"]`, ""},
		{"no releases", `[]`, "found no releases"},
		{"a day that is none", `[{"cycle":"1","eol":"2026-02-30"}]`, `x.json: line 1: the release "1": eol: found "2026-02-30"; allowed is a day such as 2026-10-27, true or false`},
		{"a day before the name", "[{\"eol\":\"2026-10-27\",\n\"support\":\"soon\",\"cycle\":\"1.2\"}]", `x.json: line 2: the release "1.2": support: found "soon"`},
		{"cut off", "{\"result\":\n{\"name\":", "x.json: line 2: unexpected end of JSON input; the file is JSON that was cut off"},
		{"a release without a name", `[{"eol":false}]`, "has a release without a name"},
		{"a product without a name", "---\nreleases:\n  - releaseCycle: \"1\"\n---\n", "a product has no name"},
	} {
		err := lifecycles.Read(&assess.Lifecycles{}, "x.json", []byte(row.content))
		if err == nil || !strings.Contains(err.Error(), row.want) || !strings.HasPrefix(err.Error(), "x.json: ") {
			t.Errorf("%s: %v", row.why, err)
		}
	}
	all := &assess.Lifecycles{}
	content := []byte(`[{"cycle":"1","eol":false}]`)
	if err := lifecycles.Read(all, "a/x.json", content); err != nil {
		t.Fatal(err)
	}
	if err := lifecycles.Read(all, "b/x.json", content); err == nil || !strings.Contains(err.Error(), "a second time") {
		t.Errorf("a product twice: %v", err)
	}
}
