//go:build gitops

package flux

import (
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// waves: three Kustomizations, each of which waits for the one before. Nothing needs them
// (a name that leads nowhere is a finding while it does), but who wants them has them.
func waves(t *testing.T, st *stage) {
	const name = "waves"
	s := st.source(t, name)
	s.samples(t, "records")
	s.move(t, "person", "records", "people")
	s.move(t, "securityrole", "records", "people")
	s.move(t, "clauseassessment", "records", "verdict")
	revision := s.push(t, "The organisation, in three folders")
	st.namespace(t, name)
	after := func(wave string) map[string]any {
		return map[string]any{"dependsOn": []any{map[string]any{"name": wave}}}
	}
	began := time.Now()
	s.deliver(t, lenient, "waves-records", "./records", name, after("waves-people"))
	st.tell("the records wait for people that nobody delivers yet", st.awaitCondition(t, "waves-records", "DependencyNotReady"))
	s.deliver(t, lenient, "waves-verdict", "./verdict", name, after("waves-records"))
	st.tell("the verdict waits for the records", st.awaitCondition(t, "waves-verdict", "DependencyNotReady"))
	s.deliver(t, lenient, "waves-people", "./people", name, nil)
	for _, wave := range []string{"people", "records", "verdict"} {
		st.tell("wave "+wave, st.awaitReady(t, "waves-"+wave, revision))
	}
	inOrder(t, st.Writes(t, name, began))
	verdict(t, st.AwaitJudged(t, name, s.count(t, "people")+s.count(t, "records")+s.count(t, "verdict")), "Conforming")
}

// inOrder fails the test where something of a wave was applied before all of the wave
// before had arrived and was judged.
func inOrder(t *testing.T, writes []cluster.Write) {
	t.Helper()
	wave := func(w *cluster.Write) int {
		switch w.Resource {
		case "people", "securityroles":
			return 0
		case "clauseassessments":
			return 2
		}
		return 1
	}
	judged := map[string]bool{}  // of those applied
	applied := map[string]bool{} // by resource and name
	reached := 0
	for i := range writes {
		w := &writes[i]
		record := w.Resource + "/" + w.Name
		if w.User == cluster.Operator {
			judged[record] = true
			continue
		}
		if wave(w) < reached {
			t.Errorf("%s was applied after wave %d had begun", record, reached)
		}
		if wave(w) > reached {
			reached = wave(w)
			for record := range applied {
				if !judged[record] {
					t.Errorf("wave %d began before %s was judged", reached, record)
				}
			}
		}
		applied[record] = true
	}
	if reached != 2 {
		t.Errorf("%d writes were seen, and the last wave was %d", len(writes), reached)
	}
}

// ownNamespace: the example delivers into a namespace. Where there is none, Flux says so,
// and a commit that brings it mends that.
func ownNamespace(t *testing.T, st *stage) {
	const name = "brought"
	s := st.source(t, name)
	s.Write(t, "records/person.yaml", person)
	revision := s.push(t, "A record without its namespace")
	s.deliver(t, lenient, name, "./records", name, nil)
	now := st.await(t, name, revision, "False", "ReconciliationFailed")
	st.tell("there is no namespace", now)
	contains(t, "what Flux says", now.of("Ready").Message, "Person/brought/erika", `namespaces "brought" not found`)
	s.register(t, "records", renewed)
	s.Write(t, "records/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: "+name+"}\n")
	now = st.awaitReady(t, name, s.push(t, "Bring the namespace"))
	st.tell("the commit brings it", now)
	if got := len(now.Inventory.Entries); got != 3 {
		t.Errorf("the inventory has %d entries: %+v", got, now.Inventory)
	}
	st.conforming(t, name, scanner, "True")
}

// unquoted: people leave the quotes of dates away. kustomize then makes a time of them,
// which our definitions take for the day that it is.
func unquoted(t *testing.T, st *stage) {
	const name = "unquoted"
	s := st.source(t, name)
	s.register(t, "records", renewed)
	for _, file := range []string{"person", "license"} {
		s.Write(t, "records/"+file+".yaml", strings.ReplaceAll(map[string]string{"person": person, "license": license(renewed)}[file], `"`, ""))
	}
	s.Write(t, "records/kustomization.yaml", "resources: [person.yaml, license.yaml]\nlabels: [{pairs: {team: security}}]\n")
	revision := s.push(t, "Dates as people write them")
	st.namespace(t, name)
	s.deliver(t, strict, name, "./records", name, nil) // all must conform
	st.tell("no date is quoted", st.awaitReady(t, name, revision))
	stored := st.Kubectl(t, "", "-n", name, "get", "toollicense", "scanner", "-o", "jsonpath={.spec.term.end} {.metadata.labels.team}")
	st.said.WriteString("# stored\nspec.term.end, and a label of kustomize: " + stored + "\n")
	contains(t, "what is stored", stored, renewed, "security")
	since := time.Now()
	st.again(t, name)
	st.awaitReady(t, name, revision)
	if writes := st.Writes(t, name, since); len(writes) > 0 {
		t.Errorf("a second look wrote:%s", writers(writes))
	}
}
