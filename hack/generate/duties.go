package main

import (
	"fmt"
	"slices"
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
	b.WriteString(signs())
	return b.String()
}

// signs is the part of the page on duties that somebody may do in fact.
func signs() string {
	var b strings.Builder
	b.WriteString(`
## Rights that show a duty

Where rights in a cluster are [observed](declared-and-real.md), whoever may do one of these may do the duty in fact, whatever
their roles say, and [D-13](rules.md#DutiesConflictInFact) asks the pairs above of it. One of the verbs on one
of the resources is enough. Rights to everything show none: [D-12](rules.md#UnrestrictedAccess) tells of them. Writing
what is in no line, such as a record that one owns, is no duty.

` + "`spec.policy.segregation.dutySigns`" + ` of the [ClauseAssessment](kinds/clauseassessment.md) adds duties, and its lines
on a duty stand in for all of these on it: to say which namespaces are production, or which resources backups are.
What leaves out a right of these is told as a weaker policy, and asks for a reason.

| Duty | In the scope | Verbs | API groups | Resources |
|---|---|---|---|---|
`)
	for _, s := range facts.DefaultDutySigns() {
		groups := slices.Clone(s.APIGroups)
		if i := slices.Index(groups, ""); i >= 0 {
			groups[i] = "core"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", s.Duty, s.Scope, strings.Join(s.Verbs, ", "), strings.Join(groups, ", "), strings.Join(s.Resources, ", "))
	}
	b.WriteString(`
The scope of a duty of the ISMS is "ISMS", and its rights count in the namespace of the records; those of all others are
in the scope "kubernetes".
`)
	return b.String()
}
