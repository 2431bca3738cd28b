package schemas

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// step is a step of the workflow that "kubectl isms init" writes.
type step struct {
	Name string
	Run  string
	Env  map[string]string
}

// steps are read from the page that shows the workflows, those of the first of them first; a
// test of the plugin keeps the page to what is written.
func steps(t *testing.T) []step {
	t.Helper()
	blocks := strings.Split(string(read(t, "../../../docs/pull-requests.md")), "```yaml\n")
	var all []step
	for _, job := range []string{"assess", "page"} {
		found := false
		for _, text := range blocks[1:] {
			text, _, _ = strings.Cut(text, "\n```")
			var workflow struct {
				Jobs map[string]struct{ Steps []step }
			}
			if err := yaml.Unmarshal([]byte(text), &workflow); err != nil {
				t.Fatal(err)
			}
			found = found || len(workflow.Jobs[job].Steps) > 0
			all = append(all, workflow.Jobs[job].Steps...)
		}
		if !found {
			t.Fatalf("the page shows no workflow with the job %s", job)
		}
	}
	return all
}

// What Actions puts into a script is not expanded by a shell, so it may hold anything:
// records and names of branches come by the environment alone.
func TestWorkflowScripts(t *testing.T) {
	for _, s := range steps(t) {
		if s.Run == "" {
			continue
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: an expression is put into the script", s.Name)
		}
		check := exec.CommandContext(t.Context(), "shellcheck", "-s", "bash", "-S", "warning", "-")
		check.Stdin = strings.NewReader(s.Run)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", s.Name, err, out)
		}
	}
}

// comment is a comment on a pull request, as the account of the token sees it.
type comment struct {
	ID              string `json:"id"`
	Body            string `json:"body"`
	ViewerDidAuthor bool   `json:"viewerDidAuthor"`
}

// github answers what gh asks as GitHub's GraphQL does: comments by pages of 100 from the
// oldest, a comment changed, a comment added. It is GitHub's shape, not GitHub.
type github struct {
	comments []comment
	pages    int
	fails    bool
}

func (g *github) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Query     string
		Variables struct{ ID, PR, Body, EndCursor string }
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || r.Host != "api.github.com" || r.URL.Path != "/graphql" || r.Header.Get("Authorization") != "token secret" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	v := ask.Variables
	var data any
	switch {
	case g.fails:
		w.WriteHeader(http.StatusBadGateway)
	case strings.Contains(ask.Query, "updateIssueComment(") && len(v.Body) <= 65536:
		i := slices.IndexFunc(g.comments, func(c comment) bool { return c.ID == v.ID })
		g.comments[i].Body = v.Body
		data = map[string]any{"updateIssueComment": map[string]any{"clientMutationId": nil}}
	case strings.Contains(ask.Query, "addComment(") && v.PR == "PR_1" && len(v.Body) <= 65536:
		g.comments = append(g.comments, comment{fmt.Sprint("IC_", len(g.comments)), v.Body, true})
		data = map[string]any{"addComment": map[string]any{"clientMutationId": nil}}
	case strings.Contains(ask.Query, "comments(first: 100, after: $endCursor)") && v.PR == "PR_1":
		g.pages++
		from, _ := strconv.Atoi(v.EndCursor)
		to := min(from+100, len(g.comments))
		data = map[string]any{"node": map[string]any{"comments": map[string]any{
			"nodes": append([]comment{}, g.comments[from:to]...), "pageInfo": map[string]any{"hasNextPage": to < len(g.comments), "endCursor": strconv.Itoa(to)},
		}}}
	}
	answer := map[string]any{"data": data}
	if data == nil {
		answer["errors"] = []any{map[string]any{"message": "Something went wrong"}}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(answer) // whether gh still listens does not matter
}

// run runs the step that comments with the real gh, in the shell of Actions.
func (g *github) run(t *testing.T, report string) error {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(dir, "github")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: g}}
	server.Start()
	defer server.Close()
	all := steps(t)
	s := all[slices.IndexFunc(all, func(s step) bool { return s.Name == "Comment" })]
	for name, content := range map[string]string{"config.yml": "http_unix_socket: " + socket + "\n", "isms.md": report, "step": s.Run} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-e", "step")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GH_CONFIG_DIR=" + dir, "GH_TOKEN=secret", "PR=PR_1",
		"GITHUB_WORKFLOW_REF=acme/evidence/.github/workflows/isms.yaml@refs/pull/7/merge", "GITHUB_JOB=assess"}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

const mark = "<!-- isms-operator acme/evidence/.github/workflows/isms.yaml assess -->\n"

// TestWorkflowComment runs the step before comments of others and of its own. It must
// change its own, or add one, and touch no other.
func TestWorkflowComment(t *testing.T) {
	others := func(n int) (all []comment) {
		for i := range n {
			all = append(all, comment{fmt.Sprint("IC_other", i), "Looks good", i%2 == 0})
		}
		return all
	}
	own := func(id string) comment { return comment{id, mark + "before", true} }
	for _, tc := range []struct {
		why    string
		before []comment
		want   string // the comment that has the report afterwards; a new one where empty
	}{
		{"none", nil, ""},
		{"its own alone", []comment{own("IC_a")}, "IC_a"},
		{"its own among others, older than they are", append([]comment{own("IC_a")}, others(3)...), "IC_a"},
		{"its own on the third page", slices.Concat(others(210), []comment{own("IC_a")}, others(40)), "IC_a"},
		{"two of its own: the older one", []comment{own("IC_a"), own("IC_b")}, "IC_a"},
		{"one of somebody else that begins with the mark", []comment{{"IC_a", mark + "fake", false}}, ""},
		{"one of the same account that quotes the mark", []comment{{"IC_a", "See\n" + mark, true}, {"IC_b", "> " + mark, true}}, ""},
		{"one of another workflow file", []comment{{"IC_a", strings.Replace(mark, "isms.yaml", "isms-eu.yaml", 1), true}}, ""},
		{"one of another job of the file", []comment{{"IC_a", strings.Replace(mark, "assess", "assess-eu", 1), true}}, ""},
		{"one of another workflow that writes the plugin's report", []comment{{"IC_a", "<!-- kubectl-isms -->\nreport", true}}, ""},
		{"an empty one", []comment{{"IC_a", "", true}}, ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			g := &github{comments: slices.Clone(tc.before)}
			for _, report := range []string{strings.Repeat("@x ", 20_480), "true"} { // 60 KiB, and a word that gh takes for another type
				if err := g.run(t, report); err != nil {
					t.Fatal(err)
				}
				want := slices.Clone(tc.before)
				if tc.want == "" {
					want = append(want, comment{fmt.Sprint("IC_", len(want)), mark + report, true})
				} else {
					want[slices.IndexFunc(want, func(c comment) bool { return c.ID == tc.want })].Body = mark + report
				}
				if !slices.Equal(g.comments, want) {
					t.Fatalf("%d comments, want %d: %.300q", len(g.comments), len(want), fmt.Sprint(g.comments))
				}
			}
		})
	}
}

// A GitHub that fails fails the step, and nothing is written twice.
func TestWorkflowCommentFails(t *testing.T) {
	g := &github{comments: []comment{{"IC_a", mark, true}}, fails: true}
	if err := g.run(t, "report"); err == nil || len(g.comments) != 1 || g.comments[0].Body != mark {
		t.Errorf("%v: %v", err, g.comments)
	}
}
