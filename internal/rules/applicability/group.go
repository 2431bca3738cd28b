package applicability

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// eachGroup goes through the necessary controls of the statement, together where
// they have the same key, in the order in which the keys first come. Controls
// without a key are left out.
func eachGroup(s *facts.Statement, key func(*api.ControlStatement) string, do func(key string, group []*api.ControlStatement)) {
	groups := map[string][]*api.ControlStatement{}
	var keys []string
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] != e || !facts.Necessary(e) {
			continue
		}
		k := key(e)
		if k == "" {
			continue
		}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], e)
	}
	for _, k := range keys {
		do(k, groups[k])
	}
}

// idsOf returns the IDs of controls.
func idsOf(group []*api.ControlStatement) []string {
	ids := make([]string, len(group))
	for i, e := range group {
		ids[i] = e.ID
	}
	return ids
}
