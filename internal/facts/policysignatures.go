package facts

import (
	"cmp"

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

var timestampsField = PolicyField{
	Name: "signatures.timestamps", Point: assess.Lifecycle, Weaker: neverWeaker, Default: string(api.TimestampsOff), Why: noSignature,
	value: func(p *api.Policy) string {
		if p.Signatures.Timestamps == "" {
			return string(api.TimestampsOff)
		}
		return string(p.Signatures.Timestamps)
	},
	judge: func(*api.ClauseAssessmentSpec) *weaker { return nil },
}

var timestampAuthoritiesField = PolicyField{
	Name: "signatures.timestampAuthorities", Point: assess.Lifecycle, Weaker: neverWeaker, Default: "none",
	Why: "one counts only if somebody who is trusted has signed its registration",
	value: func(p *api.Policy) string {
		var names []string
		for i := range p.Signatures.TimestampAuthorities {
			names = append(names, p.Signatures.TimestampAuthorities[i].Name)
		}
		return cmp.Or(ListAll(names), "none")
	},
	judge: func(*api.ClauseAssessmentSpec) *weaker { return nil },
}
