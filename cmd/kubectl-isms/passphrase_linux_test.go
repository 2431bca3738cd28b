package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestPassphrase: it is asked for on the terminal, which does not show it.
func TestPassphrase(t *testing.T) {
	o := newOffice(t)
	o.enroll(t)
	writeTo(t, o.in("locked"), o.zoe.file(t, "secret"))
	for typed, wants := range map[string]int{"secret": 0, "wrong horse": exitUnusable} {
		user, program := openTerminal(t)
		var out, problem bytes.Buffer
		e := &env{
			in: program, out: &out, err: &problem, name: "kubectl-isms",
			now: func() time.Time { return api.MustDate(samplesDay).Time() }, getenv: func(string) string { return "" },
		}
		if _, err := user.WriteString(typed + "\n"); err != nil {
			t.Fatal(err)
		}
		code := run(context.WithoutCancel(t.Context()), e, []string{"approve", "-f", o.records, "--by", "zoe", "--rationale", "Fine", "--sign", "--key", o.in("locked")})
		if code != wants || !strings.Contains(problem.String(), "Passphrase of ") || strings.Contains(problem.String()+out.String(), typed) {
			t.Errorf("%s: exit code %d: %s", typed, code, problem.String())
		}
		_ = program.Close()
	}
}
