package rights_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	ctrlmetrics "sigs.k8s.io/controller-runtime/pkg/metrics"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// passes counts how many namespaces were judged.
func passes(t *testing.T) uint64 {
	t.Helper()
	var value dto.Metric
	if err := metrics.AssessmentDuration.Write(&value); err != nil {
		t.Fatal(err)
	}
	return value.GetHistogram().GetSampleCount()
}

// written counts the statuses that were written in a namespace, at the API server.
func written(t *testing.T, namespace string) int {
	t.Helper()
	n, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return e.ObjectRef.Namespace == namespace && e.ObjectRef.Subresource == "status" && e.Verb != "get"
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestIdleOperatorWritesNothing: time passes, labels change, and what is granted elsewhere
// does. Nothing is written, and nothing judged that cannot have changed.
func TestIdleOperatorWritesNothing(t *testing.T) {
	ns, shop, elsewhere := newNamespace(t), newNamespace(t), newNamespace(t)
	clause := isms(ns, &api.ObservedScope{Namespaces: []string{shop}})
	lea := person(ns, "lea", "2026-05-01", user("lea@acme.example"))
	binding := in(shop, "lea", "acme:edit", to(rbacv1.UserKind, "lea@acme.example"))
	create(t, clause, lea, binding)
	clk := today()
	operate(t, cluster.Config(), observing(clk))
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	time.Sleep(2 * time.Second)
	judged, before := passes(t), written(t, ns)
	for i := range 10 {
		clk.Step(time.Minute)
		label(t, binding, fmt.Sprint(i))
		far := in(elsewhere, fmt.Sprint("lea-", i), "acme:edit", to(rbacv1.UserKind, "lea@acme.example"))
		create(t, far)
		time.Sleep(100 * time.Millisecond)
		remove(t, far)
	}
	time.Sleep(2 * time.Second)
	if n := passes(t) - judged; n > 0 {
		t.Errorf("%d passes were made for what changes no answer", n)
	}
	for i := range 3 { // judged again, and the same
		clk.Step(time.Minute)
		create(t, in(shop, fmt.Sprint("nobody-", i), "acme:edit"))
		time.Sleep(700 * time.Millisecond)
	}
	if n := passes(t) - judged; n == 0 {
		t.Error("no pass was made for a binding in the scope, so this shows nothing")
	}
	if n := written(t, ns) - before; n > 0 {
		t.Errorf("%d statuses were written, and nothing has changed", n)
	}
}

// TestNoSubjectIsNamed: users, groups and service accounts that are found are named by
// bindings. Their names are nowhere but in the accounts that Persons state.
func TestNoSubjectIsNamed(t *testing.T) {
	ns, shop := newNamespace(t), newNamespace(t)
	marks := map[string]string{}
	for _, who := range []string{"leaver", "stranger", "group", "program", "admin", "elsewhere"} {
		marks[who] = fmt.Sprintf("%s%016x", who[:1], rand.Uint64()) //nolint:gosec // a name, no secret
	}
	clause := samples(t, ns) // of an ISMS by itself so much is found that the status has no room
	lea := person(ns, "lea", "2026-05-01", user(marks["leaver"]))
	program := rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Namespace: shop, Name: marks["program"]}
	create(t, lea, person(ns, "kim", "", user(marks["admin"])), person(shop, "far", "", user(marks["elsewhere"])),
		everywhere("lea-of-"+ns, "cluster-admin", to(rbacv1.UserKind, marks["leaver"])),
		everywhere("kim-of-"+ns, "cluster-admin", to(rbacv1.UserKind, marks["admin"])),
		in(shop, "all", "acme:edit", to(rbacv1.UserKind, marks["stranger"]), to(rbacv1.GroupKind, marks["group"]), to(rbacv1.UserKind, marks["elsewhere"]), program))
	options := observing(today())
	options.OpenReports = true
	operate(t, cluster.Config(), options)
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	for _, sort := range []string{"1 service account that", "1 user whom", "1 group that"} {
		eventually(t, soon, says(clause, "AccessWithoutPerson", sort))
	}
	events := &corev1.EventList{}
	// Of the first pass over a register no events are told, so something has to change.
	create(t, in(shop, "more", "acme:edit", to(rbacv1.UserKind, marks["leaver"]), to(rbacv1.UserKind, marks["stranger"])))
	gone := everywhere("gone-of-"+ns, "acme:view", to(rbacv1.UserKind, marks["leaver"]))
	create(t, gone)
	lea.Spec.EngagedUntil = api.Date{}
	update(t, lea)
	eventually(t, soon, finds(lea, outlives))
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(lea), lea); err != nil {
		t.Fatal(err)
	}
	lea.Spec.EngagedUntil = api.MustDate("2026-05-01")
	update(t, lea)
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	eventually(t, soon, func() error {
		if err := admin.List(t.Context(), events, client.InNamespace(ns)); err != nil {
			return err
		}
		for i := range events.Items {
			if events.Items[i].Reason == outlives {
				return nil
			}
		}
		return fmt.Errorf("%d events, none of %s", len(events.Items), outlives)
	})
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(clause), clause); err != nil {
		t.Fatal(err)
	}
	told := map[string]any{"the status of the ISMS": clause.Status, "events": events.Items, "the status of the leaver": lea.Status}
	for what, of := range told {
		text, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		namesNobody(t, marks, what, string(text))
	}
	namesNobody(t, marks, "metrics", scraped(t))
	namesNobody(t, marks, "the log", said.String())
}

// samples stores those of the repository, with the rights in the whole cluster judged.
func samples(t *testing.T, namespace string) (clause *api.ClauseAssessment) {
	t.Helper()
	records, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		r.SetNamespace(namespace)
		if a, ok := r.(*api.ClauseAssessment); ok {
			a.Spec.ObservedScope = whole()
			clause = a
		}
		create(t, r.(client.Object))
	}
	return clause
}

func namesNobody(t *testing.T, marks map[string]string, what, text string) {
	t.Helper()
	if len(text) < 100 {
		t.Errorf("%s has no text to be searched: %q", what, text)
	}
	for who, mark := range marks {
		if i := strings.Index(text, mark); i >= 0 {
			t.Errorf("%s names the subject of the %s: %s", what, who, text[max(0, i-200):min(len(text), i+100)])
		}
	}
}

// scraped are the metrics as Prometheus reads them.
func scraped(t *testing.T) string {
	t.Helper()
	families, err := ctrlmetrics.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&text, f); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}
