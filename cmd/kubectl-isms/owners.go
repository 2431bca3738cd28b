package main

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// heldBy are the roles that the people among owners hold on a day, by namespace: whoever asks
// for the work of a person means what they answer for through a role as well. A deputy's role
// is the work of whom they stand in for.
func heldBy(worlds []*assess.World, on api.Date, owners []string) map[string][]string {
	held := map[string][]string{}
	for _, w := range worlds {
		c := assess.Look(w, on)
		for p := range assess.All[*api.Person](w) {
			for _, owner := range owners {
				if !strings.EqualFold(p.Name, owner) {
					continue
				}
				for _, h := range facts.HoldingsOf(c, p) {
					if h.Assignment.Capacity != api.CapacityDeputy {
						held[w.Namespace] = append(held[w.Namespace], h.Role.Name)
					}
				}
			}
		}
	}
	return held
}
