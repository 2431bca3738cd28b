package controllers

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/clock"
	ctrlmetrics "sigs.k8s.io/controller-runtime/pkg/metrics"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/status"
)

// StatusesWritten reads the operator's own counter of written statuses.
func StatusesWritten() float64 {
	all := make(chan prometheus.Metric, 64)
	go func() {
		metrics.StatusWrites.Collect(all)
		close(all)
	}()
	total := 0.0
	for m := range all {
		var value dto.Metric
		if m.Write(&value) == nil {
			total += value.GetCounter().GetValue()
		}
	}
	return total
}

// Passes reads how many namespaces the operator has judged.
func Passes() uint64 {
	var value dto.Metric
	if metrics.AssessmentDuration.Write(&value) != nil {
		return 0
	}
	return value.GetHistogram().GetSampleCount()
}

// Shown reads a gauge about a namespace as a scrape does; ok is false where it is absent.
func Shown(gauge, namespace string) (value float64, ok bool) {
	families, err := ctrlmetrics.Registry.Gather()
	if err != nil {
		return 0, false
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == gauge && len(m.GetLabel()) == 1 && m.GetLabel()[0].GetValue() == namespace {
				return m.GetGauge().GetValue(), true
			}
		}
	}
	return 0, false
}

// Held is a register of one namespace as it is at rest: each record has the status that a
// pass over it asks for.
type Held struct {
	registry *assess.Registry
	register *register
	reports  *metrics.Reports
	space    string
	now      time.Time
	// rights are what the cluster grants, where that is observed.
	rights *rights
	asked  int
}

// Hold puts records into a register, and judges them once.
func Hold(registry *assess.Registry, namespace string, records []api.Record, now time.Time) *Held {
	h := &Held{registry: registry, space: namespace, now: now, register: newRegister(nil, func() bool { return true })}
	shelves := map[reflect.Type]*shelf{}
	for i := range registry.Kinds {
		s := h.register.shelf(&registry.Kinds[i], "")
		s.follower = &follower{}
		for _, r := range records {
			if reflect.TypeOf(r).Elem().Name() == registry.Kinds[i].Name {
				shelves[reflect.TypeOf(r)] = s
			}
		}
	}
	for _, r := range records {
		shelves[reflect.TypeOf(r)].set(newEntry(r, nil, status.Keep(&status.Status{})))
	}
	none := func() map[string]bool { return nil }
	h.reports = metrics.NewReports(metrics.Options{Registry: registry, Clock: clock.RealClock{}, Series: metrics.SeriesAuto,
		Limit: metrics.DefaultLimit, Held: h.register.records, Waiting: func() map[string]time.Time { return nil }, Listable: none})
	for _, d := range h.pass() {
		next := *d.entry
		next.status = status.Keep(d.status)
		next.trusted = next.status
		shelves[reflect.TypeOf(next.record)].set(&next)
	}
	return h
}

// Pass does what a pass does but for writing, and returns how many statuses differ.
func (h *Held) Pass() int { return len(h.pass()) }

func (h *Held) pass() []*desired {
	gathered, entries := h.register.gather(h.registry, h.space)
	if h.rights != nil {
		h.rights.observe(gathered)
	}
	report, err := assess.Run(context.Background(), h.registry, gathered.World(), api.DateOf(h.now))
	if err != nil {
		panic(err)
	}
	h.reports.Put(report, h.now)
	changed, err := changedStatuses(context.Background(), report, entries, h.now)
	if err != nil {
		panic(err)
	}
	return changed
}

// Grant has what the API server lists of roles and bindings observed, each as JSON by what it
// is called in an observation.
func (h *Held) Grant(lists map[string][]byte) {
	h.rights = newRights(func(string) { h.asked++ }, func() {}, clock.RealClock{}, newClaims(), func() string { return "" })
	for what, list := range map[string]runtime.Object{
		observation.ClusterRoleBindings: &rbacv1.ClusterRoleBindingList{}, observation.ClusterRoles: &rbacv1.ClusterRoleList{},
		observation.RoleBindings: &rbacv1.RoleBindingList{}, observation.Roles: &rbacv1.RoleList{},
	} {
		if err := json.Unmarshal(lists[what], list); err != nil {
			panic(err)
		}
		l := h.rights.add(what, "", nil)
		l.follower = &follower{listed: true}
		var items []any
		if err := meta.EachListItem(list, func(o runtime.Object) error {
			cut(o)
			items = append(items, o)
			return nil
		}); err != nil {
			panic(err)
		}
		if err := l.Replace(items, ""); err != nil {
			panic(err)
		}
	}
}

// Bind has a role binding arrive that is new or another, and returns how many passes it asks for.
func (h *Held) Bind(binding *rbacv1.RoleBinding) int {
	h.asked = 0
	for _, l := range h.rights.lists {
		if l.what == observation.RoleBindings {
			cut(binding)
			if err := l.Update(binding); err != nil {
				panic(err)
			}
		}
	}
	return h.asked
}
