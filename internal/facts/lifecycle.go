package facts

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Lifecycle is what a file of life cycles says of the release that a record names; false where
// it names none, or no file has it.
func Lifecycle(c *assess.Context, ref *api.LifecycleReference) (assess.Cycle, bool) {
	if ref == nil {
		return assess.Cycle{}, false
	}
	return c.World.Lifecycles().Cycle(ref.Product, ref.Cycle)
}

// LifecycleOf is the release of a product that a version belongs to: the one whose numbers the
// version begins with, and of several the longest.
func LifecycleOf(c *assess.Context, ref *api.LifecycleReference, version string) (of assess.Cycle, found bool) {
	all := c.World.Lifecycles()
	if ref == nil || all == nil {
		return of, false
	}
	longest := 0
	for _, cycle := range all.Products[ref.Product] {
		n := len(VersionParts(cycle.Name))
		if n > longest && n <= len(VersionParts(version)) && !VersionsDiffer(cycle.Name, version) {
			of, found, longest = cycle, true, n
		}
	}
	return of, found
}

// CycleOver reports whether the support of a release has ended by its life cycle.
func CycleOver(c *assess.Context, cycle *assess.Cycle) bool {
	return cycle.Ended || c.Today.Past(cycle.EndsOn)
}

// WorkloadName is an object that a record names, for messages.
func WorkloadName(ref api.WorkloadReference) string {
	if ref.Namespace == "" {
		return ref.Kind + " " + ref.Name
	}
	return ref.Kind + " " + strings.Join([]string{ref.Namespace, ref.Name}, "/")
}
