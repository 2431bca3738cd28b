package report

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/matrix"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// approvalColumns are those of the command "approvals", with the command for each signature.
var approvalColumns = append(slices.Clone(aboutColumns), CommandColumn, gapColumn)

// signedKinds are the kinds that are approved, or state acts that can be signed.
func signedKinds() (names []string) {
	for _, k := range rules.Registry().Kinds {
		if k.Approvals != nil || k.Acts != nil {
			names = append(names, k.Name)
		}
	}
	return names
}

// approvalRows have the cells that the command "approvals" has. Where nobody can tell what a
// signature is worth, nobody can tell either that there is no gap.
func approvalRows(c *assess.Context, of *MatrixSource) (rows [][]string) {
	told := matrix.Approvals(c)
	all := make([]facts.SignOff, len(told))
	for i := range told {
		all[i] = told[i].SignOff
	}
	i := -1
	for a := range named(c, all, of.several()) {
		if i++; !of.keeps(a.Record.Kind) {
			continue
		}
		gap := gaps(told[i].Gaps)
		if gap == "" && a.Signed.Reason != "" && a.Signed.Grade == api.GradeUnknown {
			gap = notKnown
		}
		rows = append(rows, append(a.about(), a.Command(), gap))
	}
	return rows
}
