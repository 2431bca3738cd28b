package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// TestAttacksOnFilesAndCluster: each attack is stored in a namespace of the real API server, and
// written to files. Operator and plugin find the same, which is what the attack is to be found
// as, and no status says that a forged signature is valid.
func TestAttacksOnFilesAndCluster(t *testing.T) {
	s := apiServer(t)
	type tried struct {
		*attacks.Attack
		org       *attacks.Org
		namespace string
	}
	byRoots := map[string][]tried{}
	list := attacks.All()
	for i := range list {
		a := &list[i]
		org := attacks.NewOrg()
		a.Change(org)
		roots := strings.Join(org.Trusted, ",")
		byRoots[roots] = append(byRoots[roots], tried{Attack: a, org: org})
	}
	for roots, all := range byRoots {
		t.Run("trusted "+roots, func(t *testing.T) {
			options := controllers.Options{Registry: rules.Registry(), Clock: clocktesting.NewFakeClock(api.MustDate(attacks.Day).Time().Add(12 * time.Hour))}
			for i := range all {
				all[i].namespace = s.namespace(t)
				options.Namespaces = append(options.Namespaces, all[i].namespace)
				s.create(t, all[i].namespace, all[i].org.Records())
			}
			var flags []string
			if roots != "" {
				options.TrustRoots = all[0].org.Trusted
				flags = []string{"--trust-root", roots}
			}
			s.operate(t, options)
			for _, a := range all {
				files := manifests(t, a.org.Records())
				t.Run(a.Name, func(t *testing.T) {
					out := isms(t, append([]string{"assess", "-f", files, "-o", "json", "--as-of", attacks.Day}, flags...)...)
					if out.out == "" {
						t.Fatal(out.err)
					}
					d := parse(t, out.out)
					var got []string
					for _, f := range d.Namespaces[0].Findings {
						if f.Record.Kind == "AccountabilityMatrix" && f.Record.Name == attacks.Matrix && slices.Contains(attacks.Rules, f.Rule) {
							got = append(got, f.Reason+" "+string(f.Grade))
						}
					}
					slices.Sort(got)
					if have := strings.Join(got, "|"); have != a.Want {
						t.Errorf("%s: the files give %q, want %q", a.Why, have, a.Want)
					}
					s.agrees(t, a.namespace, d)
				})
			}
		})
	}
}
