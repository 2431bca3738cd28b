package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PhaseOf is the phase that the ISMS is in: the one stated, or the one that its certificate
// or a surveillance audit proves, where that is later. Who was certified is not establishing an ISMS, and
// is asked what the real phase asks for.
func PhaseOf(c *assess.Context) api.LifecyclePhase {
	if proven, _ := ProvenPhase(c); proven != "" {
		return proven
	}
	return c.Assessment.Spec.Phase
}

// ProvenPhase is the phase that the certificate or an audit of it proves against a stated
// phase that comes before it, with the day, if it is known; "" where the two agree.
func ProvenPhase(c *assess.Context) (phase api.LifecyclePhase, since api.Date) {
	s := &c.Assessment.Spec
	if s.Phase != api.PhaseEstablishment && s.Phase != api.PhaseImplementation {
		return "", api.Date{}
	}
	if cert := s.Certificate; cert != nil && (c.Today.Reached(cert.IssuedOn) || cert.IssuedOn.IsZero() && !cert.ExpiresOn.IsZero()) {
		return api.PhaseMaintenance, cert.IssuedOn
	}
	if a := s.LastExternalAudit; a != nil && c.Today.Reached(a.StartsOn) && (a.Type == "Surveillance" || a.Type == "Recertification") {
		return api.PhaseMaintenance, a.StartsOn
	}
	return "", api.Date{}
}

// Established reports whether the ISMS is complete: it is being certified, or maintained
// since. Before that, what it lacks may still be worked out.
func Established(c *assess.Context) bool {
	p := PhaseOf(c)
	return p == api.PhaseCertification || p == api.PhaseMaintenance
}

// Implemented reports whether the ISMS has left Establishment.
func Implemented(c *assess.Context) bool {
	return Established(c) || PhaseOf(c) == api.PhaseImplementation
}

type beganKey struct{}

// ISMSBegan is the day on which the ISMS began: the first of the day stated and those of
// which reviews, audits and the certificate tell, so that nobody states it later than it was;
// the first need where no day is stated. Absent where nothing tells.
func ISMSBegan(c *assess.Context) api.Date {
	return assess.Once(c, beganKey{}, func(c *assess.Context) api.Date {
		s := &c.Assessment.Spec
		var began api.Date
		for _, on := range []api.Date{s.IsmsSince, s.ImplementationSince} {
			if c.Today.Reached(on) { // a day ahead is none
				began = earliest(began, on)
			}
		}
		stated := !began.IsZero()
		if s.Certificate != nil {
			began = earliest(began, s.Certificate.IssuedOn)
		}
		if s.LastExternalAudit != nil {
			began = earliest(began, s.LastExternalAudit.StartsOn)
		}
		for r := range assess.All[*api.ManagementReview](c.World) {
			began = earliest(began, r.Spec.HeldOn)
		}
		for r := range assess.All[*api.InternalAudit](c.World) {
			began = earliest(began, r.Spec.HeldOn)
		}
		if stated {
			return began
		}
		for r := range assess.All[*api.ResourceRequirement](c.World) {
			began = earliest(began, r.Spec.RaisedOn)
		}
		return began
	})
}
