package controllers

import (
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// claims are the subjects that people state as accounts in the cluster, whether or not they
// have ended, by namespace: those of one ISMS are no strangers to another.
type claims struct {
	mu sync.Mutex
	// of are those of each Person; by says how many people of each namespace state a subject.
	of map[types.NamespacedName][]access.Subject
	by map[access.Subject]map[string]int
	// changes are what the people of a namespace state since they were taken last, or do not
	// state any more.
	changes []claimChange
}

type claimChange struct {
	namespace string
	subject   access.Subject
}

func newClaims() *claims {
	return &claims{of: map[types.NamespacedName][]access.Subject{}, by: map[access.Subject]map[string]int{}}
}

// put takes in what a record states; none where it is gone or not judged.
func (c *claims) put(e *entry, gone bool) {
	if c == nil {
		return
	}
	person, ok := e.record.(*api.Person)
	if !ok {
		return
	}
	var now []access.Subject
	if !gone && len(e.faults) == 0 {
		for i := range person.Spec.Accounts {
			if s, known := facts.SubjectOf(&person.Spec.Accounts[i]); known && !slices.Contains(now, s) {
				now = append(now, s)
			}
		}
	}
	name := nameOf(e)
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.of[name]
	if slices.Equal(before, now) {
		return
	}
	for _, s := range now {
		c.count(name.Namespace, s, 1)
	}
	for _, s := range before {
		c.count(name.Namespace, s, -1)
	}
	if c.of[name] = now; len(now) == 0 {
		delete(c.of, name)
	}
}

func (c *claims) count(namespace string, s access.Subject, add int) {
	if c.by[s] == nil {
		c.by[s] = map[string]int{}
	}
	before := c.by[s][namespace]
	c.by[s][namespace] = before + add
	if before+add == 0 {
		delete(c.by[s], namespace)
	}
	if len(c.by[s]) == 0 {
		delete(c.by, s)
	}
	if before == 0 || before+add == 0 {
		c.changes = append(c.changes, claimChange{namespace, s})
	}
}

// take returns what has changed since it was asked last.
func (c *claims) take() []claimChange {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	changes := c.changes
	c.changes = nil
	return changes
}

// elsewhere are the subjects that people of other namespaces state.
func (c *claims) elsewhere(namespace string) map[access.Subject]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make(map[access.Subject]bool, len(c.by))
	for s, in := range c.by {
		if _, own := in[namespace]; len(in) > 1 || !own {
			all[s] = true
		}
	}
	return all
}
