//go:build gitops

package flux

import (
	"fmt"
	"strings"
	"testing"
)

// stage is what a scenario plays on, and what it has seen.
type stage struct {
	*flux
	said strings.Builder
}

// tell notes what Flux says of a Kustomization, for the golden file. The revision that
// is worked on and when are left out.
func (s *stage) tell(moment string, now *status) {
	fmt.Fprintf(&s.said, "# %s\n", moment)
	for _, kind := range []string{"Ready", "Healthy"} {
		if c := now.of(kind); c.Status != "" {
			fmt.Fprintf(&s.said, "%-8s %-6s %s: %s\n", c.Type, c.Status, c.Reason, steady(strings.TrimSpace(c.Message)))
		}
	}
	fmt.Fprintln(&s.said)
}

// show notes what kubectl prints of a Kustomization, for the golden file and the page.
func (s *stage) show(t *testing.T, name string) {
	t.Helper()
	s.run(t, "-n", system, "get", "kustomization", name)
}

// run notes what kubectl prints.
func (s *stage) run(t *testing.T, args ...string) {
	t.Helper()
	fmt.Fprintf(&s.said, "$ kubectl %s\n%s\n", strings.Join(args, " "), steady(s.Kubectl(t, "", args...)))
}

// scenario is one question to Flux. Its name is that of its namespaces, and of its golden
// file.
type scenario struct {
	name  string
	brief bool // part of the short form
	play  func(*testing.T, *stage)
}

// scenarios in their order: the last one moves the operator's clock on for all.
var scenarios = []scenario{
	{"samples", true, samples},
	{"strict", true, strictForm},
	{"refused", true, refused},
	{"waves", false, waves},
	{"prune", false, prune},
	{"retention", false, retention},
	{"namespace", false, ownNamespace},
	{"unquoted", false, unquoted},
	{"fields", true, fields},
	{"drift", true, drift},
	{"lapse", true, lapse},
}

func TestFlux(t *testing.T) {
	f := start(t)
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			if testing.Short() && !s.brief {
				t.Skip("left out of the short form")
			}
			st := &stage{flux: f}
			s.play(t, st)
			if !t.Failed() {
				hold(t, s.name, st.said.String())
			}
		})
	}
}
