package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// neverWeaker is of a field that asks for more wherever it is set.
const neverWeaker = "never"

const noSignature = "ISO/IEC 27001 asks for evidence of approval, and for no signature"

// The fields on signatures ask for more than the default wherever they are set, so that none
// is ever weaker.
var signedFromField = PolicyField{
	Name: "signatures.requiredFrom", Point: assess.Lifecycle, Weaker: neverWeaker, Default: "no approval has to be signed", Why: noSignature,
	value: func(p *api.Policy) string {
		if p.Signatures.RequiredFrom.IsZero() {
			return "no approval has to be signed"
		}
		return p.Signatures.RequiredFrom.String()
	},
	judge: func(*api.ClauseAssessmentSpec) *weaker { return nil },
}

var signedEarlierField = PolicyField{
	Name: "signatures.earlierUntil", Point: assess.Lifecycle, Weaker: neverWeaker, Default: "no record rests on an unsigned approval from before", Why: noSignature,
	value: func(p *api.Policy) string {
		if p.Signatures.EarlierUntil.IsZero() {
			return "no record rests on an unsigned approval from before"
		}
		return p.Signatures.EarlierUntil.String()
	},
	judge: func(*api.ClauseAssessmentSpec) *weaker { return nil },
}

var signedSubjectsField = PolicyField{
	Name: "signatures.subjects", Point: assess.Lifecycle, Weaker: neverWeaker, Default: "all kinds that are approved, and no other act", Why: noSignature,
	judge: func(*api.ClauseAssessmentSpec) *weaker { return nil },
}
