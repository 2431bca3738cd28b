package controllers

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// TestFailuresDoNotNamePeople: what goes to the log tells which status could not be
// written and why, without the name of a record about a person.
func TestFailuresDoNotNamePeople(t *testing.T) {
	forbidden := apierrors.NewForbidden(schema.GroupResource{Group: "isms-operator.io", Resource: "people"}, "erika", errors.New("no such right"))
	unreachable := &url.Error{Op: "Patch", URL: "https://10.0.0.1/apis/isms-operator.io/v1alpha1/namespaces/isms/people/erika/status", Err: errors.New("connection refused")}
	meta := metav1.ObjectMeta{Name: "erika", UID: "5f1c"}
	for _, c := range []struct {
		why      string
		kind     assess.Kind
		record   api.Record
		err      error
		has      string
		isPerson bool
	}{
		{"the answer names the record", assess.Kind{Name: "Person", Personal: true}, &api.Person{ObjectMeta: meta}, forbidden, "Person with the UID 5f1c: Forbidden (403)", true},
		{"the address names it", assess.Kind{Name: "Person", Personal: true}, &api.Person{ObjectMeta: meta}, unreachable, "connection refused", true},
		{"who knows what another error holds", assess.Kind{Name: "CompetencyRecord", Personal: true}, &api.CompetencyRecord{ObjectMeta: meta}, errors.New("erika"), "UID 5f1c", true},
		{"the connection ended in the middle of an answer", assess.Kind{Name: "Person", Personal: true}, &api.Person{ObjectMeta: meta}, fmt.Errorf("read what is said of erika: %w", errors.New("http2: client connection lost")), "5f1c: http2: client connection lost", true},
		{"no answer in time", assess.Kind{Name: "Person", Personal: true}, &api.Person{ObjectMeta: meta}, fmt.Errorf("ask for erika: %w", context.DeadlineExceeded), "5f1c: context deadline exceeded", true},
		{"several causes", assess.Kind{Name: "Person", Personal: true}, &api.Person{ObjectMeta: meta}, errors.Join(errors.New("erika"), unreachable), "5f1c: connection refused", true},
		{"a tool is no person", assess.Kind{Name: "ToolLicense"}, &api.ToolLicense{ObjectMeta: meta}, forbidden, "ToolLicense erika: ", false},
	} {
		said := writeFailure(&desired{result: &assess.Result{Kind: &c.kind, Record: c.record}}, c.err)
		if !strings.Contains(said, c.has) || c.isPerson && strings.Contains(said, "erika") {
			t.Errorf("%s: %q, want %q in it", c.why, said, c.has)
		}
	}
}
