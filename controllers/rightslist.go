package controllers

import (
	"context"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// rightsLostAfter is for how long nothing must have been answered about roles or bindings
// before they count as not looked at any more. An API server that is away for less is none.
const rightsLostAfter = 5 * time.Minute

// rightsList holds roles or bindings that one follower follows: what of them is judged. What
// it holds is under the lock of all.
type rightsList struct {
	all      *rights
	from     resource
	follower *follower
	// what it lists, in the words of an observation, and of the API server.
	what, resource string
	namespace      string // that it is limited to; "" for none
	objects        map[types.NamespacedName]metav1.Object
	// held says that all was listed once.
	held bool
	// failing is since when the API server has not shown it, by both clocks; absent where it
	// does. Lost says that this is too long.
	failing struct{ at, since time.Time }
	lost    bool
}

// The states of a list.
type rightsState uint8

const (
	followed rightsState = iota
	// refused: the API server says that it does not list it.
	refused
	// unanswered: it says nothing, for too long, or has not said anything yet.
	unanswered
)

// add adds a list of roles or bindings, of a namespace or of all.
func (r *rights) add(what, namespace string, from resource) *rightsList {
	l := &rightsList{
		all: r, from: from, what: what, resource: strings.ToLower(what), namespace: namespace,
		objects: map[types.NamespacedName]metav1.Object{},
	}
	r.lists = append(r.lists, l)
	return l
}

func (l *rightsList) state() rightsState {
	_, refusal := l.follower.state()
	switch {
	case refusal != nil:
		return refused
	case l.lost || !l.held:
		return unanswered
	}
	return followed
}

// known reports whether it is known what there is, or that it cannot be known.
func (l *rightsList) known() bool {
	known, _ := l.follower.state()
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	return known || l.lost
}

// why says why the list is not followed.
func (l *rightsList) why(state rightsState) string {
	if state == unanswered {
		return "the API server does not answer"
	}
	_, refusal := l.follower.state()
	return input.Refusal(refusal)
}

// lacks tells what scopes lack because of the list, and reports whether what it lists counts as
// not looked at: it was never seen, or is refused. What was never seen rules learn by what is
// covered; what was, makes all that rests on it as old as it is.
func (l *rightsList) lacks(seen *assess.Access, scopes []*api.ObservedScope) bool {
	state := l.state()
	if state == followed {
		return false
	}
	lack := observation.Unobservable{What: l.what, Namespace: l.namespace, Why: l.why(state)}.String()
	stale := l.held && l.concerns(scopes)
	if stale {
		seen.Live = false
		if !l.failing.at.IsZero() && l.failing.at.Before(seen.SeenAt) {
			seen.SeenAt = l.failing.at
		}
	}
	if state == refused && stale {
		seen.Unobservable = append(seen.Unobservable, lack)
	} else {
		seen.Unread = append(seen.Unread, lack)
	}
	return state == refused || !l.held
}

// concerns reports whether an answer to scopes rests on the list. What holds in the whole
// cluster holds in each namespace.
func (l *rightsList) concerns(scopes []*api.ObservedScope) bool {
	return l.namespace == "" || covered(scopes, l.namespace)
}

// List implements resource. What is listed is cut.
func (l *rightsList) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	list, err := l.from.List(ctx, options)
	l.answered(ctx, err)
	if err != nil {
		return nil, err
	}
	return list, meta.EachListItem(list, func(o runtime.Object) error {
		cut(o)
		return nil
	})
}

// Watch implements resource. What is shown is cut; a bookmark is not.
func (l *rightsList) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	w, err := l.from.Watch(ctx, options)
	l.answered(ctx, err)
	if err != nil {
		return nil, err
	}
	return watch.Filter(w, func(e watch.Event) (watch.Event, bool) {
		if e.Type == watch.Added || e.Type == watch.Modified || e.Type == watch.Deleted {
			cut(e.Object)
		}
		return e, true
	}), nil
}

// answered keeps since when the API server does not show the list.
func (l *rightsList) answered(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return // the operator stops
	}
	l.all.mu.Lock()
	before := l.lost
	switch {
	case err == nil:
		l.failing.at, l.failing.since, l.lost = time.Time{}, time.Time{}, false
	case l.failing.since.IsZero():
		l.failing.at, l.failing.since = l.all.clock.Now(), l.all.now()
	default:
		l.lost = l.all.now().Sub(l.failing.since) >= rightsLostAfter
	}
	turned := l.lost != before
	l.all.mu.Unlock()
	if turned {
		l.all.turned()
	}
}
