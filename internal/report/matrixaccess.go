package report

import (
	"strings"
	"time"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/matrix"
	"github.com/isms-operator/isms-operator/internal/rules/granted"
)

var accessColumns = []string{"RECORD", "ACCOUNT", "BINDING", "ROLE", "WHERE", "RESOURCE VERSION", "SEEN", gapColumn}

// accessRows name each binding with the resourceVersion that it had when somebody looked, and
// accounts as the record of the person calls them: names of subjects are not shown. The first row
// says what nobody looked at, so that what is not shown is not taken for none.
func accessRows(c *assess.Context, _ *MatrixSource) (rows [][]string) {
	seen := ""
	if a := c.World.Access(); a != nil && !a.SeenAt.IsZero() {
		seen = a.SeenAt.UTC().Format(time.RFC3339)
	}
	if reasons, unseen := granted.ObservedGaps(c); len(reasons)+len(unseen) > 0 {
		record, what := "", ""
		if c.Assessment.Name != "" {
			record = assess.Ref{Kind: "ClauseAssessment", Name: c.Assessment.Name}.String()
		}
		if len(unseen) > 0 {
			what = "not observed: " + strings.Join(unseen, "; ")
		}
		rows = append(rows, []string{record, "", what, "", "", "", seen, orElse(gaps(reasons), notKnown)})
	}
	all := matrix.Access(c)
	for i := range all {
		g := &all[i]
		rows = append(rows, []string{
			assess.Ref{Kind: "Person", Name: g.Person.Name}.String(), g.Account.Name, facts.BindingName(&g.Grant), g.Grant.Role.String(),
			orElse(g.Grant.Namespace, "whole cluster"), orElse(g.Grant.Binding.ResourceVersion, "not stated"), seen, gaps(g.Gaps),
		})
	}
	return rows
}
