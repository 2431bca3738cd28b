package main

import (
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/facts"
)

// dutyPage is docs/duties.md.
func dutyPage() string {
	var b strings.Builder
	b.WriteString(notice + `# Duties that conflict

The default matrix of segregation of duties (A.5.3). One person who holds both duties of
a pair in the same scope, through whatever roles and as a deputy too, is a finding of the
grade shown ([D-01](rules.md#DutiesConflict)). Duties are stated in ` + "`spec.duties`" + ` of a
[SecurityRole](kinds/securityrole.md); case, spaces, hyphens and underscores in their
names do not matter. Some mandates bring a duty along in the scope "ISMS": an information
security manager has RunISMS, an internal auditor AuditISMS, a risk owner OwnRisk.

` + "`spec.policy.segregation.dutyConflicts`" + ` of the [ClauseAssessment](kinds/clauseassessment.md) adds pairs, changes
their grade, or takes one out with ` + "`disabledBecause`" + `. A [SecurityException](kinds/securityexception.md)
waives a pair for named people and a time, which lowers the grade by one step and stays in
sight ([D-02](rules.md#ConflictMitigated)). The independence of internal audit can be neither
taken out nor waived, however small the organisation: it is to be bought in.

| Pair | Duty | Conflicts with | Grade | Waivable |
|---|---|---|---|---|
`)
	for _, p := range facts.DefaultDutyPairs() {
		waivable := "yes"
		if p.Independent() {
			waivable = "no"
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s |\n", p.Number, p.First, p.Second, p.Grade, waivable)
	}
	return b.String()
}
