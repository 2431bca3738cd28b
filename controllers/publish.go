package controllers

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/klog/v2"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/status"
)

const (
	// writeTimeout bounds one write. It does not end with the operator, so that a write
	// that is under way when it stops is finished.
	writeTimeout = 15 * time.Second
	// unansweredEnough writes without an answer show that the API server is out of reach.
	unansweredEnough = 3
)

// metadataOnly asks for an answer without the record, of which the operator needs the
// version alone.
const metadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json"

// publisher writes statuses.
type publisher struct {
	records  rest.Interface
	register *register
	teller   *teller
	// leads reports whether this replica is the one that writes.
	leads func() bool
	// slots bound how many statuses are written at once, in all namespaces.
	slots chan struct{}
	// refused statuses are tried again later and later, each for itself. A record that
	// somebody changes is tried at once.
	refused *flowcontrol.Backoff
}

func newPublisher(records rest.Interface, register *register, teller *teller, writers int, leads func() bool) *publisher {
	return &publisher{
		records: records, register: register, teller: teller, leads: leads, slots: make(chan struct{}, writers),
		refused: flowcontrol.NewBackOff(2*time.Second, 5*time.Minute),
	}
}

// outcome is what became of a publication.
type outcome struct {
	// written statuses.
	written int
	// complete says that nothing is left to write but what was refused.
	complete bool
	// conflicts are statuses of records that have changed meanwhile.
	conflicts int
	// retry is how long to wait before refused statuses are tried again; 0 for none.
	retry time.Duration
	// unanswered is how many writes the API server did not answer.
	unanswered int
	// deposed says that this replica does not lead any more.
	deposed  bool
	failures failures
}

// publish writes the statuses that changed, in their order and several at once. Stop is
// asked between writes.
func (p *publisher) publish(ctx context.Context, report *assess.Report, changed []*desired, stop func(time.Duration) bool) outcome {
	var o outcome
	due := slices.DeleteFunc(changed, func(d *desired) bool {
		left := p.waits(d)
		if left > 0 && (o.retry == 0 || left < o.retry) {
			o.retry = left
		}
		return left > 0
	})
	p.refused.GC()
	if len(due) == 0 {
		o.deposed = !p.leads()
		o.complete = !o.deposed
		return o
	}
	r := &run{publisher: p, report: report, began: time.Now(), stop: stop, due: due}
	rollups := 0
	for rollups < len(due) && status.IsAssessment(due[rollups].result.Record) {
		rollups++
	}
	r.work(ctx, rollups)
	var wait sync.WaitGroup
	for range min(cap(p.slots), len(due)) {
		wait.Go(func() { r.work(ctx, len(due)) })
	}
	wait.Wait()
	r.outcome.written = int(r.written.Load())
	r.outcome.deposed = !p.leads()
	r.outcome.complete = int(r.next.Load()) >= len(due) && r.outcome.conflicts == 0 && r.outcome.unanswered == 0
	if o.retry > 0 && (r.outcome.retry == 0 || o.retry < r.outcome.retry) {
		r.outcome.retry = o.retry
	}
	return r.outcome
}

// backoffKey of a status: an edit of the record makes it another.
func backoffKey(d *desired) string {
	return string(d.result.Record.GetUID()) + "/" + d.entry.version
}

// waits returns how long a status that was refused must wait before it is tried again.
func (p *publisher) waits(d *desired) time.Duration {
	key, now := backoffKey(d), time.Now()
	if !p.refused.IsInBackOffSinceUpdate(key, now) {
		return 0
	}
	return max(p.refused.Get(key), time.Second)
}

// run is one publication.
type run struct {
	*publisher
	report *assess.Report
	began  time.Time
	stop   func(time.Duration) bool
	due    []*desired

	next, written atomic.Int64
	mu            sync.Mutex
	outcome       outcome
}

// work writes statuses until a number of them are written or being written by others.
func (r *run) work(ctx context.Context, until int) {
	for {
		r.slots <- struct{}{}
		i := int(r.next.Add(1)) - 1
		if i >= until || ctx.Err() != nil || r.unreachable() || !r.leads() || (i > 0 && r.stop(time.Since(r.began))) {
			r.next.Add(-1)
			<-r.slots
			return
		}
		err := r.write(ctx, r.due[i])
		<-r.slots
		if err == nil {
			r.written.Add(1)
			continue
		}
		r.failed(r.due[i], err)
	}
}

func (r *run) unreachable() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.outcome.unanswered >= unansweredEnough
}

// failed notes why a status was not written.
func (r *run) failed(d *desired, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kind := d.result.Kind.Name
	var answer apierrors.APIStatus
	switch {
	case apierrors.IsNotFound(err):
		// Deleted meanwhile, or its kind is; its event makes another pass.
	case apierrors.IsConflict(err):
		metrics.StatusWrites.WithLabelValues(kind, metrics.ResultConflict).Inc()
		r.outcome.conflicts++
	case errors.As(err, &answer) && !apierrors.IsServerTimeout(err) && !apierrors.IsTimeout(err) && !apierrors.IsTooManyRequests(err) && !apierrors.IsServiceUnavailable(err):
		metrics.StatusWrites.WithLabelValues(kind, metrics.ResultError).Inc()
		key := backoffKey(d)
		if r.refused.Get(key) == 0 { // the first time: an event tells what the status cannot
			r.teller.changed(r.report.Namespace, d.result.Record.GetUID(), d.before)
		}
		r.refused.Next(key, time.Now())
		if left := r.refused.Get(key); r.outcome.retry == 0 || left < r.outcome.retry {
			r.outcome.retry = left
		}
		r.outcome.failures.add(d, err)
	default:
		metrics.StatusWrites.WithLabelValues(kind, metrics.ResultUnanswered).Inc()
		r.outcome.failures.add(d, err)
		r.outcome.unanswered++
	}
}

// comparedAtOnce is how many statuses one processor compares in a row.
const comparedAtOnce = 500

// changedStatuses returns every status that differs from the stored one: the roll-up first,
// then the worst records first. It fails only when the context is done.
func changedStatuses(ctx context.Context, report *assess.Report, entries map[api.Record]*entry, now time.Time) ([]*desired, error) {
	results := slices.Collect(slices.Chunk(report.Results, comparedAtOnce))
	differing := make([][]*desired, len(results))
	err := parallel.Do(ctx, len(results), func(n int) {
		for i := range results[n] {
			result := &results[n][i]
			if d, differs := desiredStatus(report, result, entries[result.Record], now); differs {
				differing[n] = append(differing[n], d)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(differing...)
	slices.SortStableFunc(all, func(a, b *desired) int {
		if x, y := status.IsAssessment(a.result.Record), status.IsAssessment(b.result.Record); x != y {
			if x {
				return -1
			}
			return 1
		}
		return assess.Worst(a.result, b.result)
	})
	return all, nil
}

// write replaces one status and takes in what the answer says. What client-go would
// log of a lost answer is told once for the pass.
func (r *run) write(ctx context.Context, d *desired) error {
	body, err := status.Patch(status.Version{UID: d.result.Record.GetUID(), ResourceVersion: d.entry.version}, d.result.Kind, d.status)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(klog.NewContext(ctx, logr.Discard())), writeTimeout)
	defer cancel()
	r.register.startWrite(d.entry)
	answer, err := r.records.Patch(types.MergePatchType).Namespace(r.report.Namespace).Resource(d.result.Kind.Plural).
		Name(d.result.Record.GetName()).SubResource("status").Param("fieldManager", FieldOwner).
		SetHeader("Accept", metadataOnly).Body(body).Do(ctx).Raw()
	var written struct {
		Metadata struct {
			ResourceVersion string `json:"resourceVersion"`
		} `json:"metadata"`
	}
	if err == nil {
		err = json.Unmarshal(answer, &written)
	}
	r.register.endWrite(d.result.Kind.Name, d.entry, d.kept, written.Metadata.ResourceVersion)
	if err != nil {
		return err
	}
	metrics.StatusWrites.WithLabelValues(d.result.Kind.Name, metrics.ResultSuccess).Inc()
	r.teller.changed(r.report.Namespace, d.result.Record.GetUID(), d.before)
	return nil
}
