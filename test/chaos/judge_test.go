//go:build chaos

package chaos

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// differences says which records do not have the status that the plugin says they
// must have.
func (s *stage) differences() ([]string, error) {
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	o, err := s.ask(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.stored(ctx, "")
	if err != nil {
		return nil, err
	}
	if missing := s.count() - len(all); missing != 0 {
		return nil, fmt.Errorf("%d records are stored, not %d", len(all), s.count())
	}
	return differences(o, all), nil
}

// ask runs the plugin on the cluster, past the proxy.
func (s *stage) ask(ctx context.Context) (*opinion, error) {
	cmd := exec.CommandContext(ctx, s.program("kubectl-isms"), "assess", "-A", "-o", "json", "--fail-on=never", "--as-of="+s.today().String())
	cmd.Env = append(os.Environ(), "KUBECONFIG="+s.cluster.Kubeconfig())
	var errOut strings.Builder
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	o := &opinion{}
	// Exit code 2 tells of records that could not be judged, which the answer names.
	if decoded := json.Unmarshal(out, o); decoded != nil || (err != nil && len(o.Problems) == 0) {
		return nil, fmt.Errorf("the plugin says: %w: %s", cmp.Or(err, decoded), errOut.String())
	}
	return o, nil
}

// stored reads every record, as far as it can be read, of all kinds but one.
func (s *stage) stored(ctx context.Context, but string) ([]stored, error) {
	var all []stored
	for _, kind := range rules.Registry().Kinds {
		if kind.Name == but {
			continue
		}
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(api.GroupVersion.WithKind(kind.Name + "List"))
		if err := s.admin.List(ctx, list); err != nil {
			return nil, err
		}
		for i := range list.Items {
			o := &list.Items[i]
			record := stored{Kind: kind.Name, Namespace: o.GetNamespace(), Name: o.GetName(), Generation: o.GetGeneration()}
			text, err := json.Marshal(o.Object["status"])
			if err != nil {
				return nil, err
			}
			status := &api.ClauseAssessmentStatus{}
			if json.Unmarshal(text, status) == nil {
				record.Status = status
			}
			all = append(all, record)
		}
	}
	return all, nil
}

// judgedWithout fails the scenario unless records of all other kinds are judged, each in
// its newest version, while one kind is not there. What they say then is not compared.
func (s *stage) judgedWithout(kind string) {
	s.Helper()
	for began := time.Now(); ; time.Sleep(300 * time.Millisecond) {
		all, err := s.stored(s.Context(), kind)
		unjudged := 0
		for i := range all {
			if status := all[i].Status; status == nil || status.ObservedGeneration != all[i].Generation {
				unjudged++
			}
		}
		if err == nil && unjudged == 0 {
			return
		}
		if time.Since(began) > s.pick(40*time.Second, 20*time.Second) {
			s.Errorf("%d of %d other records are not judged while there is no %s (%v)", unjudged, len(all), kind, err)
			return
		}
	}
}
