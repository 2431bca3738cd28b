package controlplane

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// What was accepted survives the death of either server, and clients go on with the
// address and the certificate that they have.
func TestKilledServersComeBack(t *testing.T) {
	t.Parallel()
	c := start(t, Options{StateDir: t.TempDir(), AuditLog: "audit.log"})
	records := clientset(t, c.Config()).CoreV1().ConfigMaps(metav1.NamespaceDefault)
	tail := c.FollowAudit()
	for _, server := range []string{APIServer, Etcd} {
		before := "before-" + server
		kubectl(t, c, "", "create", "configmap", before, "--from-literal=key=value")
		if err := c.Kill(t.Context(), server); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.Kubectl(t.Context(), nil, "--request-timeout=1s", "create", "configmap", "during-"+server); err == nil {
			t.Errorf("%s: something was written while it was dead", server)
		}
		if err := c.Kill(t.Context(), server); err == nil || !strings.Contains(err.Error(), "it does not run") {
			t.Errorf("%s: killed twice: %v", server, err)
		}
		if err := c.Restart(t.Context(), server); err != nil {
			t.Fatal(err)
		}
		if err := c.Restart(t.Context(), server); err == nil || !strings.Contains(err.Error(), "it was not killed") {
			t.Errorf("%s: restarted twice: %v", server, err)
		}
		eventually(t, server+" is back with what was written", func(ctx context.Context) (bool, error) {
			got, err := records.Get(ctx, before, metav1.GetOptions{})
			return err == nil && got.Data["key"] == "value", nil
		})
	}
	// The log of both lives of the API server is one.
	created := map[string]bool{}
	eventually(t, "requests before and after are logged", func(context.Context) (bool, error) {
		events, err := tail.Read()
		for _, e := range events {
			if e.Verb == "create" && e.ResponseStatus.Code == 201 && strings.HasPrefix(e.ObjectRef.Name, "before-") {
				created[e.ObjectRef.Name] = true
			}
		}
		return created["before-"+APIServer] && created["before-"+Etcd], err
	})
}

// A server that was killed on purpose did not crash, so Stop has nothing to tell.
func TestStopAfterAKill(t *testing.T) {
	t.Parallel()
	c := start(t, Options{StateDir: t.TempDir()})
	for _, server := range []string{APIServer, Etcd} {
		if err := c.Kill(t.Context(), server); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	assertNothingRuns(t, c.StateDir())
}

func TestCutLineOfTheAuditLogIsMended(t *testing.T) {
	const whole = `{"auditID":"a"}` + "\n"
	for name, test := range map[string]struct{ log, want string }{
		"cut in the middle": {whole + `{"audi`, whole},
		"whole":             {whole, whole},
		"cut in the first":  {`{"audi`, ""},
		"empty":             {"", ""},
	} {
		path := filepath.Join(t.TempDir(), "audit.log")
		if err := os.WriteFile(path, []byte(test.log), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := (&audit{path: path}).mend(); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != test.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
	}
}

// A reader that comes back gets what was added, line by whole line.
func TestFollowAudit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	c := &Cluster{audit: audit{path: path}}
	if _, err := (&Cluster{}).FollowAudit().Read(); err == nil {
		t.Error("without a log there is no error")
	}
	write := func(text string) {
		t.Helper()
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"auditID":"before"}` + "\n")
	tail := c.FollowAudit()
	for _, step := range []struct{ add, want, why string }{
		{"", "", "nothing was added"},
		{`{"auditID":"a"}` + "\n" + `{"auditID":"b"}` + "\n" + `{"aud`, "a b", "the third line is being written"},
		{`itID":"c"}` + "\n", "c", "now it is whole"},
	} {
		write(step.add)
		events, err := tail.Read()
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, e := range events {
			ids = append(ids, e.AuditID)
		}
		if got := strings.Join(ids, " "); got != step.want {
			t.Errorf("%s: got %q, want %q", step.why, got, step.want)
		}
	}
}
