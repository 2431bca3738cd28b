package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// BenchmarkHistory is a year of a repository of 500 records, each in a file, with 500
// commits that change one of them.
func BenchmarkHistory(b *testing.B) {
	dir := b.TempDir()
	busyRepository(b, dir, 500, 500)
	b.ResetTimer()
	for b.Loop() {
		var out, problem bytes.Buffer
		e := &env{in: strings.NewReader(""), out: &out, err: &problem, name: "kubectl-isms",
			now: func() time.Time { return api.MustDate("2026-12-31").Time() }, getenv: func(string) string { return "" }}
		if code := run(b.Context(), e, []string{"history", "-R", "-f", filepath.Join(dir, "evidence")}); code != exitOK {
			b.Fatalf("%d: %s", code, problem.String())
		}
		if days := strings.Count(out.String(), "By itself"); days < 50 {
			b.Fatalf("only %d days changed something by themselves", days)
		}
	}
}

// busyRepository makes a repository of records of five kinds, and of commits in the year 2026
// that each change one of them. Git imports them as a stream: as many calls would take minutes.
func busyRepository(tb testing.TB, dir string, records, commits int) {
	tb.Helper()
	var stream bytes.Buffer
	begin := api.MustDate("2025-12-30").Time()
	commit := func(n int, at time.Time, files map[string]string) {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\n", at.Unix())
		message := fmt.Sprintf("Change %d\n", n)
		fmt.Fprintf(&stream, "data %d\n%s", len(message), message)
		for name, text := range files {
			fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
		}
	}
	all := map[string]string{}
	for i := range records {
		name, text := busyRecord(tb, i, 0)
		all[name] = text
	}
	commit(0, begin, all)
	for n := range commits {
		name, text := busyRecord(tb, n*7%records, n+1)
		commit(n+1, begin.Add(time.Duration(n+1)*365*24*time.Hour/time.Duration(commits+1)), map[string]string{name: text})
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"fast-import", "--quiet"}, {"reset", "-q", "--hard"}} {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		if args[0] == "fast-import" {
			cmd.Stdin = &stream
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			tb.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
}

// busyRecord is a record of one of five kinds, edited some times, and the name of its file.
func busyRecord(tb testing.TB, i, edit int) (file, text string) {
	tb.Helper()
	name := fmt.Sprintf("r%04d", i/5)
	ref := api.Reference{Name: name}
	day := api.MustDate("2026-01-01").AddDays((i*13 + edit*17) % 500)
	var r api.Record
	switch i % 5 {
	case 0:
		r = &api.Person{Spec: api.PersonSpec{Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01").AddDays(edit)}}
	case 1:
		r = &api.SecurityRole{Spec: api.SecurityRoleSpec{Title: fmt.Sprintf("Role %d", edit), RequiredCompetencies: []api.RequiredCompetency{{Competency: "Basics"}},
			Assignments: []api.Assignment{{Name: name, PersonRef: ref}}}}
	case 2:
		r = &api.CompetencyRecord{Spec: api.CompetencyRecordSpec{PersonRef: ref, Competency: "Basics", Basis: api.BasisExperience, CredentialID: "C",
			AchievedOn: api.MustDate("2024-01-01"), Validity: &api.Validity{ValidUntil: day}}}
	case 3:
		r = &api.ToolLicense{Spec: api.ToolLicenseSpec{Product: "Tool", Criticality: api.CriticalityHigh,
			Common: api.Common{Owner: &api.Actor{PersonRef: &ref}}, Term: &api.Term{End: day}}}
	default:
		r = &api.OutsourcedService{Spec: api.OutsourcedServiceSpec{Supplier: "S", Criticality: api.CriticalityLow, DataAccessed: []api.DataClass{api.DataNone},
			Common: api.Common{Owner: &api.Actor{PersonRef: &ref}}, Term: &api.Term{End: day}}}
	}
	kind := strings.TrimPrefix(fmt.Sprintf("%T", r), "*v1alpha1.")
	r.SetName(name)
	r.GetObjectKind().SetGroupVersionKind(api.GroupVersion.WithKind(kind))
	raw, err := yaml.Marshal(r)
	if err != nil {
		tb.Fatal(err)
	}
	return fmt.Sprintf("evidence/%s-%s.yaml", strings.ToLower(kind), name), string(raw)
}
