package facts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
)

// clauseCounts are the clauses of ISO/IEC 27001:2022 that ask for something, with how many
// parts each has. Clause 6.1 has three parts of its own, and so on (subclauses).
var (
	clauseCounts = map[string]int{"4": 4, "5": 3, "6": 3, "7": 5, "8": 3, "9": 3, "10": 2}
	subclauses   = map[string]int{"6.1": 3, "7.5": 3, "9.2": 2, "9.3": 3}
)

var (
	// notClauses are numbers that are of the standard, or of controls.
	notClauses    = regexp.MustCompile(`\b(iso(/iec)?|din|en|27001)(:[0-9]{4})?|\ba\.?[0-9][0-9.]*`)
	clauseNumber  = regexp.MustCompile(`[0-9]+(\.[0-9]+)*`)
	clausesBounds = regexp.MustCompile(`^(-|–|to|until|through|bis)$`)
)

// ClausesIn are the clauses of ISO/IEC 27001:2022 that a text names by their numbers,
// whatever stands around these: "7.3", "Clause 7.3", "§ 9.2 b". A span of whole clauses
// names each of them: "4 to 10".
func ClausesIn(text string) []string {
	text = notClauses.ReplaceAllString(Normal(text), " ")
	var all []string
	end := 0
	for _, at := range clauseNumber.FindAllStringIndex(text, -1) {
		number, between := text[at[0]:at[1]], strings.TrimSpace(text[end:at[0]])
		end = at[1]
		if !isClause(number) {
			continue
		}
		if len(all) > 0 && clausesBounds.MatchString(between) {
			all = append(all, clausesBetween(all[len(all)-1], number)...)
		}
		all = append(all, number)
	}
	return all
}

func isClause(number string) bool {
	parts := strings.Split(number, ".")
	if clauseCounts[parts[0]] == 0 {
		return false
	}
	count := clauseCounts[parts[0]]
	for i, part := range parts[1:] {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 || n > count {
			return false
		}
		count = subclauses[strings.Join(parts[:i+2], ".")]
	}
	return true
}

// clausesBetween are the whole clauses between two; none where they are parts of clauses.
func clausesBetween(first, last string) []string {
	from, err := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err != nil || err2 != nil {
		return nil
	}
	var all []string
	for n := from + 1; n < to; n++ {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// ClausesAround yields a clause and those that it is part of: 7.5.3, 7.5 and 7.
func ClausesAround(clause string, yield func(string)) {
	for clause != "" {
		yield(clause)
		clause = clause[:max(strings.LastIndexByte(clause, '.'), 0)]
	}
}

// Touches reports whether one clause is another, part of it, or what it is part of.
func Touches(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

// controlNumber matches a control or a theme of Annex A, such as A.8.13 or A.8.
var controlNumber = regexp.MustCompile(`(?i)\ba\.?\s?([5-8])(?:\.([0-9]{1,2}))?\b`)

// ControlsIn are the controls of Annex A that a text names by their numbers. A theme names
// each of its controls.
func ControlsIn(text string) []api.ControlID {
	var all []api.ControlID
	for _, m := range controlNumber.FindAllStringSubmatch(text, -1) {
		if m[2] != "" {
			if id := api.ControlID("A." + m[1] + "." + m[2]); !NoSuchControl(id) {
				all = append(all, id)
			}
			continue
		}
		for _, control := range annexa.All() {
			if strings.HasPrefix(control.ID, "A."+m[1]+".") {
				all = append(all, api.ControlID(control.ID))
			}
		}
	}
	return all
}

// AuditedClauses are the clauses that an audit looks at.
func AuditedClauses(r *api.InternalAudit) []string {
	if r.Spec.Scope == nil {
		return nil
	}
	var all []string
	for _, text := range r.Spec.Scope.Clauses {
		all = append(all, ClausesIn(text)...)
	}
	return all
}

// AuditedControls are the controls that an audit looks at, for reading: those of its scope,
// and those that its clauses name.
func AuditedControls(r *api.InternalAudit) []api.ControlID {
	if r.Spec.Scope == nil {
		return nil
	}
	all := ExistingControls(r.Spec.Scope.Controls)
	for _, text := range r.Spec.Scope.Clauses {
		if more := ControlsIn(text); len(more) > 0 {
			all = append(slices.Clone(all), more...)
		}
	}
	return all
}
