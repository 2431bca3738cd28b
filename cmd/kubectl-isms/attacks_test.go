package main

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// tried is an attack on an organisation of its own, in a namespace of its own.
type tried struct {
	*attacks.Attack
	org       *attacks.Org
	namespace string
}

// TestAttacksOnFilesAndCluster: each attack is stored in a namespace of the real API server, and
// written to files. Operator and plugin find the same, which is what the attack is to be found
// as, and no record that is attacked conforms where its signature is asked for.
func TestAttacksOnFilesAndCluster(t *testing.T) {
	s := apiServer(t)
	type judged struct{ roots, day string } // one operator judges all that it judges alike
	alike := map[judged][]tried{}
	list := attacks.All()
	for i := range list {
		a := &list[i]
		org := attacks.NewOrg()
		a.Change(org)
		by := judged{strings.Join(org.Trusted, ","), a.Day}
		alike[by] = append(alike[by], tried{Attack: a, org: org})
	}
	for by, all := range alike {
		t.Run("trusted "+by.roots+" on "+by.day, func(t *testing.T) {
			options := controllers.Options{Registry: rules.Registry(), Clock: clocktesting.NewFakeClock(api.MustDate(by.day).Time().Add(12 * time.Hour))}
			for i := range all {
				all[i].namespace = s.namespace(t)
				options.Namespaces = append(options.Namespaces, all[i].namespace)
				s.create(t, all[i].namespace, all[i].org.Records())
			}
			var flags []string
			if by.roots != "" {
				options.TrustRoots = all[0].org.Trusted
				flags = []string{"--trust-root", by.roots}
			}
			s.operate(t, options)
			for _, a := range all {
				files := manifests(t, a.org.Records())
				t.Run(a.Name, func(t *testing.T) {
					out := isms(t, append([]string{"assess", "-f", files, "-o", "json", "--as-of", by.day}, flags...)...)
					if out.out == "" {
						t.Fatal(out.err)
					}
					d := parse(t, out.out)
					var found []attacks.Found
					for _, f := range d.Namespaces[0].Findings {
						found = append(found, attacks.Found{Rule: f.Rule, Reason: f.Reason, Grade: string(f.Grade), Record: f.Record.Kind + "/" + f.Record.Name, Field: f.Field, Message: f.Message})
					}
					if difference := a.Differs(found); difference != "" {
						t.Errorf("the files: %s", difference)
					}
					s.agrees(t, a.namespace, d)
					s.tells(t, &a)
				})
			}
		})
	}
}

// tells fails the test where the status of an attacked record, or the verdict, says that it
// conforms; and where one to which nothing was done does not.
func (s *server) tells(t *testing.T, a *tried) {
	t.Helper()
	for _, p := range a.Places {
		kind, name, _ := strings.Cut(p.Record, "/")
		r, err := s.scheme.New(api.GroupVersion.WithKind(kind))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.admin.Get(t.Context(), types.NamespacedName{Namespace: a.namespace, Name: name}, r.(client.Object)); err != nil {
			t.Fatal(err)
		}
		status := r.(api.Record).RecordStatus()
		c := meta.FindStatusCondition(status.Conditions, api.ConditionConforming)
		switch {
		case c == nil:
			t.Errorf("%s has no condition %s", p.Record, api.ConditionConforming)
		case a.Want != "" && c.Status == metav1.ConditionTrue, a.IsNone() && c.Status != metav1.ConditionTrue:
			t.Errorf("%s: the condition of %s is %s: %s: %s", a.Why, p.Record, c.Status, c.Reason, c.Message)
		}
		for _, signature := range status.Signatures {
			if a.Forges() && signature.Worth == api.SignatureValid {
				t.Errorf("%s: the status of %s says that the signature of %s is valid", a.Why, p.Record, signature.Field)
			}
		}
	}
	var isms api.ClauseAssessment
	if err := s.admin.Get(t.Context(), types.NamespacedName{Namespace: a.namespace, Name: a.org.ISMS.Name}, &isms); err != nil {
		t.Fatal(err)
	}
	if a.Want != "" && isms.Status.Verdict == api.VerdictConforming {
		t.Errorf("%s: the verdict is %s", a.Why, isms.Status.Verdict)
	}
}
