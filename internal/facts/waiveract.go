package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// LapseAct is what takes a signature where a lapse is waived: one that would be a major
// nonconformity is for top management.
func LapseAct(c *assess.Context, e *api.SecurityException) api.SignedAct {
	l := e.Spec.Lapse
	if l == nil {
		return api.SignException
	}
	var s Supply
	if r, ok := assess.Get[*api.ToolLicense](c.World, l.RecordRef.Name); ok && l.RecordRef.Kind == api.KindToolLicense {
		s = ToolSupply(r)
	}
	if r, ok := assess.Get[*api.InfrastructureAsset](c.World, l.RecordRef.Name); ok && l.RecordRef.Kind == api.KindInfrastructureAsset {
		s = AssetSupply(r)
	}
	if r, ok := assess.Get[*api.OutsourcedService](c.World, l.RecordRef.Name); ok && l.RecordRef.Kind == api.KindOutsourcedService {
		s = ServiceSupply(r)
	}
	major := s.Weighty()
	switch l.Reason {
	case "NoDueDiligence":
		major = s.Criticality == api.CriticalityCritical
	case "MaintenanceOverdue":
		major = false
	}
	if major {
		return api.SignMajorException
	}
	return api.SignException
}

// ConflictAct is what takes a signature where a conflict of a grade is waived.
func ConflictAct(g api.Grade) api.SignedAct {
	if g == api.GradeMajor {
		return api.SignMajorException
	}
	return api.SignException
}

type conflictActsKey struct{}

// ConflictActOf is what takes a signature where an exception waives a conflict of duties, by the
// grade of the pair that it names.
func ConflictActOf(c *assess.Context, w *api.WaivedConflict) api.SignedAct {
	acts := assess.Once(c, conflictActsKey{}, func(c *assess.Context) map[string]api.SignedAct {
		acts := map[string]api.SignedAct{}
		for _, p := range DutyPairs(c.Policy) {
			acts[DutyPairKey(p.First, p.Second)] = ConflictAct(p.Grade)
		}
		return acts
	})
	if act, ok := acts[DutyPairKey(w.First, w.Second)]; ok {
		return act
	}
	return api.SignException
}
