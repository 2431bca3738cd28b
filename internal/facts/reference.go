package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Names returns the names of references, sorted, each once.
func Names(refs []api.Reference) []string {
	names := make([]string, len(refs))
	for i := range refs {
		names[i] = refs[i].Name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ResourceName names a resource in messages as "Kind name".
func ResourceName(ref api.ResourceReference) string { return string(ref.Kind) + " " + ref.Name }
