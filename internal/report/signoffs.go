package report

import (
	"bufio"
	"io"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// SignOffs are the approvals of all namespaces, with what each is worth.
type SignOffs struct {
	// AsOf is the day of which it is told.
	AsOf api.Date
	All  []SignOff
	// Problems are what could not be read: an approval in it is not listed.
	Problems []input.Problem
}

// SignOff is an approval in its namespace.
type SignOff struct {
	Namespace string
	facts.SignOff
}

// SignOffsOf are the approvals of worlds.
func SignOffsOf(asOf api.Date, worlds []*assess.World, problems []input.Problem) *SignOffs {
	s := &SignOffs{AsOf: asOf, Problems: problems}
	for _, w := range worlds {
		for _, of := range facts.SignOffs(assess.LookWith(rules.Registry(), w, asOf)) {
			s.All = append(s.All, SignOff{w.Namespace, of})
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

var signOffColumns = []string{"NAMESPACE", "RECORD", "BY", "ON", "BOUND", "SIGNATURE", "KEY", "STAMPED", "WHY"}

// BoundText says what an approval is bound to: "yes" to what the record says now, "stale" to
// what it said once, "no" to nothing. Version 1 is of the spec alone.
func (s *SignOff) BoundText() string {
	switch {
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

// stamped is the time of the time stamp in UTC; "" where none counts.
func (s *SignOff) stamped() string {
	if s.Signed.StampedAt.IsZero() {
		return ""
	}
	return s.Signed.StampedAt.UTC().Format(time.RFC3339)
}

// rows are a row for each approval. What could not be read has rows of its own at the end.
func (s *SignOffs) rows() (rows [][]string) {
	for i := range s.All {
		a := &s.All[i]
		rows = append(rows, []string{a.Namespace, a.Record.String(), a.Approval.By.Name(), a.Approval.ApprovedOn.String(), a.BoundText(), a.SignatureText(), a.Signed.Fingerprint, a.stamped(), a.why()})
	}
	for i := range s.Problems {
		p := &s.Problems[i]
		rows = append(rows, []string{"not judged", p.Where(), "", "", "unknown", "unknown", "", "", p.Message})
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
		j.text("approval", a.Approval.Name)
		j.text("by", a.Approval.By.Name())
		j.text("approvedOn", a.Approval.ApprovedOn.String())
		j.text("contentHash", a.Approval.ContentHash)
		j.truth("bound", a.Bound)
		j.truth("signatureRequired", a.Required)
		j.text("signature", a.SignatureText())
		j.text("fingerprint", a.Signed.Fingerprint)
		j.text("signer", a.Signed.Signer)
		j.text("key", a.Signed.Key)
		j.text("stampedAt", a.stamped())
		j.text("reason", a.Signed.Reason)
		j.text("message", a.Signed.Why)
		j.close('}')
	}
	j.close(']')
	j.unjudged(s.Problems, nil)
	j.close('}')
	return j.Flush()
}
