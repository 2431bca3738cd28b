package controllers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/status"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// fewFirst is how many first judgements of one pass are told one by one. More are a
// register that arrives: it is told in one event, and its records by their statuses.
const fewFirst = 10

// longestUntold bounds how long events wait for a namespace to come to rest.
const longestUntold = time.Minute

// reasonJudged is the reason of the event that tells of many first judgements at once.
const reasonJudged = "RecordsJudged"

// teller tells by events what has changed for good. What a register passes through while
// it arrives is told to nobody: a transition is from what was told last, or stood when
// the operator first looked, to what stands when the namespace has come to rest.
type teller struct {
	recorder events.EventRecorder

	mu     sync.Mutex
	untold map[string]*untold // by namespace
}

// untold is what has changed in a namespace since events were last told.
type untold struct {
	since  time.Time
	before map[types.UID]baseline
}

func newTeller(recorder events.EventRecorder) *teller {
	return &teller{recorder: recorder, untold: map[string]*untold{}}
}

// changed notes that a status was written, or that the API server refused it, and what
// it was before.
func (t *teller) changed(namespace string, uid types.UID, before baseline) {
	t.mu.Lock()
	defer t.mu.Unlock()
	u := t.untold[namespace]
	if u == nil {
		u = &untold{since: time.Now(), before: map[types.UID]baseline{}}
		t.untold[namespace] = u
	}
	if _, ok := u.before[uid]; !ok {
		u.before[uid] = before
	}
}

func (t *teller) forget(namespace string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.untold, namespace)
}

// waits reports whether something of a namespace was not told yet.
func (t *teller) waits(namespace string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.untold[namespace] != nil
}

// due takes what is to be told now: all of it where the namespace is at rest, or has
// not been for long.
func (t *teller) due(namespace string, atRest bool) map[types.UID]baseline {
	t.mu.Lock()
	defer t.mu.Unlock()
	u := t.untold[namespace]
	if u == nil || !atRest && time.Since(u.since) < longestUntold {
		return nil
	}
	delete(t.untold, namespace)
	return u.before
}

// tell tells what has changed in a namespace. The report is of what was written last.
func (t *teller) tell(report *assess.Report, atRest bool) {
	before := t.due(report.Namespace, atRest)
	if len(before) == 0 {
		return
	}
	firsts := 0
	for _, b := range before {
		if b.first {
			firsts++
		}
	}
	for i := range report.Results {
		result := &report.Results[i]
		b, ok := before[result.Record.GetUID()]
		if !ok || b.first && firsts > fewFirst {
			continue
		}
		for _, e := range transitions(b.conditions, status.ConditionsOf(report, result), status.IsAssessment(result.Record)) {
			t.emit(result, e)
		}
		if e, is := verified(b.verified, result.Signatures); is {
			t.emit(result, e)
		}
	}
	if firsts > fewFirst {
		t.emitJudged(report, firsts)
	}
}

// emitJudged tells in one event that many records were judged for the first time.
func (t *teller) emitJudged(report *assess.Report, firsts int) {
	i := slices.IndexFunc(report.Results, func(r assess.Result) bool { return status.IsAssessment(r.Record) })
	if i < 0 {
		i = slices.IndexFunc(report.Results, func(r assess.Result) bool { return !r.Kind.Personal })
	}
	if i < 0 {
		return // people alone, of whom nothing is told
	}
	e := transition{kind: corev1.EventTypeNormal, reason: reasonJudged, action: api.ConditionConforming}
	if report.Rollup.Verdict != api.VerdictConforming {
		e.kind = corev1.EventTypeWarning
	}
	n := report.Rollup.Counts
	e.message = fmt.Sprintf("%d records were judged for the first time; the verdict is %s, with %d majors, %d minors and %d unknowns", firsts, report.Rollup.Verdict, n.Major, n.Minor, n.Unknown)
	t.emit(&report.Results[i], e)
}

// emit makes an event. One about a person says no more than who may not read the record
// can know anyway.
func (t *teller) emit(result *assess.Result, e transition) {
	note := e.message
	if result.Kind.Personal {
		note = "The record says in its status what has changed"
	}
	for len(note) > maxNote {
		note = wording.Shortened(note, len([]rune(note))-64)
	}
	regarding := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace: result.Record.GetNamespace(), Name: result.Record.GetName(),
		UID: result.Record.GetUID(), ResourceVersion: result.Record.GetResourceVersion(),
	}}
	regarding.SetGroupVersionKind(api.GroupVersion.WithKind(result.Kind.Name))
	t.recorder.Eventf(regarding, runtime.Object(nil), e.kind, e.reason, e.action, "%s", note)
}

// sender sends events to the API server. It runs from the start, whoever leads.
type sender struct{ events.EventBroadcaster }

func newSender(client kubernetes.Interface) sender {
	return sender{events.NewBroadcaster(sink{client})}
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (sender) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable. What client-go would log of an event that is
// refused has names in it, and is counted instead.
func (s sender) Start(ctx context.Context) error {
	if err := s.StartRecordingToSinkWithContext(klog.NewContext(ctx, logr.Discard())); err != nil {
		return fmt.Errorf("send events: %w", err)
	}
	<-ctx.Done()
	s.Shutdown()
	return nil
}

// sink makes events. Each is of another version of its record, so none is patched.
type sink struct{ client kubernetes.Interface }

// Create implements events.EventSink. An event that the API server refuses is given up,
// one that does not reach it is tried again.
func (s sink) Create(ctx context.Context, e *eventsv1.Event) (*eventsv1.Event, error) {
	made, err := s.client.EventsV1().Events(e.Namespace).Create(ctx, e, metav1.CreateOptions{})
	var refused apierrors.APIStatus
	if errors.As(err, &refused) {
		metrics.EventsRefused.Inc()
		return e, nil
	}
	return made, err
}

// Update implements events.EventSink.
func (s sink) Update(ctx context.Context, e *eventsv1.Event) (*eventsv1.Event, error) {
	return s.Create(ctx, e)
}

// Patch implements events.EventSink.
func (s sink) Patch(_ context.Context, e *eventsv1.Event, _ []byte) (*eventsv1.Event, error) {
	return e, nil
}
