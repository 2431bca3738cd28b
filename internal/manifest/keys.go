package manifest

import (
	"slices"
	"strings"
)

// ListKeys are the fields that tell the entries of a list of a kind apart, such as name of
// SecurityRole and spec.assignments; none where its entries have no key.
func ListKeys(kindName, path string) []string {
	k := kinds()[kindName]
	if k == nil {
		return nil
	}
	o := k.outline()
	for name := range strings.SplitSeq(path, ".") {
		if o != nil && o.items != nil {
			o = o.items
		}
		if o = o.below(name); o == nil {
			return nil
		}
	}
	return slices.Clone(o.keys)
}

// KindNames are the names of all kinds, sorted.
func KindNames() []string {
	var names []string
	for name := range kinds() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
