//go:build gitops

package flux

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

const (
	repository = "gitrepository.yaml"        // of config/flux
	lenient    = "kustomization.yaml"        // of config/flux
	strict     = "kustomization-strict.yaml" // of config/flux

	// patience is how long Flux may take for what is seconds on an idle machine.
	patience = 10 * time.Minute
)

// source is a repository, and the GitRepository of its name.
type source struct {
	*cluster.Repository
	*flux
	name string
}

// source makes a repository that Flux looks at when it is told to, by the example of
// config/flux under another name.
func (f *flux) source(t *testing.T, name string) *source {
	t.Helper()
	s := &source{cluster.NewRepository(t), f, name}
	s.Write(t, "README.md", "# Evidence\n")
	s.Commit(t, "Begin")
	r := f.example(t, repository, name)
	r["spec"].(map[string]any)["url"] = s.Serve(t)
	f.apply(t, r)
	f.deleteWith(t, "-n", system, "gitrepository", name)
	return s
}

// push commits, has Flux fetch as its webhook would, and returns the revision as Flux
// writes it, once Flux has it.
func (s *source) push(t *testing.T, message string) string {
	t.Helper()
	revision := cluster.Branch + "@sha1:" + s.Commit(t, message)
	s.reconcile(t, "gitrepository", s.name)
	cluster.Eventually(t, patience, "the GitRepository has "+revision, func() error {
		now := s.status(t, "gitrepository", s.name)
		if now.Artifact.Revision != revision || now.of("Ready").Status != "True" {
			return fmt.Errorf("%s: %+v", now.Artifact.Revision, now.Conditions)
		}
		return nil
	})
	return revision
}

// reconcile is what "flux reconcile" does.
func (f *flux) reconcile(t *testing.T, kind, name string) {
	t.Helper()
	f.Kubectl(t, "", "-n", system, "annotate", "--overwrite", kind, name,
		"reconcile.fluxcd.io/requestedAt="+time.Now().Format(time.RFC3339Nano))
}

// deliver applies an example of config/flux under another name, for a folder of the
// repository and a namespace of the cluster; "" leaves namespaces to the repository. The
// changes are made to the spec before.
func (s *source) deliver(t *testing.T, example, name, path, namespace string, changes map[string]any) {
	t.Helper()
	k := s.example(t, example, name)
	spec := k["spec"].(map[string]any)
	spec["path"], spec["targetNamespace"] = path, namespace
	spec["sourceRef"].(map[string]any)["name"] = s.name
	for field, value := range changes {
		spec[field] = value
	}
	if namespace == "" {
		delete(spec, "targetNamespace")
	}
	s.apply(t, k)
	s.deleteWith(t, "-n", system, "kustomization", name)
}

// example is one of config/flux under another name.
func (f *flux) example(t *testing.T, file, name string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(f.Root, "config", "flux", file))
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := yaml.UnmarshalStrict(text, &object); err != nil {
		t.Fatal(err)
	}
	object["metadata"].(map[string]any)["name"] = name
	return object
}

func (f *flux) apply(t *testing.T, object map[string]any) {
	t.Helper()
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	f.Kubectl(t, string(text), "apply", "--server-side", "--force-conflicts", "-f", "-")
}

// deleteWith deletes something when the test ends, so that Flux does nothing more of it.
func (f *flux) deleteWith(t *testing.T, args ...string) {
	t.Helper()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if _, _, err := f.Cluster.Cluster.Kubectl(ctx, nil, append([]string{"delete", "--ignore-not-found"}, args...)...); err != nil {
			t.Error(err)
		}
	})
}

// status is what Flux says of a Kustomization or GitRepository of its.
type status struct {
	ObservedGeneration    int64       `json:"observedGeneration"`
	LastHandledReconcile  string      `json:"lastHandledReconcileAt"`
	LastAppliedRevision   string      `json:"lastAppliedRevision"`
	LastAttemptedRevision string      `json:"lastAttemptedRevision"`
	Conditions            []condition `json:"conditions"`
	Inventory             struct {
		Entries []struct {
			ID string `json:"id"`
		} `json:"entries"`
	} `json:"inventory"`
	Artifact struct {
		Revision string `json:"revision"`
	} `json:"artifact"`
	generation int64
}

type condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// of returns the condition of a type, and one without a status where there is none.
func (s *status) of(kind string) condition {
	for _, c := range s.Conditions {
		if c.Type == kind {
			return c
		}
	}
	return condition{Type: kind}
}

// has tells whether a record is in the inventory.
func (s *status) has(namespace, name, kind string) bool {
	for _, e := range s.Inventory.Entries {
		if e.ID == namespace+"_"+name+"_isms-operator.io_"+kind {
			return true
		}
	}
	return false
}

func (f *flux) status(t *testing.T, kind, name string) *status {
	t.Helper()
	var object struct {
		Metadata struct {
			Generation int64 `json:"generation"`
		} `json:"metadata"`
		Status status `json:"status"`
	}
	if err := json.Unmarshal([]byte(f.Kubectl(t, "", "-n", system, "get", kind, name, "-o", "json")), &object); err != nil {
		t.Fatal(err)
	}
	object.Status.generation = object.Metadata.Generation
	return &object.Status
}

// await waits until the Kustomization has ended its work on a revision with this status
// and reason of Ready, and returns what it then says.
func (f *flux) await(t *testing.T, name, revision, ready, reason string) *status {
	t.Helper()
	var now *status
	cluster.Eventually(t, patience, fmt.Sprintf("%s: Ready is %s (%s) at %s", name, ready, reason, revision), func() error {
		now = f.status(t, "kustomization", name)
		r := now.of("Ready")
		// Of a generation that fails, Flux does not say that it has observed it.
		if r.Status == "True" && now.ObservedGeneration != now.generation || now.LastAttemptedRevision != revision ||
			now.of("Reconciling").Reason == "Progressing" || r.Status != ready || r.Reason != reason {
			return fmt.Errorf("generation %d, observed %d, at %s: %+v", now.generation, now.ObservedGeneration, now.LastAttemptedRevision, now.Conditions)
		}
		if ready == "True" && now.LastAppliedRevision != revision { // for a moment it is that of the delivery before
			return fmt.Errorf("%s is applied", now.LastAppliedRevision)
		}
		return nil
	})
	return now
}

func (f *flux) awaitReady(t *testing.T, name, revision string) *status {
	t.Helper()
	now := f.await(t, name, revision, "True", "ReconciliationSucceeded")
	if healthy := now.of("Healthy"); healthy.Status != "True" {
		t.Errorf("%s is ready, with %+v", name, healthy)
	}
	return now
}

// again has Flux look at a Kustomization once more, as it does by itself when the
// interval is over, and returns when it has.
func (f *flux) again(t *testing.T, name string) {
	t.Helper()
	before := f.status(t, "kustomization", name).LastHandledReconcile
	f.reconcile(t, "kustomization", name)
	cluster.Eventually(t, patience, name+" is looked at again", func() error {
		if now := f.status(t, "kustomization", name); now.LastHandledReconcile == before {
			return fmt.Errorf("%+v", now.Conditions)
		}
		return nil
	})
}

// contains fails the test where a message lacks what a reader needs.
func contains(t *testing.T, what, message string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(message, part) {
			t.Errorf("%s lacks %q: %s", what, part, message)
		}
	}
}

// awaitCondition waits until Ready is False for a reason, whatever revision that is about.
func (f *flux) awaitCondition(t *testing.T, name, reason string) *status {
	t.Helper()
	var now *status
	cluster.Eventually(t, patience, name+" is not ready: "+reason, func() error {
		now = f.status(t, "kustomization", name)
		if r := now.of("Ready"); r.Status != "False" || r.Reason != reason {
			return fmt.Errorf("%+v", now.Conditions)
		}
		return nil
	})
	return now
}

// move moves the records of a kind, as Copy names them, to another folder.
func (s *source) move(t *testing.T, kind, from, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Dir, from, kind+"-*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no %s: %v", from, kind, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.Write(t, to+"/"+filepath.Base(file), string(text))
		s.Remove(t, from+"/"+filepath.Base(file))
	}
}
