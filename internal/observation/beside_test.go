package observation_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
)

func personWith(subjects ...string) api.Record {
	p := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "p"}}
	for _, s := range subjects {
		p.Spec.Accounts = append(p.Spec.Accounts, api.Account{Name: s, Kind: api.SubjectUser, Subject: s})
	}
	return p
}

func scoped(scope *api.ObservedScope) api.Record {
	return &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{ObservedScope: scope}}
}

// TestBeside has each namespace know what people of the others claim: by their records where
// those were read, and by the file elsewhere.
func TestBeside(t *testing.T) {
	r := small(false)
	r.Claimed = map[string][]string{"isms": {"User/old"}, "shop": {"User/gone"}, "far": {"User/far"}}
	all := []gather.Namespace{{Name: "isms", Records: []api.Record{personWith("ada")}}, {Name: "shop", Records: []api.Record{personWith("ola")}}}
	observation.New(r).Beside(all)
	user := func(names ...string) map[access.Subject]bool {
		subjects := map[access.Subject]bool{}
		for _, name := range names {
			subjects[access.Subject{Kind: access.User, Name: name}] = true
		}
		return subjects
	}
	for i, want := range []map[access.Subject]bool{user("ola", "far"), user("ada", "far")} {
		if d := cmp.Diff(want, all[i].Observation.Access.Elsewhere); d != "" {
			t.Errorf("%s: %s", all[i].Name, d)
		}
	}
	seen := all[0].Observation
	if seen.Access.Live || seen.Access.Digest == "" || len(seen.Access.Unobservable) > 0 || len(seen.Access.Unread) != 1 {
		t.Errorf("of a file it is %+v", seen.Access)
	}
	if w := seen.Workloads[api.WorkloadReference{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "prod", Name: "scanner"}]; !w.Exists || w.Owner != "sre" {
		t.Errorf("the workload is %+v", w)
	}
}

// TestApplicationsInAFile has what was seen of an Application be the same once it was written and
// read, and of the day on which somebody looked.
func TestApplicationsInAFile(t *testing.T) {
	ref := api.WorkloadReference{APIVersion: "argoproj.io/v1alpha1", Kind: "Application", Namespace: "argocd", Name: "shop"}
	want := assess.Workload{Exists: true, Versions: []string{"1", "2"}, Sync: assess.OutOfSync, ComparedOn: api.MustDate("2026-11-20")}
	r := small(false)
	r.Workloads = observation.Looked(nil, map[api.WorkloadReference]assess.Workload{ref: want})
	read, err := observation.Read("o.yaml", []byte(write(t, observation.New(r))))
	if err != nil {
		t.Fatal(err)
	}
	want.SeenOn = api.MustDate("2026-11-30")
	if have := read.Observation("").Workloads; !reflect.DeepEqual(have, map[api.WorkloadReference]assess.Workload{ref: want}) {
		t.Errorf("%+v", have)
	}
}

// TestLive has what was read of a cluster by whoever judges be as of a cluster, and what
// people elsewhere claim be unknown where they could not be read.
func TestLive(t *testing.T) {
	r := small(false)
	r.Unobservable = []observation.Unobservable{{What: observation.Claimed, Why: "whoever looked may not list them"}}
	seen := observation.Live(r).Observation("isms").Access
	if !seen.Live || seen.Source != "cluster" || seen.Digest != "" {
		t.Errorf("%+v", seen)
	}
	if d := cmp.Diff([]string{"the accounts of people of other namespaces: whoever looked may not list them"}, seen.Unobservable); d != "" {
		t.Error(d)
	}
}

// TestAsked has nobody look where no ISMS asks, and no further than one does.
func TestAsked(t *testing.T) {
	for _, c := range []struct {
		why         string
		scopes      []*api.ObservedScope
		want        []string
		wide, asked bool
	}{
		{"no scope", []*api.ObservedScope{nil}, nil, false, false},
		{"the cluster", []*api.ObservedScope{{ClusterWide: api.ClusterWideIncluded}}, nil, true, true},
		{"namespaces, and what holds in each", []*api.ObservedScope{{Namespaces: []string{"b", "a"}}}, []string{"a", "b"}, true, true},
		{"namespaces alone", []*api.ObservedScope{{Namespaces: []string{"a"}, ClusterWide: api.ClusterWideExcluded}}, []string{"a"}, false, true},
		{"of two the wider", []*api.ObservedScope{{Namespaces: []string{"a"}, ClusterWide: api.ClusterWideExcluded}, nil, {ClusterWide: api.ClusterWideIncluded}}, nil, true, true},
	} {
		var all []gather.Namespace
		for _, scope := range c.scopes {
			all = append(all, gather.Namespace{Records: []api.Record{scoped(scope)}})
		}
		if have, wide, asked := observation.Asked(all); !cmp.Equal(c.want, have) || wide != c.wide || asked != c.asked {
			t.Errorf("%s: %v %v %v", c.why, have, wide, asked)
		}
	}
}

// TestRenamed has no name of a person left in a file, and the rights of each be the same.
func TestRenamed(t *testing.T) {
	f := observation.New(small(false))
	renamed := f.Renamed(observation.Renaming{
		Subject: func(s access.Subject) access.Subject { s.Name = "x-" + s.Name; return s },
		Account: func(s string) string { return "x-" + s }, Text: func(s string) string { return s },
	})
	text := write(t, renamed)
	read, err := observation.Read("o.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	seen := read.Observation("").Access
	if d := cmp.Diff([]string{"x-ada", "x-bob"}, seen.Members["x-oidc:ops"]); d != "" {
		t.Error(d)
	}
	if !seen.Elsewhere[access.Subject{Kind: access.User, Name: "x-ada"}] || len(seen.Elsewhere) != 2 {
		t.Errorf("claimed are %v", seen.Elsewhere)
	}
	if have := seen.Rights.Of(access.Subject{Kind: access.ServiceAccount, Namespace: "prod", Name: "x-deployer"}); len(have) != 1 || have[0].Role.Name != "view" {
		t.Errorf("the service account holds %v", have)
	}
}
