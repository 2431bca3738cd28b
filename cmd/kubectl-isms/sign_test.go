package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/signoff"
)

// keeper is a role that zoe appoints to, with a delegation; and a risk that she accepted.
const keeper = `# Who keeps the ISMS.
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata:
  name: keeper # of the ISMS
spec:
  title: Keeper
  assignments: # past and present
  - name: ada # first
    personRef: {name: ada}
    from: "2026-05-25"
    appointedBy:
      personRef: {name: zoe} # who may
    appointedOn: 2026-05-22   # in a meeting

  # the next
  - name: eve
    personRef: {name: eve}
    from: "2026-05-25"
    appointedOn: "2026-05-22"
  - {name: ben, personRef: {name: ben}, appointedBy: {personRef: {name: zoe}}, appointedOn: "2026-05-22"}
  - name: tom
    personRef: {name: tom}
    appointedBy: {personRef: {name: zoe}}
  - name: uma
    personRef: {name: uma}
    appointedBy: {personRef: {name: zoe}}
    appointedOn: "2026-06-02"
  - name: old
    personRef: {name: eve}
    appointedBy: {personRef: {name: zoe}}
    appointedOn: "2026-05-19"
  delegations:
  - what: Budget
    from: "2026-05-25"
    by: {personRef: {name: zoe}}
---
apiVersion: isms-operator.io/v1alpha1
kind: Risk
metadata: {name: leak}
spec:
  title: Data are lost
  acceptance:
    by: {personRef: {name: zoe}}
    acceptedOn: "2026-05-22"
    # as agreed
  residual:
    acceptance:
      by: {personRef: {name: zoe}}
      acceptedOn: "2026-05-22"
`

// deedOffice is an office whose records state acts, in a file of their own.
func deedOffice(t *testing.T) (o *office, file string) {
	t.Helper()
	o = newOffice(t)
	o.enroll(t)
	writeTo(t, o.in("records/b.yaml"), keeper)
	o.records = o.in("records")
	return o, o.in("records/b.yaml")
}

// signatureLine is the rest of the line of a text that holds a signature, from its field on.
func signatureLine(t *testing.T, text, field string) string {
	t.Helper()
	at := strings.Index(text, field+": \"-----BEGIN SSH SIGNATURE-----\\n")
	if at < 0 {
		t.Fatalf("there is no %s:\n%s", field, text)
	}
	return text[at : at+strings.Index(text[at:], "\n")+1]
}

// TestSign: what is signed counts, and nothing else in the file changes; signed again, the
// signature takes the place of the one that was there.
func TestSign(t *testing.T) {
	for _, c := range []struct {
		why      string
		args     []string
		row      string
		field    string
		before   string
		pad      string
		says     string
		keptOnce string
	}{
		{"an appointment, behind the last field of its entry", []string{"SecurityRole/keeper", "--act", "Appointment", "--entry", "ada"}, `"SecurityRole/keeper","Appointment ada","zoe","2026-05-22","","valid"`,
			"appointmentSignature", "    appointedOn: 2026-05-22   # in a meeting\n", "    ", "Appointment ada of SecurityRole/keeper in FILE signed by zoe (KEY)\n", "  # the next\n"},
		{"a delegation, of which there is one", []string{"securityrole/KEEPER", "--act", "Delegation"}, `"SecurityRole/keeper","Delegation Budget@2026-05-25","zoe","2026-05-25","","valid"`,
			"signature", "    from: \"2026-05-25\"\n    by: {personRef: {name: zoe}}\n", "    ", "Delegation Budget@2026-05-25 of", "# who may\n"},
		{"a delegation, by its field", []string{"SecurityRole/keeper", "--entry", "spec.delegations[0]"}, `"Delegation Budget@2026-05-25"`,
			"signature", "    from: \"2026-05-25\"\n    by: {personRef: {name: zoe}}\n", "    ", "Delegation", "# who may\n"},
		{"the acceptance of a risk, and not that of what is left", []string{"Risk/leak", "--act", "RiskAcceptance"}, `"Risk/leak","RiskAcceptance","zoe","2026-05-22","","valid"`,
			"signature", "    # as agreed\n", "    ", "RiskAcceptance of Risk/leak", "# as agreed\n"},
		{"that of what is left", []string{"Risk/leak", "--entry", "residual"}, `"Risk/leak","RiskAcceptance residual","zoe","2026-05-22","","valid"`,
			"signature", "      acceptedOn: \"2026-05-22\"\n", "      ", "RiskAcceptance residual of Risk/leak", "# as agreed\n"},
	} {
		o, file := deedOffice(t)
		args := append([]string{"sign", "-f", o.records, "--key", o.zoeKey}, c.args...)
		if p := isms(t, append(args, "--dry-run")...).must(t, 0); !strings.Contains(p.out, "+ "+c.pad+c.field+": ") || content(t, file) != keeper {
			t.Errorf("%s: dry run:\n%s", c.why, p.out)
		}
		p := isms(t, args...).must(t, 0)
		if want := strings.NewReplacer("FILE", file, "KEY", o.zoe.fingerprint()).Replace(c.says); !strings.Contains(p.out, want) {
			t.Errorf("%s: it says %q, want %q", c.why, p.out, want)
		}
		text := content(t, file)
		line := signatureLine(t, text, c.field)
		if !strings.Contains(text, c.before+c.pad+line) || strings.Replace(text, c.pad+line, "", 1) != keeper || !strings.Contains(text, c.keptOnce) {
			t.Errorf("%s:\n%s", c.why, text)
		}
		if out := o.worth(t); !strings.Contains(out, c.row) || !strings.Contains(out, o.zoe.fingerprint()) {
			t.Errorf("%s: it does not count:\n%s", c.why, out)
		}
		isms(t, args...).must(t, 0)
		if again := content(t, file); strings.Count(again, "BEGIN SSH SIGNATURE") != 1 {
			t.Errorf("%s: signed again:\n%s", c.why, again)
		}
		writeTo(t, file, strings.NewReplacer("title: Keeper", "title: Keeper\n  mandate: TopManagement", "what: Budget", "what: Appointment", "Data are lost", "Data leak").Replace(text))
		if out := o.worth(t); !strings.Contains(out, "SignatureInvalid") {
			t.Errorf("%s: what was decided on is another, and it counts:\n%s", c.why, out)
		}
	}
}

// TestSignRefuses says where, why and what to do, and writes nothing.
func TestSignRefuses(t *testing.T) {
	o, file := deedOffice(t)
	role := func(more ...string) []string { return append([]string{"SecurityRole/keeper"}, more...) }
	for _, c := range []struct {
		why  string
		args []string
		says string
	}{
		{"no record", nil, "name the record"},
		{"no such record", []string{"SecurityRole/keepr"}, "no SecurityRole/keepr in the files states anything"},
		{"a record that states none", []string{"Person/zoe"}, "no Person/zoe in the files states anything"},
		{"no such act", role("--act", "Appointmnt"), `did you mean "Appointment"?`},
		{"an act of others", role("--act", "Verification"), "SecurityRole/keeper does not state that; it states: --act Appointment --entry ada (FILE, line 9)"},
		{"no such entry", role("--act", "Appointment", "--entry", "adda"), "--act Appointment --entry ada (FILE, line 9)"},
		{"which one", role("--act", "Appointment"), "states several of it"},
		{"nobody appointed", role("--entry", "eve"), "FILE, line 17, SecurityRole/keeper: spec.assignments[eve].appointedBy is missing: say who did it"},
		{"on no day", role("--entry", "tom"), "spec.assignments[tom].appointedOn is missing: say on which day"},
		{"on a day that has not come", role("--entry", "uma"), "spec.assignments[uma].appointedOn is 2026-06-02, which has not come"},
		{"before the key", role("--entry", "old"), "counts from 2026-05-20 on only (SignatureBackdated)"},
		{"in braces", role("--entry", "ben"), "FILE, line 21, SecurityRole/keeper: it is written in braces"},
		{"a key of somebody else", role("--entry", "ada", "--key", o.rootKey), "FILE, line 9, SecurityRole/keeper: nothing was written, since the signature would not count: of the person: the key is of rex (SignatureInvalid)"},
		{"a key of nobody", role("--entry", "ada", "--key", o.in("other")), "no Person has it"},
		{"no key", role("--entry", "ada", "--key", o.in("absent")), "--key:"},
		{"standard input", role("--entry", "ada", "-f", "-"), "cannot be written to"},
		{"over a record", role("--entry", "ada", "--request", file), "says something else"},
	} {
		writeTo(t, o.in("other"), newPen(t).file(t, ""))
		args := append([]string{"sign", "-f", o.records}, c.args...)
		if !strings.Contains(strings.Join(c.args, " "), "--key") && !strings.Contains(strings.Join(c.args, " "), "--request") {
			args = append(args, "--key", o.zoeKey)
		}
		if p := isms(t, args...).must(t, exitUnusable); !strings.Contains(p.err, strings.ReplaceAll(c.says, "FILE", file)) {
			t.Errorf("%s: %s", c.why, p.err)
		}
		if content(t, file) != keeper {
			t.Fatalf("%s: something was written", c.why)
		}
	}
	isms(t, "sign", "SecurityRole/keeper").must(t, exitUnusable)
	writeTo(t, o.in("records/c.yaml"), "kind: [")
	if p := isms(t, append([]string{"sign", "-f", o.records, "--key", o.zoeKey}, role("--entry", "ada")...)...).must(t, exitUnusable); !strings.Contains(p.err, "c.yaml") {
		t.Errorf("a part cannot be read, such as a key that is revoked there: %s", p.err)
	}
	if err := os.Remove(o.in("records/c.yaml")); err != nil {
		t.Fatal(err)
	}
	writeTo(t, o.in("records/a.yaml"), strings.Replace(content(t, o.in("records/a.yaml")), "  isms: isms.example\n", "", 1))
	if p := isms(t, append([]string{"sign", "-f", o.records, "--key", o.zoeKey}, role("--entry", "ada")...)...).must(t, exitUnusable); !strings.Contains(p.err, "no spec.isms") {
		t.Errorf("of no ISMS: %s", p.err)
	}
}

// TestSignElsewhere: what is signed without the plugin counts, and only of what the record still
// states. What was signed is extracted as it was, even once the assignment has been ended.
func TestSignElsewhere(t *testing.T) {
	o, file := deedOffice(t)
	request := o.in("act.json")
	ada := []string{"SecurityRole/keeper", "--act", "Appointment", "--entry", "ada"}
	p := isms(t, append([]string{"sign", "-f", o.records, "--request", request}, ada...)...).must(t, 0)
	if !strings.Contains(p.out, "-n "+signoff.ActNamespace) || content(t, file) != keeper {
		t.Errorf("%s\n%s", p.out, content(t, file))
	}
	statement := []byte(content(t, request))
	attach := func(signature string, more ...string) plugin {
		writeTo(t, request+".sig", signature)
		return isms(t, append([]string{"sign", "-f", o.records, "--attach", request + ".sig"}, more...)...)
	}
	good := o.zoe.sign(t, statement, signoff.ActNamespace)
	for why, c := range map[string]struct{ signature, says string }{
		"of another namespace": {o.zoe.sign(t, statement, signoff.ApprovalNamespace), "another namespace"},
		"of something else":    {o.zoe.sign(t, append([]byte("x"), statement...), signoff.ActNamespace), "is not of what"},
		"no signature at all":  {"signed, Zoe", "cannot be read"},
		"by somebody else":     {o.root.sign(t, statement, signoff.ActNamespace), "the key is of rex"},
	} {
		if p := attach(c.signature).must(t, exitUnusable); !strings.Contains(p.err, c.says) || content(t, file) != keeper {
			t.Errorf("%s: %s", why, p.err)
		}
	}
	if p := attach(good, "Risk/leak").must(t, exitUnusable); !strings.Contains(p.err, "is of SecurityRole/keeper, and not of Risk/leak") {
		t.Error(p.err)
	}
	writeTo(t, file, strings.Replace(keeper, "from: \"2026-05-25\"\n    appointedBy", "from: \"2026-05-24\"\n    appointedBy", 1))
	if p := attach(good).must(t, exitUnusable); !strings.Contains(p.err, "has changed since") {
		t.Error(p.err)
	}
	writeTo(t, file, keeper)
	attach(good).must(t, 0)
	ended := strings.Replace(content(t, file), "    appointedBy:\n", "    until: \"2026-05-31\"\n    appointedBy:\n", 1)
	writeTo(t, file, ended)
	if out := o.worth(t); !strings.Contains(out, `"Appointment ada","zoe","2026-05-22","","valid"`) {
		t.Errorf("it does not count once it is ended:\n%s", out)
	}
	isms(t, "approvals", "-f", o.records, "--extract", o.in("signed")).must(t, 0)
	all, err := filepath.Glob(o.in("signed/SecurityRole.keeper.Appointment_ada*.json"))
	if err != nil || len(all) != 1 || content(t, all[0]) != string(statement) {
		t.Errorf("what is extracted is not what was signed: %v %v", all, err)
	}
}

// TestSignByAgentOfActor: the agent is asked for a key of who did it.
func TestSignByAgentOfActor(t *testing.T) {
	o, _ := deedOffice(t)
	p := plugin{env: map[string]string{"SSH_AUTH_SOCK": agentOf(t, o.root, o.zoe)}}.run(t, "sign", "-f", o.records, "Risk/leak", "--entry", "residual")
	if p.must(t, 0); !strings.Contains(o.worth(t), `"RiskAcceptance residual","zoe","2026-05-22","","valid"`) {
		t.Errorf("%s\n%s", p.err, o.worth(t))
	}
}

// TestCompleteSign offers the records that state an act, and its entries.
func TestCompleteSign(t *testing.T) {
	_, file := deedOffice(t)
	for why, c := range map[string]struct {
		args []string
		want string
	}{
		"records":         {[]string{""}, "Risk/leak\nSecurityRole/keeper\n"},
		"records by act":  {[]string{"--act", "Delegation", ""}, "SecurityRole/keeper\n"},
		"acts":            {[]string{"SecurityRole/keeper", "--act", "Ap"}, "Appointment\n"},
		"entries":         {[]string{"SecurityRole/keeper", "--act", "Delegation", "--entry", ""}, "Budget@2026-05-25\n"},
		"no other record": {[]string{"Risk/leak", ""}, ":4\n"},
	} {
		if p := isms(t, append([]string{"__complete", "sign", "-f", file}, c.args...)...).must(t, 0); !strings.HasPrefix(p.out, c.want) {
			t.Errorf("%s: %q, want %q", why, p.out, c.want)
		}
	}
}
