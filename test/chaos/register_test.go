//go:build chaos

package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// story is the register in which most is amiss.
const story = "a-summer-of-neglect"

// register is what the operator has to judge: the samples, which conform, a story in
// which they are neglected, and in each namespace licences that no record names.
type register struct {
	t          *testing.T
	e          *environment
	namespaces []string
	records    []client.Object // as they were loaded
	licences   []*api.ToolLicense
	edits      atomic.Int64
}

func newRegister(t *testing.T, e *environment, name string) *register {
	t.Helper()
	r := &register{t: t, e: e}
	samples, licences := 2, 30
	if testing.Short() {
		samples, licences = 1, 10
	}
	for i := range samples + 1 {
		ns := fmt.Sprint(mine, name, "-", i+1)
		r.namespaces = append(r.namespaces, ns)
		for _, o := range recordsOf(t, i == samples) {
			o.SetNamespace(ns)
			r.records = append(r.records, o)
		}
		for j := range licences {
			l := licence(ns, fmt.Sprintf("generated-%02d", j))
			r.records, r.licences = append(r.records, l), append(r.licences, l)
		}
	}
	return r
}

// recordsOf returns the samples, or the story.
func recordsOf(t *testing.T, neglected bool) []client.Object {
	t.Helper()
	records, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	if neglected {
		stories, err := scenarios.Load("../scenarios")
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(stories, func(s scenarios.Scenario) bool { return s.Name == story })
		records = stories[at].Records
	}
	var all []client.Object
	for _, record := range records {
		all = append(all, record.(client.Object))
	}
	return all
}

func licence(namespace, name string) *api.ToolLicense {
	l := &api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	l.Spec.Product, l.Spec.Criticality = "Generated", "Low"
	l.Spec.Owner = &api.Actor{RoleRef: &api.Reference{Name: "information-security-manager"}}
	l.Spec.Term = &api.Term{Start: api.MustDate("2020-01-01"), End: api.MustDate("2035-01-01")}
	return l
}

func (r *register) count() int { return len(r.records) }

// load creates namespaces and records.
func (r *register) load() {
	r.t.Helper()
	for _, name := range r.namespaces {
		if err := r.e.admin.Create(r.t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}); err != nil {
			r.t.Fatal(err)
		}
	}
	r.create(func(client.Object) bool { return true })
}

// create stores the records for which the condition holds, as they were loaded.
func (r *register) create(which func(client.Object) bool) int {
	r.t.Helper()
	var some []client.Object
	for _, o := range r.records {
		if which(o) {
			some = append(some, o)
		}
	}
	err := inParallel(len(some), func(i int) error {
		return r.e.admin.Create(r.t.Context(), some[i].DeepCopyObject().(client.Object))
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return len(some)
}

// in returns the number of records of a namespace.
func (r *register) in(namespace string) int {
	n := 0
	for _, o := range r.records {
		if o.GetNamespace() == namespace {
			n++
		}
	}
	return n
}

// edit gives a licence another end. No record names it, so that an edit changes two
// statuses: its own and the roll-up's.
func (r *register) edit(ctx context.Context, random *rand.Rand) error {
	n := r.edits.Add(1)
	end := api.MustDate("2035-01-01").AddDays(int(n))
	if n%2 == 0 {
		end = api.MustDate("2020-01-02").AddDays(int(n % 2000))
	}
	l := r.licences[random.IntN(len(r.licences))]
	patch := fmt.Sprintf(`{"spec":{"term":{"end":%q}}}`, end)
	return r.e.admin.Patch(ctx, l.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(patch)))
}

// forge writes a status that nobody judged.
func (r *register) forge(ctx context.Context, random *rand.Rand) error {
	record := r.records[random.IntN(len(r.records))].DeepCopyObject().(client.Object)
	verdict := ""
	if _, ok := record.(*api.ClauseAssessment); ok {
		verdict = `"verdict":"Conforming",`
	}
	patch := fmt.Sprintf(`{"status":{%s"findings":null,"conditions":[{"type":"Conforming","status":"True","reason":"Forged",`+
		`"message":"forged %d","lastTransitionTime":%q}]}}`, verdict, random.Int(), time.Now().UTC().Format(time.RFC3339))
	return r.e.admin.Status().Patch(ctx, record, client.RawPatch(types.MergePatchType, []byte(patch)))
}

// at does something n times, as often a second as asked for, each time without
// waiting for the one before.
func (s *stage) at(perSecond float64, n int, do func(context.Context, *rand.Rand) error) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Duration(float64(n)/perSecond*float64(time.Second))+time.Minute)
	defer cancel()
	ticker := time.NewTicker(time.Duration(float64(time.Second) / perSecond))
	defer ticker.Stop()
	var wait sync.WaitGroup
	for range n {
		random := s.fork()
		wait.Go(func() {
			if err := do(ctx, random); err != nil {
				s.Errorf("a write of the test's own: %v", err)
			}
		})
		<-ticker.C
	}
	wait.Wait()
}

// fork returns chance for another goroutine.
func (s *stage) fork() *rand.Rand {
	s.chance.Lock()
	defer s.chance.Unlock()
	return rand.New(rand.NewPCG(s.random.Uint64(), 0))
}

// edited returns how many statuses the edits explain.
func (s *stage) edited() int { return 2 * int(s.edits.Load()) }
