package controllers

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
)

// watched returns what a watch shows of a text, one line for each event.
func watched(t *testing.T, text string) (told []string, entries []*entry) {
	t.Helper()
	s := newStream(&assess.Kind{Name: "ToolLicense"}, io.NopCloser(strings.NewReader(text)))
	defer s.Stop()
	for e := range s.ResultChan() {
		if e.Type == watch.Error {
			told = append(told, fmt.Sprintf("ERROR %s", apierrors.ReasonForError(apierrors.FromObject(e.Object))))
			continue
		}
		header, err := meta.Accessor(e.Object)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.Type, header.GetName(), header.GetResourceVersion(), header.GetAnnotations()[metav1.InitialEventsAnnotationKey])))
		if a := e.Object.(*arrival); a.entry != nil {
			entries = append(entries, a.entry)
		}
	}
	return told, entries
}

const shown = `{"apiVersion":"isms-operator.io/v1alpha1","kind":"ToolLicense","metadata":{"name":"x","namespace":"isms","uid":"u","resourceVersion":"7","generation":2,` +
	`"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"spec\":\"a\"}\n"},"managedFields":[{"manager":"kubectl","fieldsV1":{"f:spec":{}}}]},` +
	`"spec":{"product":"a"},"status":{"observedGeneration":2,"retainUntil":"2027-01-01","conditions":[{"type":"Conforming","status":"True","reason":"NoFindings","message":"No finding is open","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}`

// TestWatchIsReadByItsText: what a watch shows arrives whatever it is, in order; what cannot
// be read ends it with an error, so that all is listed again.
func TestWatchIsReadByItsText(t *testing.T) {
	long := strings.Replace(shown, `"product":"a"`, `"product":"a","note":"`+strings.Repeat("x", 200<<10)+`"`, 1)
	event := func(kind, object string) string { return fmt.Sprintf(`{"type":%q,"object":%s}`, kind, object) + "\n" }
	for _, c := range []struct {
		why, text string
		want      []string
	}{
		{"nothing", "", nil},
		{"what happens to a record", event("ADDED", shown) + event("MODIFIED", shown) + event("DELETED", shown), []string{"ADDED x 7", "MODIFIED x 7", "DELETED x 7"}},
		{"the end of what there is", event("BOOKMARK", `{"kind":"ToolLicense","metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}`), []string{"BOOKMARK  9 true"}},
		{"a line that is longer than the memory for one", event("ADDED", long) + event("ADDED", shown), []string{"ADDED x 7", "ADDED x 7"}},
		{"an error of the API server", event("ERROR", `{"kind":"Status","status":"Failure","reason":"Expired","code":410}`), []string{"ERROR Expired"}},
		{"the connection ended within an event", event("ADDED", shown) + `{"type":"ADDED","object":{"meta`, []string{"ADDED x 7"}},
		{"what is no JSON", event("ADDED", shown) + "<html>\n" + event("ADDED", shown), []string{"ADDED x 7", "ERROR InternalError"}},
		{"an event of nothing", `{"type":"ADDED"}` + "\n", []string{"ERROR InternalError"}},
		{"an empty line", "\n" + event("ADDED", shown), []string{"ADDED x 7"}},
	} {
		if told, _ := watched(t, c.text); fmt.Sprint(told) != fmt.Sprint(c.want) {
			t.Errorf("%s: %q, want %q", c.why, told, c.want)
		}
	}
}

// TestNothingIsHeldThatNobodyReads: an entry has no managed fields, nothing of what was last
// applied, and no sentence of a status, and yet tells a status from any other.
func TestNothingIsHeldThatNobodyReads(t *testing.T) {
	_, entries := watched(t, `{"type":"ADDED","object":`+shown+"}\n"+`{"type":"MODIFIED","object":`+strings.Replace(shown, "No finding", "A finding", 1)+"}\n")
	if len(entries) != 2 {
		t.Fatalf("%d entries", len(entries))
	}
	e := entries[0]
	text, err := json.Marshal(e.record)
	if err != nil {
		t.Fatal(err)
	}
	held := fmt.Sprintf("%s %+v", text, *e.status)
	for _, no := range []string{"managedFields", "last-applied", "No finding is open"} {
		if strings.Contains(held, no) {
			t.Errorf("%q is held in %s", no, held)
		}
	}
	if e.status.ObservedGeneration != 2 || e.status.RetainUntil != "2027-01-01" || len(e.status.Conditions) != 1 || e.status.Conditions[0].Reason != "NoFindings" {
		t.Errorf("the status is kept as %+v", *e.status)
	}
	if status.Same(e.status, entries[1].status) || !status.Same(e.status, e.trusted) || !sameContent(e, entries[1]) {
		t.Error("another sentence is not another status of the same content")
	}
}
