package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// nothingSaid is X-16 on a field.
func nothingSaid(field string) []string { return []string{"X-16 NothingStated Unknown spec." + field} }

// leaver is somebody who left on the day before something happened, or on a later day.
func leaver(last string, does func(*fixture, *api.Actor)) func(*fixture) {
	return func(f *fixture) {
		p := aPerson("gone")
		p.Spec.EngagedUntil = date(last)
		f.add(p)
		does(f, actor("gone"))
	}
}

func patchedBy(f *fixture, by *api.Actor) { f.serverPatch.Spec.PerformedBy = by }

func decidedBy(f *fixture, by *api.Actor) { f.courses.Spec.Decision.By = by }

// patchedByService has a service do the maintenance that went out of use on a day.
func patchedByService(retired string) func(*fixture) {
	return func(f *fixture) {
		f.serverPatch.Spec.PerformedBy, f.serverPatch.Spec.ServiceRef = nil, ref("hosting")
		f.hosting.Spec.RetiredOn = date(retired)
	}
}

const (
	hadLeft        = "X-18 ActorHadLeft Observation spec."
	decidedOutside = "X-18 DecidedOutside Observation spec.decision.decidedOn"
)

// weakenedTables are rows on what was found by weakening a conforming organization.
var weakenedTables = map[string][]row{
	"MaintenanceRecord/server-patch": {
		{name: "done by a leaver", why: "they were not there", change: leaver("2026-03-02", patchedBy), want: []string{hadLeft + "performedOn"}},
		{name: "done on the last day", why: "they still were", change: leaver("2026-03-03", patchedBy)},
		{name: "done by a service that was gone", why: "then nobody knows who did it", change: patchedByService("2026-03-02"), want: []string{"P6-09 MaintenancePerformerUnknown Observation spec.performedBy"}},
		{name: "done by a service on its last day", why: "it was in use", change: patchedByService("2026-03-03")},
	},
	"ResourceRequirement/courses": {
		{name: "decided by a leaver", why: "one lack is told once", change: leaver("2021-01-01", decidedBy), want: []string{hadLeft + "decision.decidedOn"}},
		{name: "decided outside", why: "what is advised outside is decided inside", change: func(f *fixture) { decidedBy(f, actor("ext")) }, want: []string{decidedOutside}},
		{name: "decided by nobody of the register", why: "a reference that dangles is found", change: func(f *fixture) { decidedBy(f, actor("ghost")) }, want: []string{"X-04 ReferenceNotFound Minor spec.decision.by.personRef"}},
		{name: "decided by a role", why: "whoever held it is who did", change: func(f *fixture) { decidedBy(f, roleActor("top")) }},
	},
	"ClauseAssessment/isms": {
		{name: "a certificate without a number", why: "a placeholder certifies nothing", change: established(func(f *fixture) { f.isms.Spec.Certificate.Number = "n/a" }), want: nothingSaid("certificate.number")},
		{name: "a certificate by nobody", why: "nor does one that nobody issued", change: established(func(f *fixture) { f.isms.Spec.Certificate.Body = "tbd" }), want: nothingSaid("certificate.body")},
	},
	"Person/ada": {
		{name: "named by a placeholder", why: "nobody knows who they are", change: func(f *fixture) { f.ada.Spec.DisplayName = "xxx" }, want: nothingSaid("displayName")},
		{name: "engaged for ever", why: "an engagement without an end is one", change: func(f *fixture) { f.ada.Spec.EngagedUntil = api.LastDate() }},
	},
	"ToolLicense/backup": {
		{name: "support that never ends", why: "nobody promises that", change: func(f *fixture) { f.tool.Spec.SupportEndsOn = date("2099-12-31") }, want: nothingSaid("supportEndsOn")},
		{name: "support that ends late", why: "a day that comes is one", change: func(f *fixture) { f.tool.Spec.SupportEndsOn = date("2099-12-30") }},
		{name: "a term that never ends", why: "what has no end says why", change: func(f *fixture) { f.tool.Spec.Term.End = date("2099-12-31") }, want: nothingSaid("term.end")},
		{name: "the product XXX", why: "letters that stand for a name are none", change: func(f *fixture) { f.tool.Spec.Product = "XXX" }, want: nothingSaid("product")},
		{name: "the product X", why: "one letter may be a name", change: func(f *fixture) { f.tool.Spec.Product = "X" }},
	},
	"InfrastructureAsset/server": {
		{name: "support that never ends", why: "as of a tool", change: func(f *fixture) { f.server.Spec.SupportEndsOn = date("2099-12-31") }, want: nothingSaid("supportEndsOn")},
	},
	"CompetencyRecord/ada-lead": {
		{name: "proof for ever", why: "what has no end says why", change: func(f *fixture) { f.adaCert.Spec.Validity = &api.Validity{ValidUntil: date("2099-12-31")} }, want: nothingSaid("validity.validUntil")},
	},
	"ManagementReview/review": {
		{name: "the next review never", why: "that is no plan", change: func(f *fixture) { f.review.Spec.NextReviewOn = date("2099-12-31") }, want: nothingSaid("nextReviewOn")},
	},
	"SecurityRole/ism": {
		{name: "an alias that says nothing", why: "nobody is called so", change: func(f *fixture) { f.ism.Spec.Aliases = []string{"n/a"} }, want: nothingSaid("aliases[n/a]")},
		{name: "evidence withdrawn for no reason", why: "what vanishes says why", change: func(f *fixture) {
			f.ism.Spec.Evidence = append(f.ism.Spec.Evidence, api.Evidence{Name: "old", URI: "https://wiki/old", Withdrawn: &api.Withdrawal{Reason: "tbd", WithdrawnOn: date("2026-01-01")}})
		}, want: nothingSaid("evidence[old].withdrawn.reason")},
	},
}

func TestWeakened(t *testing.T) {
	for subject, rows := range weakenedTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, slices.Clone(rows)) })
	}
}
