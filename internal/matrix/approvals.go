package matrix

import (
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Approval is an approval of a record, or another act that is signed or has to be, and what it is
// worth.
type Approval struct {
	facts.SignOff
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Approvals returns what facts.SignOffs does, in its order, with the gaps. The context must be
// one of assess.LookWith.
func Approvals(c *assess.Context) []Approval {
	var all []Approval
	var of assess.Ref
	var findings []assess.Finding
	for _, s := range facts.SignOffs(c) {
		if s.Record != of { // they come by record
			of = s.Record
			findings = c.FindingsOn(c.KindOf(of), c.Record(of))
		}
		all = append(all, Approval{s, signOffGaps(&s, findings)})
	}
	return all
}

// signOffGaps are the reasons of the findings that are on an approval or an act, each once.
func signOffGaps(s *facts.SignOff, findings []assess.Finding) (reasons []string) {
	for i := range findings {
		if f := &findings[i]; isOn(s, f.Field) && !slices.Contains(reasons, f.Reason) {
			reasons = append(reasons, f.Reason)
		}
	}
	return reasons
}

// isOn reports whether a field is one of an approval, or says who did an act, when, or signs it.
func isOn(s *facts.SignOff, field string) bool {
	if s.Act == nil {
		return strings.HasPrefix(field, facts.ApprovalField(s.Approval, ""))
	}
	return slices.ContainsFunc([]string{s.Act.ByField, s.Act.OnField, s.Act.SignatureField}, func(name string) bool { return field == s.Act.Field(name) })
}
