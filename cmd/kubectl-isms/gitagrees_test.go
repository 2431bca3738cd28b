package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// committing is a repository in which Git verifies commits by the keys of a file.
type committing struct{ git, dir, allowed string }

func newCommitting(t *testing.T) *committing {
	sshKeygen(t) // Git asks it
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err) // every test of this project needs it
	}
	dir := t.TempDir()
	c := &committing{git, dir, filepath.Join(dir, "allowed")}
	if out, err := c.run("", "init", "-q"); err != nil {
		t.Fatal(out)
	}
	return c
}

func (c *committing) run(input string, args ...string) (string, error) {
	cmd := exec.Command(c.git, append([]string{"-C", c.dir, "-c", "gpg.format=ssh", "-c", "gpg.ssh.allowedSignersFile=" + c.allowed}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null")
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// trusts writes the file of keys as the plugin does.
func (c *committing) trusts(t *testing.T, w *assess.World) {
	keys, _ := report.AllowedSigners(api.MustDate("2026-06-01"), w)
	writeTo(t, c.allowed, string(keys))
}

// verifies reports whether Git verifies a commit of a time by a key.
func (c *committing) verifies(t *testing.T, p *pen, at time.Time) (bool, string) {
	tree, err := c.run("", "hash-object", "-t", "tree", "-w", "--stdin")
	if err != nil {
		t.Fatal(tree)
	}
	who := fmt.Sprintf("z <z@example.org> %d +0000", at.Unix())
	head, message := "tree "+tree+"\nauthor "+who+"\ncommitter "+who+"\n", "\nx\n"
	signature := strings.TrimSpace(p.sign(t, []byte(head+message), "git"))
	commit, err := c.run(head+"gpgsig "+strings.ReplaceAll(signature, "\n", "\n ")+"\n"+message, "hash-object", "-t", "commit", "-w", "--stdin")
	if err != nil {
		t.Fatal(commit)
	}
	said, err := c.run("", "verify-commit", commit)
	return err == nil, said
}

// TestGitAgrees: a commit by a key verifies on the days on which the engine counts the key.
func TestGitAgrees(t *testing.T) {
	git, zoe := newCommitting(t), newPen(t)
	p := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "zoe"}}
	p.Spec.EngagedFrom = api.MustDate("2026-01-01")
	p.Spec.SigningKeys = []api.SigningKey{{Name: "k", PublicKey: zoe.public(), ValidFrom: api.MustDate("2026-03-01"), ValidUntil: api.MustDate("2026-04-30"), RevokedOn: api.MustDate("2026-04-10")}}
	w := assess.NewWorld("default", []api.Record{p, &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}}})
	w.Trust([]string{zoe.fingerprint()})
	c := assess.LookWith(rules.Registry(), w, api.MustDate("2026-06-01"))
	windows, _ := facts.KeyWindows(c)
	if len(windows) != 1 {
		t.Fatal("the root is not exported")
	}
	git.trusts(t, w)
	for day, counts := range map[string]bool{"2026-02-28": false, "2026-03-01": true, "2026-03-02": true, "2026-04-08": true, "2026-04-09": true, "2026-04-10": false, "2026-05-01": false} {
		good, said := git.verifies(t, zoe, api.MustDate(day).Time().Add(12*time.Hour))
		engine := facts.KeyCounts(c, windows[0].HeldKey, api.MustDate(day)).Reason == ""
		if engine != counts || good != counts {
			t.Errorf("%s: the engine says %v, want %v, and Git %v: %s", day, engine, counts, good, said)
		}
	}
}

// TestGitAgreesOnAnything: of each key of random registers Git says on random days what the
// engine says.
func TestGitAgreesOnAnything(t *testing.T) {
	git, pens := newCommitting(t), somePens(t)
	cases, counting := 0, 0
	for seed := range signRegisters(t) {
		r := rand.New(rand.NewPCG(seed, 18))
		g := newRegister(t, r, pens)
		w := assess.NewWorld("default", g.records)
		w.Trust(g.roots)
		c := assess.LookWith(rules.Registry(), w, api.MustDate("2026-06-01"))
		git.trusts(t, w)
		for _, p := range pens {
			day := api.MustDate("2026-03-10").AddDays(r.IntN(9) - 4)
			at := day.Time().Add(time.Duration(r.IntN(2)) * (24*time.Hour - time.Second))
			engine, why := false, ""
			for _, h := range facts.KeysOf(c, p.fingerprint()) {
				worth := facts.KeyCounts(c, h, day)
				engine, why = engine || worth.Reason == "" && h.Key.MayApprove(), why+worth.Why+"; "
			}
			good, said := git.verifies(t, p, at)
			if good != engine {
				t.Errorf("seed %d, %s at %s: the engine says %v (%s), and Git: %s", seed, p.fingerprint(), at, engine, why, said)
			}
			cases++
			if engine {
				counting++
			}
		}
	}
	if counting < cases/10 || counting > cases*9/10 {
		t.Errorf("of %d commits %d count: the cases are too much alike", cases, counting)
	}
	t.Logf("%d commits, of which %d count", cases, counting)
}
