package applicability

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docInherited = assess.Doc{
	ID: "S-15", Aspect: assess.Covered, Clause: "6.1.3 d, 8.1",
	Requires: "A control that somebody else operates is carried by their service",
	Fires:    "an inherited control names no service, and no asset that somebody else runs (minor)",
	Reasons:  []string{"InheritedFromNobody"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Name in resourceRefs of the control the OutsourcedService that it is inherited from, or make it Applicable",
}

// othersRun are the types of assets that somebody else may run.
var othersRun = []api.AssetType{api.AssetCloud, api.AssetFacility}

func checkInherited(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability != api.ApplicabilityInherited {
		return
	}
	c.AskedEntry("controls")
	refs := facts.Allocated(c, e)
	if len(refs) == 0 || slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return operatedElsewhere(c, ref) }) {
		return // of one without any resource S-03 speaks
	}
	c.Report(assess.Finding{
		Reason: "InheritedFromNobody", Grade: api.GradeMinor, Field: facts.ControlField(e, "resourceRefs"),
		Message: fmt.Sprintf("%s is said to be inherited, and no service is named that it is inherited from", facts.ControlName(e.ID)),
	})
}

// operatedElsewhere reports whether a resource is a service, an asset that somebody else may
// run, or a role that people of the group hold.
func operatedElsewhere(c *assess.Context, ref api.ResourceReference) bool {
	switch ref.Kind {
	case api.ResourceOutsourcedService:
		return true
	case api.ResourceInfrastructureAsset:
		asset, ok := assess.Get[*api.InfrastructureAsset](c.World, ref.Name)
		return ok && slices.Contains(othersRun, asset.Spec.Type)
	case api.ResourceSecurityRole:
		role, ok := assess.Get[*api.SecurityRole](c.World, ref.Name)
		return ok && slices.ContainsFunc(facts.Holders(c, role), func(h facts.Holding) bool { return facts.Stated(h.Person.Spec.Group) })
	}
	return false
}

var docCarrierGone = assess.Doc{
	ID: "S-16", Aspect: assess.Current, Clause: "6.1.3 d, 7.1",
	Requires: "What carries an implemented control is still there",
	Fires:    "a tool, asset or service that an implemented control rests on is retired, has lapsed or has lost support while something else still carries the control (observation; minor where it was the only tool, asset or service of a control of theme 8; once for all controls that rest on the same)",
	Reasons:  []string{"CarrierGone"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Replace what is gone, or take it out of resourceRefs of the control and say what carries the control now",
}

// technical reports whether a tool, an asset or a service is what does the work.
func technical(kind api.ResourceKind) bool {
	return kind == api.ResourceToolLicense || kind == api.ResourceInfrastructureAsset || kind == api.ResourceOutsourcedService
}

// themeOf reports whether a control is of the theme of technological controls.
func technological(e *api.ControlStatement) bool { return strings.HasPrefix(e.ID, "A.8.") }

func checkCarrierGone(c *assess.Context, s *facts.Statement) {
	gone := map[string][]string{}
	eachGroup(s, func(e *api.ControlStatement) string {
		if e.Implementation != api.ImplementationImplemented {
			return ""
		}
		// Those that say themselves that they support a control are left out once they are
		// retired: they do not claim to any more.
		refs := facts.Allocated(c, e)
		if one, _ := facts.Carries(c, facts.AControl, refs); !one {
			return "" // of one that nothing carries S-08 speaks
		}
		var lost []string
		left := false
		for _, ref := range refs {
			lack := facts.LackOf(c, ref)
			switch {
			case !technical(ref.Kind):
			case lack.Text == "" || lack.Unknown || lack.Waived:
				left = true
			default:
				lost = append(lost, facts.ResourceName(ref)+" "+lack.Text)
			}
		}
		if len(lost) == 0 {
			return ""
		}
		slices.Sort(lost)
		key := fmt.Sprint(technological(e) && !left) + "\n" + strings.Join(lost, "\n")
		gone[key] = lost
		return key
	}, func(key string, group []*api.ControlStatement) {
		f := assess.Finding{
			Reason: "CarrierGone", Grade: api.GradeObservation, Field: facts.ControlField(group[0], "resourceRefs"),
			Message: fmt.Sprintf("What %s rested on is gone, and something else carries it: %s", facts.ControlsNamed(idsOf(group)), assess.Clauses(gone[key])),
		}
		if strings.HasPrefix(key, "true") {
			f.Grade = api.GradeMinor
			f.Message = fmt.Sprintf("The only tool, asset or service of %s is gone: %s", facts.ControlsNamed(idsOf(group)), assess.Clauses(gone[key]))
		}
		c.Report(f)
	})
}

var docPeopleAlone = assess.Doc{
	ID: "S-17", Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "A technological control is carried by more than a person",
	Fires:    "an implemented control of theme 8 names people alone, and no role, tool, asset or service (observation)",
	Reasons:  []string{"ControlCarrierUnfit"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name in resourceRefs of the control the tool, asset or service that does the work, or the role",
}

func checkPeopleAlone(c *assess.Context, e *api.ControlStatement) {
	if !technological(e) || e.Implementation != api.ImplementationImplemented {
		return
	}
	c.AskedEntry("controls")
	if facts.OnlyPeople(facts.Allocated(c, e)) {
		c.Report(assess.Finding{
			Reason: "ControlCarrierUnfit", Grade: api.GradeObservation, Field: facts.ControlField(e, "resourceRefs"),
			Message: fmt.Sprintf("%s is said to be implemented, and people alone carry it", facts.ControlName(e.ID)),
		})
	}
}

var docSharedWords = assess.Doc{
	ID: "S-18", Aspect: assess.Covered, Clause: "6.1.3 d, 7.5.3",
	Requires: "Each decision on a control is justified, and each control has evidence of its own",
	Fires:    "many controls share one justification, or one piece of evidence (observation)",
	Reasons:  []string{"JustificationShared", "EvidenceShared"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Say of each control why it is necessary or not, and collect evidence of each",
	Policy: []string{"grading.sharedObservations", "grading.sharedPercent"},
	Alone:  "it speaks of many controls already",
}

func checkSharedWords(c *assess.Context, s *facts.Statement) {
	why, proof := map[string][]string{}, map[string][]string{}
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] != e {
			continue
		}
		if facts.Stated(e.Justification) {
			key := facts.Normal(e.Justification)
			why[key] = append(why[key], e.ID)
		}
		for p := range facts.OnFile(e.Evidence) {
			key := facts.Normal(p.URI)
			if had := proof[key]; len(had) == 0 || had[len(had)-1] != e.ID {
				proof[key] = append(had, e.ID)
			}
		}
	}
	report := func(reason, what, field string, shared map[string][]string) {
		var keys []string
		for key, ids := range shared {
			if len(ids) >= c.Policy.SharedThreshold() && len(ids)*100 >= len(s.Controls)*c.Policy.SharedShare() {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		for _, key := range keys {
			c.Report(assess.Finding{
				Reason: reason, Grade: api.GradeObservation, Field: facts.ControlField(s.Controls[shared[key][0]], field),
				Message: fmt.Sprintf("%d controls share %s: %s", len(shared[key]), what, facts.ControlList(shared[key])),
			})
		}
	}
	report("JustificationShared", "one justification", "justification", why)
	report("EvidenceShared", "one piece of evidence", "evidence", proof)
}
