package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// SignOffs are the approvals of all namespaces, and other acts that are signed or have to be,
// with what each is worth.
type SignOffs struct {
	// AsOf is the day of which it is told.
	AsOf api.Date
	All  []SignOff
	// Problems are what could not be read: an approval in it is not listed.
	Problems []input.Problem
}

// SignOff is an approval, or another act, in its namespace.
type SignOff struct {
	Namespace string
	facts.SignOff
	// file is a name for what was signed, without its end.
	file string
}

// Carried reports whether it carries a signature that can be verified here.
func (s *SignOff) Carried() bool { return s.Signature() != "" && s.Signature() != signoff.Hidden }

// FileName is the name of a file for what was signed; the signature is beside it, with ".sig".
func (s *SignOff) FileName() string { return s.file + ".json" }

// fileName is a name of a file for it, without its end. The name of an approval, or of an entry, is
// any text, and must lead nowhere.
func (s *SignOff) fileName(several bool) string {
	of := s.ActText()
	if s.Act == nil {
		of = s.Approval.Name
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, of)
	if name != of { // two that differ in such a letter stay two
		name += fmt.Sprintf("-%x", of)
	}
	name = strings.Join([]string{s.Record.Kind, s.Record.Name, name}, ".")
	if several {
		name = s.Namespace + "." + name
	}
	return name
}

// Command verifies the signature by hand, of what "approvals --extract signed" writes and with
// the keys that "allowed-signers" writes; "" where it carries none.
func (s *SignOff) Command() string {
	if !s.Carried() {
		return ""
	}
	who, namespace, file := s.Signed.Signer, signoff.ApprovalNamespace, "signed/"+s.FileName()
	if who == "" {
		who = s.By().Name()
	}
	if s.Act != nil {
		namespace = signoff.ActNamespace
	}
	return fmt.Sprintf("ssh-keygen -Y verify -f allowed_signers -I %s -n %s -O verify-time=%s120000Z -s %s < %s",
		wording.ShellWord(who), namespace, strings.ReplaceAll(s.On().String(), "-", ""), wording.ShellWord(file+".sig"), wording.ShellWord(file))
}

// SignOffsOf are the approvals of worlds.
func SignOffsOf(asOf api.Date, worlds []*assess.World, problems []input.Problem) *SignOffs {
	s, named := &SignOffs{AsOf: asOf, Problems: problems}, map[string]int{}
	for _, w := range worlds {
		for _, of := range facts.SignOffs(assess.LookWith(rules.Registry(), w, asOf)) {
			a := SignOff{w.Namespace, of, ""}
			a.file = a.fileName(len(worlds) > 1)
			if named[a.file]++; named[a.file] > 1 { // delegations of one thing from one day on have one entry
				a.file += fmt.Sprintf(".%d", named[a.file])
			}
			s.All = append(s.All, a)
		}
	}
	return s
}

// SignOffFormats returns every format of approvals, in the order in which they are listed.
func SignOffFormats() []Format[*SignOffs] {
	return []Format[*SignOffs]{
		{"table", "for people", writeSignOffTable},
		{"csv", "for spreadsheets: a row for each approval", writeSignOffCSV},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeSignOffJSON},
	}
}

var signOffColumns = []string{"NAMESPACE", "RECORD", "ACT", "BY", "ON", "BOUND", "SIGNATURE", "KEY", "STAMPED", "WHY"}

// ActText says what was done: "Approval", or what else, with the entry of the record that states
// it where it has several.
func (s *SignOff) ActText() string {
	if s.Act == nil {
		return "Approval"
	}
	return strings.TrimSpace(string(s.Act.What) + " " + s.Act.Entry)
}

// BoundText says what an approval is bound to: "yes" to what the record says now, "stale" to
// what it said once, "no" to nothing. Version 1 is of the spec alone. "" for other
// acts, which nothing binds but their signature.
func (s *SignOff) BoundText() string {
	switch {
	case s.Act != nil:
		return ""
	case s.Approval.ContentHash == "":
		return "no"
	case !s.Bound:
		return "stale"
	case signoff.Version(s.Approval.ContentHash) == 1:
		return "yes, by version 1"
	}
	return "yes"
}

// SignatureText says what the signature is worth: "valid", "none", "unknown", or "does not
// count".
func (s *SignOff) SignatureText() string {
	switch {
	case s.Signed.Reason == "":
		return "valid"
	case s.Signed.Reason == facts.ApprovalNotSigned:
		if s.Required {
			return "none, and required"
		}
		return "none"
	case s.Signed.Grade == api.GradeUnknown:
		return "unknown"
	}
	return "does not count"
}

// why is the reason and its words; "" where the signature counts, or where there is none.
func (s *SignOff) why() string {
	if s.Signed.Reason == "" || s.Signed.Reason == facts.ApprovalNotSigned {
		return ""
	}
	return s.Signed.Reason + ": " + s.Signed.Why
}

// rows are a row for each approval. What could not be read has rows of its own at the end.
func (s *SignOffs) rows() (rows [][]string) {
	for i := range s.All {
		a := &s.All[i]
		rows = append(rows, []string{a.Namespace, a.Record.String(), a.ActText(), a.By().Name(), a.On().String(), a.BoundText(), a.SignatureText(), a.Signed.Fingerprint, a.Signed.Stamped(), a.why()})
	}
	for i := range s.Problems {
		p := &s.Problems[i]
		rows = append(rows, []string{"not judged", p.Where(), "", "", "", "unknown", "unknown", "", "", p.Message})
	}
	return rows
}

func writeSignOffTable(w io.Writer, s *SignOffs, style Style) error {
	b := bufio.NewWriter(w)
	p := &printer{b, style}
	p.line("Approvals on %s", s.AsOf)
	if err := grid(b, signOffColumns, s.rows(), style); err != nil {
		return err
	}
	verify := false
	for i := range s.All {
		command := s.All[i].Command()
		if command != "" && !verify {
			verify = true
			p.line("\nBy hand, once \"approvals --extract signed\" and \"allowed-signers > allowed_signers\" wrote what it takes:")
		}
		if command != "" {
			p.line("  %s", command)
		}
	}
	return b.Flush()
}

func writeSignOffCSV(w io.Writer, s *SignOffs, _ Style) error {
	return WriteRows(w, signOffColumns, s.rows())
}

func writeSignOffJSON(w io.Writer, s *SignOffs, _ Style) error {
	j := newJSONWriter(w)
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "Approvals")
	j.text("asOf", s.AsOf.String())
	j.open("approvals", '[')
	for i := range s.All {
		a := &s.All[i]
		j.open("", '{')
		j.must("namespace", a.Namespace)
		j.text("kind", a.Record.Kind)
		j.text("name", a.Record.Name)
		a.writeAct(j)
		j.truth("signatureRequired", a.Required)
		j.text("signature", a.SignatureText())
		j.text("fingerprint", a.Signed.Fingerprint)
		j.text("signer", a.Signed.Signer)
		j.text("key", a.Signed.Key)
		j.text("stampedAt", a.Signed.Stamped())
		j.text("reason", a.Signed.Reason)
		j.text("message", a.Signed.Why)
		j.text("verify", a.Command())
		j.close('}')
	}
	j.close(']')
	j.unjudged(s.Problems, nil)
	j.close('}')
	return j.Flush()
}

// writeAct writes what was done, by whom and when.
func (s *SignOff) writeAct(j *jsonWriter) {
	if s.Act == nil {
		j.text("approval", s.Approval.Name)
		j.text("by", s.Approval.By.Name())
		j.text("approvedOn", s.Approval.ApprovedOn.String())
		j.text("contentHash", s.Approval.ContentHash)
		j.truth("bound", s.Bound)
		return
	}
	j.text("act", string(s.Act.What))
	j.text("entry", s.Act.Entry)
	j.text("by", s.Act.By.Name())
	j.text("on", s.Act.On.String())
}
