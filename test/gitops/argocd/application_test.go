//go:build gitops

package argocd

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// patience is how long Argo CD is given for what takes it seconds on a machine that has
// nothing else to do.
const patience = 10 * time.Minute

// application is what the tests read of an Application.
type application struct {
	Status struct {
		Sync struct {
			Status   string `json:"status"`
			Revision string `json:"revision"`
		} `json:"sync"`
		Health struct {
			Status string `json:"status"`
		} `json:"health"`
		OperationState struct {
			Phase      string `json:"phase"`
			Message    string `json:"message"`
			RetryCount int    `json:"retryCount"`
			FinishedAt string `json:"finishedAt"`
			SyncResult struct {
				Revision  string           `json:"revision"`
				Resources []resourceResult `json:"resources"`
			} `json:"syncResult"`
		} `json:"operationState"`
		Resources []struct {
			Kind   string `json:"kind"`
			Name   string `json:"name"`
			Status string `json:"status"`
		} `json:"resources"`
		Conditions []struct {
			Type    string `json:"type"`
			Message string `json:"message"`
		} `json:"conditions"`
		History []struct{} `json:"history"`
	} `json:"status"`

	// seen is what plugin and operator keep of it.
	seen assess.Workload
}

type resourceResult struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// short is the state in the words of "kubectl get applications".
func (a *application) short() string {
	s := &a.Status
	return fmt.Sprintf("%s %s %s", s.Sync.Status, s.Health.Status, s.OperationState.Phase)
}

func (a *application) String() string {
	s := &a.Status
	return fmt.Sprintf("%s at %.7s (synced %.7s): %q %v", a.short(), s.Sync.Revision, s.OperationState.SyncResult.Revision, s.OperationState.Message, s.Conditions)
}

func (e *environment) application(t *testing.T, name string) *application {
	t.Helper()
	a, object := &application{}, map[string]any{}
	text := []byte(e.Kubectl(t, "", "-n", argo, "get", "applications.argoproj.io", name, "-o", "json"))
	if err := errors.Join(json.Unmarshal(text, a), json.Unmarshal(text, &object)); err != nil {
		t.Fatal(err)
	}
	a.seen = running.Cut(running.ApplicationKind, &unstructured.Unstructured{Object: object}, time.Now())
	return a
}

// await asks Argo CD to look at the repository, as a webhook does, and waits until the
// application is synced at a revision.
func (e *environment) await(t *testing.T, name, revision string) *application {
	t.Helper()
	return e.awaits(t, name, func(a *application) bool {
		return a.Status.Sync.Revision == revision && a.Status.OperationState.SyncResult.Revision == revision
	})
}

// awaitCompared waits until it was compared with a revision that leaves nothing to do, so that
// no sync is made for it.
func (e *environment) awaitCompared(t *testing.T, name, revision string) {
	t.Helper()
	e.awaits(t, name, func(a *application) bool { return a.Status.Sync.Revision == revision })
}

// awaits waits until it is as it should be, in the way that is asked for as well.
func (e *environment) awaits(t *testing.T, name string, as func(*application) bool) (a *application) {
	t.Helper()
	e.refresh(t, name, "normal")
	cluster.Eventually(t, patience, name+" is "+synced, func() error {
		if a = e.application(t, name); a.short() != synced || !as(a) {
			return errors.New(a.String())
		}
		return nil
	})
	if a.seen.Sync != assess.Synced || a.seen.ComparedOn.IsZero() {
		t.Errorf("of an Application that is %s it is seen that %+v", synced, a.seen)
	}
	return a
}

// refresh has it compared now; "hard" also makes the manifests anew.
func (e *environment) refresh(t *testing.T, name, how string) {
	t.Helper()
	e.Kubectl(t, "", "-n", argo, "annotate", "--overwrite", "applications.argoproj.io", name, "argocd.argoproj.io/refresh="+how)
}

// example reads a manifest of config/argocd/example for this cluster and repository.
func (e *environment) example(t *testing.T, file, repository string) *unstructured.Unstructured {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(e.Root, "config", "argocd", "example", file))
	if err != nil {
		t.Fatal(err)
	}
	replaced := strings.NewReplacer("https://git.example.org/acme/isms-evidence.git", repository,
		"https://kubernetes.default.svc", e.address()).Replace(string(text))
	if strings.Count(replaced, repository) != 1 || strings.Count(replaced, e.address()) != 1 {
		t.Fatalf("%s names another repository or cluster than before:\n%s", file, replaced)
	}
	o := &unstructured.Unstructured{}
	if err := yaml.UnmarshalStrict([]byte(replaced), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}

// change sets a field of a manifest.
type change struct {
	value any
	path  []string
}

func set(value any, path ...string) change { return change{value, path} }

// deliver creates the example's application under another name, to a namespace of that
// name, from the folder of that name, with changes.
func (e *environment) deliver(t *testing.T, r *cluster.Repository, name string, changes ...change) {
	t.Helper()
	o := e.example(t, "application.yaml", r.URL())
	all := append([]change{set(name, "metadata", "name"), set("campaign", "spec", "project"),
		set(name, "spec", "source", "path"), set(name, "spec", "destination", "namespace")}, changes...)
	for _, c := range all {
		if err := unstructured.SetNestedField(o.Object, c.value, c.path...); err != nil {
			t.Fatal(err)
		}
	}
	e.apply(t, o)
}

// project allows a repository to bring anything anywhere, for what the example's does not.
func (e *environment) project(t *testing.T, r *cluster.Repository) {
	t.Helper()
	o := e.example(t, "appproject.yaml", r.URL())
	every := []any{map[string]any{"group": "*", "kind": "*"}}
	o.SetName("campaign")
	o.Object["spec"] = map[string]any{
		"sourceRepos":                []any{r.URL()},
		"destinations":               []any{map[string]any{"server": e.address(), "namespace": "*"}},
		"clusterResourceWhitelist":   every,
		"namespaceResourceWhitelist": every,
	}
	e.apply(t, o)
}

func (e *environment) apply(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	text, err := yaml.Marshal(o.Object)
	if err != nil {
		t.Fatal(err)
	}
	e.Kubectl(t, string(text), "apply", "-f", "-")
}

// get asks Argo CD's API about an application.
func (e *environment) get(t *testing.T, name, what string, into any) {
	t.Helper()
	response, err := http.Get("http://" + e.server + "/api/v1/applications/" + name + "/" + what) //nolint:noctx // it ends with the server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s of %s: %s", what, name, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// healths returns what Argo CD shows for each record of an application, as
// "Status: message", by "Kind/name".
func (e *environment) healths(t *testing.T, name string) map[string]string {
	t.Helper()
	var tree struct {
		Nodes []struct {
			Group  string `json:"group"`
			Kind   string `json:"kind"`
			Name   string `json:"name"`
			Health struct {
				Status  string `json:"status"`
				Message string `json:"message"`
			} `json:"health"`
		} `json:"nodes"`
	}
	e.get(t, name, "resource-tree", &tree)
	all := map[string]string{}
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Group == "isms-operator.io" {
			all[n.Kind+"/"+n.Name] = n.Health.Status + ": " + n.Health.Message
		}
	}
	return all
}

// awaitHealth waits until Argo CD shows a record with a health that begins so.
func (e *environment) awaitHealth(t *testing.T, name, record, want string) {
	t.Helper()
	cluster.Eventually(t, patience, record+" is "+want, func() error {
		if have := e.healths(t, name)[record]; !strings.HasPrefix(have, want) {
			return fmt.Errorf("%s is %q", record, have)
		}
		return nil
	})
}

// differences returns the resources that Argo CD holds to differ from the repository, by
// what it compares for its diff.
func (e *environment) differences(t *testing.T, name string) []string {
	t.Helper()
	var managed struct {
		Items []struct {
			Kind                string `json:"kind"`
			Name                string `json:"name"`
			NormalizedLiveState string `json:"normalizedLiveState"`
			PredictedLiveState  string `json:"predictedLiveState"`
			Modified            bool   `json:"modified"`
		} `json:"items"`
	}
	e.get(t, name, "managed-resources", &managed)
	if len(managed.Items) == 0 {
		t.Fatalf("%s manages nothing", name)
	}
	var all []string
	for i := range managed.Items {
		if m := &managed.Items[i]; m.Modified || m.NormalizedLiveState != m.PredictedLiveState {
			all = append(all, fmt.Sprintf("%s/%s:\n%s\n%s", m.Kind, m.Name, m.NormalizedLiveState, m.PredictedLiveState))
		}
	}
	return all
}

// noDifference fails where Argo CD holds a resource to differ from the repository.
func (e *environment) noDifference(t *testing.T, name string) {
	t.Helper()
	if all := e.differences(t, name); len(all) > 0 {
		t.Errorf("%s: %d resources differ, such as %s", name, len(all), all[0])
	}
}

func base64Of(data []byte) string { return base64.StdEncoding.EncodeToString(data) }
