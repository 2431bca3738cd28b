//go:build gitops

package flux

import (
	"path/filepath"
	"testing"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// samples: the sample organisation arrives, then gaps that an audit would find, then the
// repair of one; by the form that we recommend, no verdict stops the delivery.
func samples(t *testing.T, st *stage) {
	const name = "samples"
	s := st.source(t, name)
	s.samples(t, "records")
	revision := s.push(t, "The organisation")
	st.namespace(t, name)
	s.deliver(t, lenient, name, "./records", name, nil)
	now := st.awaitReady(t, name, revision)
	st.tell("the samples have arrived", now)
	st.show(t, name)
	records := st.AwaitJudged(t, name, s.count(t, "records"))
	inventoried(t, now, name, records)
	verdict(t, records, "Conforming")

	s.Copy(t, filepath.Join(st.Root, "config", "samples", "gaps"), "records")
	revision = s.push(t, "What an audit would find")
	now = st.awaitReady(t, name, revision)
	st.tell("with gaps", now)
	records = st.AwaitJudged(t, name, s.count(t, "records"))
	inventoried(t, now, name, records)
	verdict(t, records, "MajorNonconformity")
	st.conforming(t, name, "ToolLicense/log-monitoring", "False")

	s.Remove(t, "records/toollicense-design-tool.yaml")
	s.Copy(t, filepath.Join(st.Root, "config", "samples", "repair"), "records")
	revision = s.push(t, "Renew the licence of log-monitoring")
	now = st.awaitReady(t, name, revision)
	st.tell("one licence renewed, and one gone from the repository", now)
	st.conforming(t, name, "ToolLicense/log-monitoring", "True")
	if now.has(name, "design-tool", "ToolLicense") {
		t.Error("the inventory has what left the repository")
	}
	delete(records, "ToolLicense/design-tool")
	inventoried(t, now, name, records)
	if _, there := st.Records(t, name)["ToolLicense/design-tool"]; !there {
		t.Error("without prune a record was removed")
	}
}

func verdict(t *testing.T, records map[string]cluster.Record, want string) {
	t.Helper()
	if got := records["ClauseAssessment/acme-software"].Verdict; got != want {
		t.Errorf("the verdict is %q, want %s", got, want)
	}
}

// strictForm: a record with a gap fails the delivery, and the commit that mends it is not
// held up by it.
func strictForm(t *testing.T, st *stage) {
	const name = "strict"
	s := st.source(t, name)
	s.register(t, "records", lapsed)
	revision := s.push(t, "A licence that has lapsed")
	st.namespace(t, name)
	s.deliver(t, strict, name, "./records", name, nil)
	now := st.await(t, name, revision, "False", "HealthCheckFailed")
	st.tell("a licence has lapsed", now)
	st.show(t, name)
	st.run(t, "-n", name, "get", "toollicense", "scanner")
	contains(t, "what Flux says", now.of("Ready").Message, "ToolLicense/strict/scanner")
	st.conforming(t, name, scanner, "False")

	s.register(t, "records", renewed)
	st.tell("renewed", st.awaitReady(t, name, s.push(t, "Renew it")))
	st.conforming(t, name, scanner, "True")
}

// lapse: the repository stays as it is, and a day comes. Flux looks again when its
// interval is over. The operator's clock is set for all namespaces, so this comes last.
func lapse(t *testing.T, st *stage) {
	const name, strictly = "lapse", "lapse-strict"
	s := st.source(t, name)
	s.register(t, "records", "2026-06-30")
	revision := s.push(t, "A licence until the end of June")
	every := map[string]any{"interval": "5s"}
	for example, namespace := range map[string]string{lenient: name, strict: strictly} {
		st.namespace(t, namespace)
		s.deliver(t, example, namespace, "./records", namespace, every)
	}
	st.tell("the day before, as we recommend it", st.awaitReady(t, name, revision))
	st.tell("the day before, strict", st.awaitReady(t, strictly, revision))

	st.SetDay("2026-07-01")
	st.tell("the licence has lapsed, strict", st.await(t, strictly, revision, "False", "HealthCheckFailed"))
	st.again(t, name)
	st.tell("the licence has lapsed, as we recommend it", st.awaitReady(t, name, revision))
	for _, namespace := range []string{name, strictly} {
		st.conforming(t, namespace, scanner, "False")
	}

	s.register(t, "records", renewed)
	revision = s.push(t, "Renew it")
	st.tell("renewed, as we recommend it", st.awaitReady(t, name, revision))
	st.tell("renewed, strict", st.awaitReady(t, strictly, revision))
}
