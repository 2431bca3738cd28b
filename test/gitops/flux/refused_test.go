//go:build gitops

package flux

import (
	"strings"
	"testing"
)

// refusals are commits that our definitions let nobody deliver, and what Flux's message
// must name so that whoever made the commit finds the place.
var refusals = []struct {
	why, path, text string
	names           []string
}{
	{
		"a word that the field does not know", "records/license.yaml",
		strings.Replace(license(renewed), "criticality: Medium", "criticality: Enormous", 1),
		[]string{"ToolLicense/refused/scanner", "dry-run failed", "spec.criticality", `"Enormous"`, `"Low", "Medium", "High"`},
	},
	{
		"a term that ends before it starts", "records/license.yaml", license("2024-12-31"),
		[]string{"ToolLicense/refused/scanner", "dry-run failed", "spec.term"},
	},
	{
		"a field that there is not", "records/license.yaml",
		strings.Replace(license(renewed), "product:", "produkt:", 1),
		[]string{"ToolLicense/refused/scanner", "dry-run failed", "produkt"},
	},
	{
		"one record in two files", "records/again.yaml", license(renewed),
		[]string{"kustomize build failed", "ToolLicense", "scanner"},
	},
}

// refused: what is refused is told with record and field, nothing of its Kustomization is
// applied, and what other Kustomizations bring from the same commit arrives.
func refused(t *testing.T, st *stage) {
	const name, other = "refused", "refused-other"
	s := st.source(t, name)
	s.register(t, "records", renewed)
	s.register(t, "other", renewed)
	revision := s.push(t, "Both are right")
	for _, namespace := range []string{name, other} {
		st.namespace(t, namespace)
	}
	s.deliver(t, lenient, name, "./records", name, nil)
	s.deliver(t, lenient, other, "./other", other, nil)
	st.awaitReady(t, name, revision)
	st.awaitReady(t, other, revision)
	for i, r := range refusals {
		s.register(t, "records", renewed)
		s.Remove(t, "records/again.yaml")
		s.Write(t, r.path, r.text)
		s.Write(t, "records/person.yaml", strings.Replace(person, "2020", "2019", 1))
		end := renewed
		if i%2 == 0 {
			end = "2028-05-31"
		}
		s.register(t, "other", end)
		before := st.Records(t, name)
		revision := s.push(t, r.why)
		reason := "ReconciliationFailed"
		if r.path != "records/license.yaml" {
			reason = "BuildFailed"
		}
		now := st.await(t, name, revision, "False", reason)
		st.tell(r.why, now)
		st.show(t, name)
		contains(t, r.why, now.of("Ready").Message, r.names...)
		for record, was := range before {
			if is := st.Records(t, name)[record]; is.Version != was.Version {
				t.Errorf("%s: %s was written", r.why, record)
			}
		}
		st.awaitReady(t, other, revision)
		if got := st.Kubectl(t, "", "-n", other, "get", "toollicense", "scanner", "-o", "jsonpath={.spec.term.end}"); got != end {
			t.Errorf("%s: the other Kustomization delivered %s, want %s", r.why, got, end)
		}
	}
	s.register(t, "records", renewed)
	s.Remove(t, "records/again.yaml")
	st.tell("mended", st.awaitReady(t, name, s.push(t, "Mend it")))
}
