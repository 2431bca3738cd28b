package facts

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var expertiseField = PolicyField{
	Name: "competence.expertise", Point: assess.Competence,
	Weaker:  "a competency that is neither Lead Implementer nor Lead Auditor of ISO 27001",
	Default: strings.Join((&api.Policy{}).Expertise(), ", "),
	Floor:   "competencies in ISO 27001",
	Why:     "ISO 27001 expertise is about ISO 27001",
	value:   func(p *api.Policy) string { return strings.Join(p.Expertise(), ", ") },
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		var others []string
		beyond := false
		for _, name := range s.Policy.Expertise() {
			switch about := aboutISO27001(name); {
			case !about:
				beyond = true
			case leads(name):
				continue
			}
			others = append(others, Quote(name))
		}
		return among(others, "counts ", beyond)
	},
}

// aboutISO27001 reports whether the name of a competency says that it is about ISO 27001:
// by its number, or by what it is of.
func aboutISO27001(name string) bool {
	name = Normal(name)
	return strings.Contains(name, "27001") || slices.ContainsFunc([]string{"isms", "sgsi", "smsi", "information security management"}, func(s string) bool { return strings.Contains(name, s) })
}

// leads reports whether a competency is one of the default, however it is written.
func leads(name string) bool {
	name = Normal(name)
	return strings.Contains(name, "lead implementer") || strings.Contains(name, "lead auditor")
}

var expertiseLevelField = PolicyField{
	Name: "competence.expertiseLevel", Point: assess.Competence,
	Weaker: "a lower level", Default: string((&api.Policy{}).ExpertiseLevel()), Floor: string(api.LevelPractitioner),
	Why:   "who is aware of a standard, or has learnt it and never applied it, cannot run an ISMS by it",
	value: func(p *api.Policy) string { return string(p.ExpertiseLevel()) },
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		set := s.Policy.ExpertiseLevel()
		if atLeast(set, api.LevelPractitioner) {
			return nil
		}
		below := slices.Index(levels, api.LevelPractitioner) - slices.Index(levels, set)
		return &weaker{value: string(set), beyond: true, extent: map[string]int{"": below}}
	},
}

// trainingLimit is how many months a mandatory training may count at most: what nobody
// repeated for a cycle of certification, no auditor of the cycle has seen current.
const trainingLimit = 36

var trainingField = PolicyField{
	Name: "competence.mandatoryTraining", Point: assess.Competence,
	Weaker:  "a longer interval of what everybody is trained in most often; what is asked beside it, or of some roles, is more than the default asks",
	Default: "every 12 months", Floor: fmt.Sprintf("every %d months", trainingLimit), Why: cycle,
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		var first *api.MandatoryTraining
		for i := range s.Policy.Competence.MandatoryTraining {
			t := &s.Policy.Competence.MandatoryTraining[i]
			if len(t.RoleRefs) == 0 && (first == nil || t.TrainingIntervalMonths() < first.TrainingIntervalMonths()) {
				first = t
			}
		}
		if first == nil || first.TrainingIntervalMonths() <= (&api.MandatoryTraining{}).TrainingIntervalMonths() {
			return nil
		}
		months := first.TrainingIntervalMonths()
		return &weaker{
			value: fmt.Sprintf("%s every %d months", Quote(first.Training), months), beyond: months > trainingLimit,
			extent: map[string]int{"": months},
		}
	},
}

var categoriesField = PolicyField{
	Name: "budget.categories", Point: assess.Finances,
	Weaker: "without a category of the default", Default: namesOf((&api.Policy{}).ExpectedBudgetCategories()),
	Why:   observed,
	value: func(p *api.Policy) string { return namesOf(p.ExpectedBudgetCategories()) },
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		return among(missingOf((&api.Policy{}).ExpectedBudgetCategories(), s.Policy.ExpectedBudgetCategories()), "without ", false)
	},
}

// clauseActivities are the activities that clauses 5 to 10 ask for. None of those clauses can
// be excluded (clause 1), and controls of Annex A can.
var clauseActivities = []api.Activity{
	api.ActivityPolicy, api.ActivityRiskAssessment, api.ActivityStatementOfApplicability, api.ActivityInternalAudit,
	api.ActivityManagementReview, api.ActivityAwareness, api.ActivityImprovement,
}

var activitiesField = PolicyField{
	Name: "allocation.mandatoryActivities", Point: assess.Allocation,
	Weaker: "without an activity of the default", Default: fmt.Sprintf("all %d", len((&api.Policy{}).ExpectedActivities())),
	Floor: namesOf(clauseActivities),
	Why:   "clauses 5 to 10 ask for them and cannot be excluded",
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		set := s.Policy.ExpectedActivities()
		// Until Certification the list may grow with the ISMS: nobody audits it yet.
		growing := s.Certificate == nil && (s.Phase == api.PhaseEstablishment || s.Phase == api.PhaseImplementation)
		return among(missingOf((&api.Policy{}).ExpectedActivities(), set), "without ", !growing && len(missingOf(clauseActivities, set)) > 0)
	},
}

var dutiesField = PolicyField{
	Name: "segregation.dutyConflicts", Point: assess.Segregation,
	Weaker:  "a pair of the default matrix taken out, or graded lower",
	Default: fmt.Sprintf("all %d pairs of the default matrix", len(defaultPairs)),
	Floor:   "a reason for each pair that is taken out, and no more than half of the pairs",
	Why:     "size alone clears no conflict, and with most pairs gone A.5.3 is given up",
	judge:   judgeDuties,
}

// conflictGrades are the grades of a pair, worst first; a pair that is taken out has none.
var conflictGrades = []api.ConflictGrade{
	api.ConflictGrade(api.GradeMajor), api.ConflictGrade(api.GradeMinor), api.ConflictGrade(api.GradeObservation), api.ConflictGrade(api.GradeOpportunity),
}

// pairOut is how far it goes to take a pair out: further than to give it any grade.
var pairOut = len(conflictGrades)

func judgeDuties(s *api.ClauseAssessmentSpec) *weaker {
	var out, silent, lower, reasons []string
	extent := map[string]int{}
	for i := range s.Policy.Segregation.DutyConflicts {
		d := &s.Policy.Segregation.DutyConflicts[i]
		p, known := DefaultDutyPair(d.First, d.Second)
		mute := strings.TrimSpace(d.DisabledBecause) != "" && !Stated(d.DisabledBecause)
		if !known || p.Independent() || !mute && !p.WeakenedBy(d) {
			continue
		}
		switch name := p.First + "/" + p.Second; {
		case Stated(d.DisabledBecause):
			out = append(out, name)
			extent[name] = pairOut
			reasons = append(reasons, strings.TrimSpace(d.DisabledBecause))
		case mute:
			silent = append(silent, name)
			extent[name] = pairOut
		default:
			lower = append(lower, name+" "+string(d.Grade))
			extent[name] = slices.Index(conflictGrades, d.Grade)
		}
	}
	var parts []string
	for _, part := range []struct {
		names []string
		how   string
	}{{out, "taken out"}, {silent, "taken out without saying why, so that they still conflict"}, {lower, "graded lower"}} {
		if len(part.names) > 0 {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", pairsOf(len(part.names)), part.how, ListAll(part.names)))
		}
	}
	w := among(parts, "", len(silent) > 0 || 2*len(out) > len(defaultPairs))
	if w == nil {
		return nil
	}
	w.extent = extent
	if len(lower)+len(silent) == 0 {
		w.because = strings.Join(slices.Compact(slices.Sorted(slices.Values(reasons))), "; ")
	}
	return w
}

func pairsOf(n int) string {
	if n == 1 {
		return "1 pair"
	}
	return fmt.Sprintf("%d pairs", n)
}

// among is how a list is weaker by some of its entries; nil by none.
func among(entries []string, how string, beyond bool) *weaker {
	if len(entries) == 0 {
		return nil
	}
	return &weaker{value: how + ListAll(entries), beyond: beyond, extent: each(entries)}
}

// each is the extent of entries of which one is as weak as the other.
func each(entries []string) map[string]int {
	extent := make(map[string]int, len(entries))
	for _, entry := range entries {
		extent[entry] = 1
	}
	return extent
}

// missingOf are the names of those wanted that a list does not have.
func missingOf[T ~string](wanted, list []T) (names []string) {
	for _, w := range wanted {
		if !slices.Contains(list, w) {
			names = append(names, string(w))
		}
	}
	return names
}

func namesOf[T ~string](list []T) string { return strings.Join(missingOf(list, nil), ", ") }
