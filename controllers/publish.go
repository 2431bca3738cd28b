package controllers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
)

// quietAbove is the number of first judgements in one pass above which they make
// no events: a register that is loaded whole would drown the events that matter.
const quietAbove = 100

// publish writes every status that differs from the stored one: the roll-up
// first, then the worst records first, several at once. It returns how many it
// wrote and whether it wrote all; stop is asked between writes.
func (r *AssessmentReconciler) publish(ctx context.Context, report *assess.Report, stop func(time.Duration) bool) (int, bool, error) {
	changed := r.changed(report)
	if len(changed) == 0 {
		return 0, true, nil
	}
	quiet := countFirst(changed) > quietAbove
	began := time.Now()
	var (
		next, writes atomic.Int64
		wait         sync.WaitGroup
		mu           sync.Mutex
		failures     []error
	)
	work := func(until int) {
		for {
			i := int(next.Add(1)) - 1
			if i >= until || ctx.Err() != nil || (i > 0 && stop(time.Since(began))) {
				next.Add(-1)
				return
			}
			if err := r.write(ctx, report, changed[i], quiet); err != nil {
				mu.Lock()
				failures = append(failures, err)
				mu.Unlock()
				continue
			}
			writes.Add(1)
		}
	}
	rollups := 0
	for rollups < len(changed) && isRollup(changed[rollups]) {
		rollups++
	}
	work(rollups)
	for range min(r.writers, len(changed)) {
		wait.Go(func() { work(len(changed)) })
	}
	wait.Wait()
	return int(writes.Load()), int(next.Load()) >= len(changed), errors.Join(failures...)
}

// changed returns the statuses that must be written, in the order of publication.
func (r *AssessmentReconciler) changed(report *assess.Report) []*desired {
	now := r.clock.Now()
	stored := r.written.recall(report)
	var all []*desired
	for i := range report.Results {
		result := &report.Results[i]
		if d, differs := desiredStatus(report, result, stored(result.Record), now); differs {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b *desired) int {
		if x, y := isRollup(a), isRollup(b); x != y {
			if x {
				return -1
			}
			return 1
		}
		return assess.Worst(a.result, b.result)
	})
	return all
}

func isRollup(d *desired) bool {
	_, ok := d.result.Record.(*api.ClauseAssessment)
	return ok
}

func countFirst(changed []*desired) int {
	n := 0
	for _, d := range changed {
		if d.first {
			n++
		}
	}
	return n
}

// statusPatch is a merge patch of the whole status: what is absent is sent as
// null, so that nothing of an earlier status stays.
type statusPatch struct {
	Metadata struct {
		// UID keeps a verdict from a record that was deleted and made again meanwhile.
		UID types.UID `json:"uid"`
	} `json:"metadata"`
	Status struct {
		ObservedGeneration int64              `json:"observedGeneration"`
		Conditions         []metav1.Condition `json:"conditions"`
		Counts             *api.FindingCounts `json:"counts"`
		Findings           []api.Finding      `json:"findings"`
		NextChangeOn       *string            `json:"nextChangeOn"`
		RetainUntil        *string            `json:"retainUntil"`
		Verdict            api.Verdict        `json:"verdict,omitempty"`
		Records            int32              `json:"records,omitempty"`
		Forecast           any                `json:"forecast,omitempty"`
	} `json:"status"`
}

func patchOf(d *desired) ([]byte, error) {
	var p statusPatch
	p.Metadata.UID = d.result.Record.GetUID()
	p.Status.ObservedGeneration, p.Status.Conditions = d.record.ObservedGeneration, d.record.Conditions
	p.Status.Counts, p.Status.Findings = d.record.Counts, d.record.Findings
	if d.record.NextChangeOn != "" {
		p.Status.NextChangeOn = &d.record.NextChangeOn
	}
	if d.record.RetainUntil != "" {
		p.Status.RetainUntil = &d.record.RetainUntil
	}
	if full, ok := d.status.(api.ClauseAssessmentStatus); ok {
		p.Status.Verdict, p.Status.Records = full.Verdict, full.Records
		p.Status.Forecast = json.RawMessage("null")
		if full.Forecast != nil {
			p.Status.Forecast = full.Forecast
		}
	}
	return json.Marshal(p)
}

// write replaces one status, remembers it, and tells what changed.
func (r *AssessmentReconciler) write(ctx context.Context, report *assess.Report, d *desired, quiet bool) error {
	record := d.result.Record
	body, err := patchOf(d)
	if err != nil {
		return writeFailure(d.result, report.Namespace, err)
	}
	// Only metadata is asked back: the record would be sent, and read, for nothing.
	target := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: report.Namespace, Name: record.GetName()}}
	target.SetGroupVersionKind(api.GroupVersion.WithKind(d.result.Kind.Name))
	r.inFlight.expect(record.GetUID(), d.status)
	err = r.client.Status().Patch(ctx, target, client.RawPatch(types.MergePatchType, body), client.FieldOwner(FieldOwner))
	switch {
	case apierrors.IsNotFound(err), apierrors.IsConflict(err):
		r.inFlight.forget(record.GetUID())
		return nil // deleted, or made again, meanwhile; its event makes another pass
	case err != nil:
		metrics.StatusWrites.WithLabelValues(d.result.Kind.Name, metrics.ResultError).Inc()
		return writeFailure(d.result, report.Namespace, err)
	}
	metrics.StatusWrites.WithLabelValues(d.result.Kind.Name, metrics.ResultSuccess).Inc()
	r.written.keep(report.Namespace, record, d.status)
	if !quiet || !d.first {
		r.emit(d)
	}
	return nil
}

// writeFailure says which status could not be written. It goes to the log, so a record
// about a person is told by its UID: its name may be somebody's, and both the address
// of a request and the answer of the API server hold it.
func writeFailure(result *assess.Result, namespace string, err error) error {
	if !result.Kind.Personal {
		return fmt.Errorf("write status of %s %s/%s: %w", result.Kind.Name, namespace, result.Record.GetName(), err)
	}
	var (
		answer  apierrors.APIStatus
		request *url.Error
		cause   = fmt.Sprintf("%T", err)
	)
	switch {
	case errors.As(err, &answer):
		cause = fmt.Sprintf("%s (%d)", answer.Status().Reason, answer.Status().Code)
	case errors.As(err, &request):
		cause = request.Err.Error()
	}
	return fmt.Errorf("write status of the %s with the UID %s in namespace %s: %s", result.Kind.Name, result.Record.GetUID(), namespace, cause)
}

// memory holds what was written until the cache shows it, so that a pass that
// follows at once does not write the same again.
type memory struct {
	mu         sync.Mutex
	namespaces map[string]map[types.UID]remembered
}

// remembered is a status written over a version of a record that the cache held then.
type remembered struct {
	over   string
	status any
}

func newMemory() *memory { return &memory{namespaces: map[string]map[types.UID]remembered{}} }

func (m *memory) keep(namespace string, record api.Record, status any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.namespaces[namespace] == nil {
		m.namespaces[namespace] = map[types.UID]remembered{}
	}
	m.namespaces[namespace][record.GetUID()] = remembered{record.GetResourceVersion(), status}
}

func (m *memory) forget(namespace string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.namespaces, namespace)
}

// recall returns a look-up of stored statuses: what was written last while the
// cache has not moved on, else what the cache holds.
func (m *memory) recall(report *assess.Report) func(api.Record) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	have := m.namespaces[report.Namespace]
	still := map[types.UID]remembered{}
	if len(have) > 0 {
		for i := range report.Results {
			record := report.Results[i].Record
			if w, ok := have[record.GetUID()]; ok && w.over == record.GetResourceVersion() {
				still[record.GetUID()] = w
			}
		}
	}
	m.namespaces[report.Namespace] = still
	snapshot := still
	return func(r api.Record) any {
		if w, ok := snapshot[r.GetUID()]; ok {
			return w.status
		}
		return statusOf(r)
	}
}
