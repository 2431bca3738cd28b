package report_test

import (
	"bytes"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/reviewers"
)

// reviewed is a register with an owner of each sort, and rules that do not bind everybody.
func reviewed(t *testing.T) *report.Reviewers {
	t.Helper()
	owners, err := reviewers.ParseCodeOwners(".github/CODEOWNERS", ".github/CODEOWNERS", []byte("* @ada @lea\n/register/ @acme/isms @stranger\n/register/old.yaml\n"))
	if err != nil {
		t.Fatal(err)
	}
	rules := &reviewers.BranchRules{Name: "rules.json", What: "ruleset " + hostile, Branches: []string{"~DEFAULT_BRANCH"}, Enforced: true, Approvals: 1, CodeOwners: true, Bypass: []string{"@" + hostile}, BypassUnknown: true}
	person := func(name, subject string) *api.Person {
		return &api.Person{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.PersonSpec{Accounts: []api.Account{{Name: "github", System: "github", Kind: api.SubjectUser, Subject: subject}}}}
	}
	lea := person("lea-roth", "lea")
	lea.Spec.EngagedUntil = api.MustDate("2026-01-31")
	records := map[string][]string{"isms.yaml": {"ClauseAssessment/acme"}, "register/old.yaml": {"Risk/a"}}
	for _, name := range []string{"a", "b", "c", "d"} {
		records["register/"+name+".yaml"] = []string{"Risk/x", "Risk/y"}
	}
	r, err := reviewers.Of(&reviewers.Register{On: api.MustDate("2026-06-01"), People: []*api.Person{person("ada-keller", "ada"), lea}, Records: records}, owners, rules)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Reviewers{Review: r, Problems: []input.Problem{{Position: input.Position{File: "register/" + hostile, Line: 3}, Message: "The file is no YAML: " + hostile, Remedy: "Mend line 3"}}}
}

// TestReviewerFormats: each format has all that is told, and none steers who reads it.
func TestReviewerFormats(t *testing.T) {
	r := reviewed(t)
	if n := len(r.Observations); n < 6 {
		t.Fatalf("%d observations show too little", n)
	}
	for _, f := range report.ReviewerFormats() {
		var b bytes.Buffer
		if err := f.Write(&b, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "reviewers."+f.Name, b.Bytes())
		harmless(t, b.String())
		for i := range r.Observations {
			o := &r.Observations[i]
			if !strings.Contains(b.String(), o.Reason) || !strings.Contains(b.String(), o.Ask) {
				t.Errorf("%s does not tell %s, or what to do", f.Name, o.Reason)
			}
		}
		if !strings.Contains(b.String(), "@stranger") || !strings.Contains(b.String(), "ada-keller") {
			t.Errorf("%s does not tell owners and people", f.Name)
		}
	}
}
