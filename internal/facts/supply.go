package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// AssetSupply is an asset as what a control can rest on; it has no term.
func AssetSupply(r *api.InfrastructureAsset) Supply {
	return Supply{
		Kind: "InfrastructureAsset", Name: r.Name,
		retiredOn: r.Spec.RetiredOn, Criticality: r.Spec.Criticality, controls: ExistingControls(r.Spec.Controls),
	}
}

// AssetInUse reports whether the asset is in service on the day.
func AssetInUse(c *assess.Context, r *api.InfrastructureAsset) bool {
	return Started(c, r.Spec.InServiceFrom) && !c.Today.Reached(r.Spec.RetiredOn)
}

// Information reports whether an asset is information itself, and nothing that holds it: what
// runs, has a version or carries a control is more than that, whatever its type says.
func Information(r *api.InfrastructureAsset) bool {
	s := &r.Spec
	return s.Type == api.AssetInformation && s.Version == "" && s.SupportEndsOn.IsZero() && s.SupportLookup == nil &&
		s.MaintenanceIntervalMonths == nil && len(s.WorkloadRefs)+len(s.Controls) == 0
}

// Declared reports whether the assessment says that the ISMS has none of something, and
// why.
func Declared(a *api.ClauseAssessment, subject api.DeclarationSubject) bool {
	return slices.ContainsFunc(a.Spec.Declarations, func(d api.Declaration) bool { return d.None == subject && Stated(d.Reason) })
}

// ToolOrAssetInUse reports whether a tool or an asset is on record that is not retired.
func ToolOrAssetInUse(c *assess.Context) bool {
	for r := range assess.All[*api.ToolLicense](c.World) {
		if !ToolSupply(r).Retired(c) {
			return true
		}
	}
	for r := range assess.All[*api.InfrastructureAsset](c.World) {
		if !AssetSupply(r).Retired(c) {
			return true
		}
	}
	return false
}

// ServiceSupply is a service as what a control can rest on.
func ServiceSupply(r *api.OutsourcedService) Supply {
	return Supply{"OutsourcedService", r.Name, r.Spec.Term, r.Spec.RetiredOn, r.Spec.Criticality, ExistingControls(r.Spec.Controls)}
}

// Supply is what licences, contracts and assets have in common.
type Supply struct {
	Kind, Name  string
	Term        *api.Term
	retiredOn   api.Date
	Criticality api.Criticality
	controls    []api.ControlID
}

// Retired reports whether it has gone out of use.
func (s Supply) Retired(c *assess.Context) bool { return c.Today.Reached(s.retiredOn) }

// Weighty reports whether a lapse endangers the ISMS: it is critical, or a
// control of the Statement of Applicability rests on it.
func (s Supply) Weighty() bool {
	return s.Criticality == api.CriticalityCritical || len(s.controls) > 0
}

// Grade returns Major for a weighty supply.
func (s Supply) Grade() api.Grade {
	if s.Weighty() {
		return api.GradeMajor
	}
	return api.GradeMinor
}

// Carries says what depends on the supply, for messages.
func (s Supply) Carries() string {
	if len(s.controls) == 0 {
		return ""
	}
	ids := make([]string, len(s.controls))
	for i, id := range s.controls {
		ids[i] = string(id)
	}
	return ", controls rest on it (" + assess.List(ids) + ")"
}

// TermDecided reports whether it is decided what follows the term.
func TermDecided(today *assess.Day, t *api.Term) bool {
	d := t.RenewalDecision
	return d != nil && !d.DecidedOn.Before(t.Start) && today.Reached(d.DecidedOn)
}

// Renewing reports whether the term is over, its renewal was decided, and there is still time
// for the papers.
func (s Supply) Renewing(c *assess.Context) bool {
	t := s.Term
	if t == nil || !c.Today.Past(t.End) || c.Today.Past(t.End.AddDays(c.Policy.RenewalPapers())) || !TermDecided(&c.Today, t) {
		return false
	}
	return t.RenewalDecision.Decision == api.RenewalRenew
}

// NoticeBy is the last day to give notice; absent where no notice is agreed, the term
// is over, it is out of use or somebody has decided.
func (s Supply) NoticeBy(on api.Date) api.Date {
	today, t := assess.NewDay(on), s.Term
	if t == nil || t.End.IsZero() || t.Notice() == 0 ||
		today.Past(t.End) || today.Reached(s.retiredOn) || TermDecided(&today, t) {
		return api.Date{}
	}
	return t.End.AddDays(-t.Notice())
}

// Start is the first day of the term; absent where none is known.
func (s Supply) Start() api.Date {
	if s.Term == nil {
		return api.Date{}
	}
	return s.Term.Start
}

// ValidUntil is the end of the term; absent where the supply goes out of use before it.
func (s Supply) ValidUntil() api.Date {
	if s.Term == nil {
		return api.Date{}
	}
	return UnlessClosed(s.Term.End, s.retiredOn)
}

// UnlessClosed returns the day until which something counts, or none where it is
// closed by then and nothing is left to lapse.
func UnlessClosed(day, closedOn api.Date) api.Date {
	if !closedOn.IsZero() && !closedOn.After(day) {
		return api.Date{}
	}
	return day
}

// ToolSupply is a tool as what a control can rest on.
func ToolSupply(r *api.ToolLicense) Supply {
	return Supply{"ToolLicense", r.Name, r.Spec.Term, r.Spec.RetiredOn, r.Spec.Criticality, ExistingControls(r.Spec.Controls)}
}

// ToolRetired reports whether the tool has gone out of use.
func ToolRetired(c *assess.Context, r *api.ToolLicense) bool { return ToolSupply(r).Retired(c) }

// AssetRetired reports whether the asset has gone out of use.
func AssetRetired(c *assess.Context, r *api.InfrastructureAsset) bool {
	return AssetSupply(r).Retired(c)
}
