package controlplane

import (
	"context"
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestCountRequests(t *testing.T) {
	config, err := shared.AddUser("counted", "system:masters")
	if err != nil {
		t.Fatal(err)
	}
	client := clientset(t, config).CoreV1().ConfigMaps(metav1.NamespaceDefault)
	const lists = 5
	for range lists {
		if _, err := client.List(t.Context(), metav1.ListOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	// Counted while it runs, and once.
	watch, err := client.Watch(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	count := func(verb string, want int) func(context.Context) (bool, error) {
		return func(context.Context) (bool, error) {
			got, err := shared.CountRequests(func(e AuditEvent) bool {
				return e.User.Username == "counted" && e.Verb == verb && e.ObjectRef.Resource == "configmaps"
			})
			return got == want, err
		}
	}
	eventually(t, "lists are counted", count("list", lists))
	eventually(t, "a running watch is counted", count("watch", 1))
	watch.Stop()
	eventually(t, "the end of the watch is logged", func(context.Context) (bool, error) {
		got, err := shared.CountRequests(func(e AuditEvent) bool {
			return e.User.Username == "counted" && e.Verb == "watch" && e.Stage == "ResponseComplete"
		})
		return got == 1, err
	})
	if ok, err := count("watch", 1)(t.Context()); !ok || err != nil {
		t.Errorf("a watch that ended is not counted once, err %v", err)
	}
}

func TestCountRequestsNeedsALog(t *testing.T) {
	c := &Cluster{}
	if _, err := c.CountRequests(nil); !errors.Is(err, errNoAudit) {
		t.Errorf("got %v", err)
	}
}

func TestCountEvents(t *testing.T) {
	const a, b, unfinished = `{"auditID":"a","verb":"get"}` + "\n", `{"auditID":"b","verb":"list"}` + "\n", `{"auditID":"c","ver`
	all := func(AuditEvent) bool { return true }
	for name, test := range map[string]struct {
		log    string
		filter func(AuditEvent) bool
		want   int
	}{
		"empty":               {"", all, 0},
		"one event each":      {a + b, all, 2},
		"two of one request":  {a + a + b, all, 2},
		"filtered":            {a + b, func(e AuditEvent) bool { return e.Verb == "list" }, 1},
		"still being written": {a + unfinished, all, 1},
	} {
		got, err := countEvents(strings.NewReader(test.log), test.filter)
		if err != nil || got != test.want {
			t.Errorf("%s: got %d, %v, want %d", name, got, err, test.want)
		}
	}
	if _, err := countEvents(strings.NewReader("no event\n"), all); err == nil {
		t.Error("a damaged line is no error")
	}
}
