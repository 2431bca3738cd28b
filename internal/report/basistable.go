package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// explain tells what the verdicts on points rest on, where the reader asks for it.
func (p *printer) explain(r *assess.Report, notJudged int) {
	if len(p.style.Explain) == 0 {
		return
	}
	bases := rules.Explain(r)
	for i := range r.Rollup.Points {
		point := &r.Rollup.Points[i]
		if b := basisOf(bases, point); b != nil && slices.Contains(p.style.Explain, point.ID) {
			p.basis(b, point, notJudged)
		}
	}
}

// basisOf is that of a point; nil where there is none.
func basisOf(bases []rules.Basis, point *assess.PointResult) *rules.Basis {
	for i := range bases {
		if bases[i].Point.ID == point.ID {
			return &bases[i]
		}
	}
	return nil
}

func (p *printer) basis(b *rules.Basis, point *assess.PointResult, notJudged int) {
	verdict := floor(point.Verdict, notJudged)
	p.line("\n  %s", p.style.paint(bold, "What the verdict on "+b.Point.ID+" rests on")+": "+p.style.paint(verdictColor(verdict), string(verdict)))
	p.text(4, fmt.Sprintf("Asked: %s of %s", wording.Number(len(b.Rules), "rule", "rules"), wording.Number(b.Records(), "record", "records")))
	p.named("Rules", rulesText(b.Rules))
	p.named("Records", kindsText(b.Kinds))
	if b.Newest != nil {
		p.text(4, "Newest evidence: "+evidenceText(b.Newest))
		p.text(4, "Oldest evidence: "+evidenceText(b.Oldest))
	}
	if b.Stated > 0 {
		p.text(4, fmt.Sprintf("Stated in %s:", wording.Number(b.Stated, "place", "places")))
	}
	for i := range b.Statements {
		s := &b.Statements[i]
		p.text(6, fmt.Sprintf("%s  %s: %s", s.Record, s.Field, s.Text))
	}
	if more := b.Stated - len(b.Statements); more > 0 {
		p.text(6, fmt.Sprintf("and %d more", more))
	}
	p.inForce(b.Policy)
}

// named writes a list that is not empty.
func (p *printer) named(title, list string) {
	if list != "" {
		p.text(4, title+": "+list)
	}
}

// rulesText lists rules with how much each was asked of, those on the ISMS as a whole last.
func rulesText(all []assess.RuleAsked) string {
	var parts, whole []string
	for i := range all {
		if all[i].Whole {
			whole = append(whole, all[i].ID)
			continue
		}
		parts = append(parts, fmt.Sprintf("%s of %d", all[i].ID, all[i].Records))
	}
	if len(whole) > 0 {
		parts = append(parts, strings.Join(whole, ", ")+" of the ISMS as a whole")
	}
	return strings.Join(parts, ", ")
}

func kindsText(all []assess.KindAsked) string {
	var parts []string
	for i := range all {
		parts = append(parts, fmt.Sprintf("%d %s", all[i].Judged, all[i].Name))
	}
	return strings.Join(parts, ", ")
}

func evidenceText(e *rules.Evidence) string {
	return fmt.Sprintf("%s  %s  %s, %s", e.On, e.Record, e.Field, e.What)
}

// inForce tells what the fields of the policy have: those that ask for less one by one, and
// the others, which need no second look, together.
func (p *printer) inForce(all []rules.PolicyInForce) {
	var same []string
	for i := range all {
		if f := &all[i]; !f.Weaker {
			same = append(same, f.Field+" "+f.Value)
		}
	}
	p.named("Policy", strings.Join(same, ", "))
	for i := range all {
		if f := &all[i]; f.Weaker {
			text := fmt.Sprintf("Weaker than the default: %s %s instead of %s", f.Field, f.Value, f.Default)
			if f.Because != "" {
				text += fmt.Sprintf(", because %q", f.Because)
			}
			p.text(4, text)
		}
	}
}
