package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// SignOffs are the approvals of all namespaces, and other acts that are signed or have to be,
// with what each is worth.
type SignOffs struct {
	// AsOf is the day of which it is told.
	AsOf api.Date
	All  []SignOff
	// Vouched are the registrations by which keys lead to the trust root.
	Vouched []Vouched
	// TrustRoots are the fingerprints of keys that signatures were followed to, and JudgedBy says
	// so in sentences; also where a policy asks for signatures and there is none.
	TrustRoots []string
	JudgedBy   []string
	// Problems are what could not be read: an approval in it is not listed.
	Problems []input.Problem
}

// SignOff is an approval, or another act, in its namespace.
type SignOff struct {
	Namespace string
	facts.SignOff
	// file is a name for what was signed, without its end, and keys that of the file of keys.
	file, keys string
	// isms is the identifier of the ISMS, which is signed.
	isms string
}

// SignOffsOf are the approvals of worlds.
func SignOffsOf(asOf api.Date, worlds []*assess.World, problems []input.Problem) *SignOffs {
	s, registry := &SignOffs{AsOf: asOf, Problems: problems}, rules.Registry()
	for _, w := range worlds {
		c := assess.LookWith(registry, w, asOf)
		trust := assess.Trust(c)
		s.TrustRoots, s.JudgedBy = addTexts(s.TrustRoots, trust.TrustRoots), addTexts(s.JudgedBy, trust.Texts())
		for of := range named(c, facts.SignOffs(c), len(worlds) > 1) {
			s.All = append(s.All, of)
		}
		s.Vouched = append(s.Vouched, vouchedOf(c, len(worlds) > 1)...)
	}
	return s
}

// named gives the approvals of a namespace the names of their files, each another; several says
// that there are other namespaces beside it.
func named(c *assess.Context, all []facts.SignOff, several bool) iter.Seq[SignOff] {
	return func(yield func(SignOff) bool) {
		taken := map[string]bool{}
		for _, of := range all {
			a := SignOff{Namespace: c.World.Namespace, SignOff: of, keys: AllowedSignersFile(c.World.Namespace, several), isms: c.Assessment.Spec.Isms}
			name := a.fileName(several)
			a.file = name
			for n := 2; taken[a.file]; n++ { // delegations of one thing from one day on have one entry
				a.file = fmt.Sprintf("%s.%d", name, n)
			}
			taken[a.file] = true
			if !yield(a) {
				return
			}
		}
	}
}

// SignOffFormats returns every format of approvals, in the order in which they are listed.
func SignOffFormats() []Format[*SignOffs] {
	return []Format[*SignOffs]{
		{"table", "for people", writeSignOffTable},
		{"csv", "for spreadsheets: a row for each approval", writeSignOffCSV},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeSignOffJSON},
	}
}

// aboutColumns are the columns that tell of an approval.
var aboutColumns = []string{"RECORD", "ACT", "BY", "ON", "BOUND", "SIGNATURE", "KEY", "STAMPED", "WHY"}

var signOffColumns = append([]string{"NAMESPACE"}, aboutColumns...)

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

// about are the cells that tell of it.
func (s *SignOff) about() []string {
	return []string{s.Record.String(), s.ActText(), s.By().Name(), s.On().String(), s.BoundText(), s.SignatureText(), s.Signed.Fingerprint, s.Signed.Stamped(), s.why()}
}

// rows are a row for each approval. What could not be read has rows of its own at the end.
func (s *SignOffs) rows() (rows [][]string) {
	for i := range s.All {
		rows = append(rows, append([]string{s.All[i].Namespace}, s.All[i].about()...))
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
	for _, text := range s.JudgedBy {
		p.text(0, text)
	}
	if err := grid(b, signOffColumns, s.rows(), style); err != nil {
		return err
	}
	verify := false
	for i := range s.All {
		command := s.All[i].Command()
		if command != "" && !verify {
			verify = true
			p.line("\nBy hand, once \"approvals --extract signed\" and \"allowed-signers > %s\" wrote what it takes:", s.All[i].keysNamed())
		}
		if command != "" {
			p.line("  %s", command)
		}
	}
	if verify && len(s.Vouched) > 0 {
		p.line("\nThe keys, by whom each was registered, up to the trust root:")
		for i := range s.Vouched {
			p.line("  %s", s.Vouched[i].Command())
		}
	}
	return b.Flush()
}

// keysNamed is what the file of keys is called in a sentence on all namespaces.
func (s *SignOff) keysNamed() string {
	return AllowedSignersFile("NAMESPACE", s.keys != AllowedSignersFile("", false))
}

func writeSignOffCSV(w io.Writer, s *SignOffs, _ Style) error {
	rows := s.rows()
	for _, text := range s.JudgedBy {
		cells := make([]string, len(signOffColumns))
		cells[0], cells[len(cells)-1] = judgedBy, text
		rows = append(rows, cells)
	}
	return WriteRows(w, signOffColumns, rows)
}

func writeSignOffJSON(w io.Writer, s *SignOffs, _ Style) error {
	j := newJSONWriter(w)
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "Approvals")
	j.text("asOf", s.AsOf.String())
	j.trustRoots(s.TrustRoots)
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
