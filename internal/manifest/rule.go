package manifest

import (
	"strconv"
	"strings"
	"unicode/utf8"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
)

// rule is a CEL rule of a schema in Go: it reports whether the node obeys. It is asked
// of objects only whose fields are valid each by itself.
type rule func(t tree, self int32) bool

// dateRule is the rule of api.Date, which decoding a date proves.
const dateRule = `self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00Z)?$') && !self.startsWith('0000') && !format.date().validate(self.substring(0, 10)).hasValue()`

// rulesOf returns the rules of a schema in Go, and reports whether it could all. A rule
// about the old object is not asked of a new one.
func rulesOf(s *structuralschema.Structural) ([]rule, bool) {
	var all []rule
	for i := range s.XValidations {
		text := s.XValidations[i].Rule
		if s.XValidations[i].OptionalOldSelf != nil {
			return nil, false
		}
		if text == dateRule || strings.Contains(text, "oldSelf") {
			continue
		}
		r := known[text]
		if r == nil {
			r = ordered(text)
		}
		if r == nil {
			return nil, false
		}
		all = append(all, r)
	}
	return all, true
}

// known rules by their text. A rule that is not here, and that ordered does not know,
// is left to the CEL interpreter.
var known = map[string]rule{
	`[has(self.roleRef), has(self.personRef), has(self.statedAs)].filter(x, x).size() == 1`: func(t tree, n int32) bool {
		return t.count(n, "roleRef", "personRef", "statedAs") == 1
	},
	`[has(self.activity), has(self.clause), has(self.control), has(self.serviceRef)].filter(x, x).size() <= 1`: func(t tree, n int32) bool {
		return t.count(n, "activity", "clause", "control", "serviceRef") <= 1
	},
	`[has(self.conflict), has(self.lapse), has(self.deviation)].filter(x, x).size() == 1`: func(t tree, n int32) bool {
		return t.count(n, "conflict", "lapse", "deviation") == 1
	},
	`has(self.resourceRef) != has(self.statedAs)`: oneOf("resourceRef", "statedAs"),
	`has(self.policy) || has(self.controls)`:      someOf("policy", "controls"),
	`has(self.namespaces) || has(self.clusterWide) && self.clusterWide == 'Included'`: func(t tree, n int32) bool {
		return t.child(n, "namespaces") != 0 || t.text(n, "clusterWide") == "Included"
	},
	`has(self.__namespace__) == (self.kind == 'ServiceAccount')`: func(t tree, n int32) bool {
		return (t.child(n, "namespace") != 0) == (t.text(n, "kind") == "ServiceAccount")
	},
	`self.kind == 'ClusterRole' || has(self.namespaces) && self.namespaces.size() > 0`: func(t tree, n int32) bool {
		return t.text(n, "kind") == "ClusterRole" || t.size(n, "namespaces") > 0
	},
	`has(self.everyMonths) || has(self.statedAs)`:        someOf("everyMonths", "statedAs"),
	`!(has(self.accountableRoleRef) && has(self.owner))`: notBoth("accountableRoleRef", "owner"),
	`!has(self.signedOn) || !has(self.state) || self.state == 'Signed' || self.state == 'Lapsed'`: func(t tree, n int32) bool {
		state := t.text(n, "state")
		return t.child(n, "signedOn") == 0 || t.child(n, "state") == 0 || state == "Signed" || state == "Lapsed"
	},
	`[has(self.personRef), has(self.coverage)].filter(x, x).size() == 1`: oneOf("personRef", "coverage"),
	`!has(self.coverage) || [has(self.achievedOn), has(self.validity), has(self.revokedOn), has(self.credentialID), has(self.verification), has(self.level), has(self.state)].filter(x, x).size() == 0`: func(t tree, n int32) bool {
		return t.child(n, "coverage") == 0 || t.count(n, "achievedOn", "validity", "revokedOn", "credentialID", "verification", "level", "state") == 0
	},
	`self.done <= self.of`:                                                     func(t tree, n int32) bool { return t.number(n, "done") <= t.number(n, "of") },
	`!(has(self.end) && has(self.evergreen))`:                                  notBoth("end", "evergreen"),
	`!(has(self.validUntil) && has(self.evergreen))`:                           notBoth("validUntil", "evergreen"),
	`!(has(self.heldOn) && has(self.skipped))`:                                 notBoth("heldOn", "skipped"),
	`!(has(self.maintenanceIntervalMonths) && has(self.maintenanceNotNeeded))`: notBoth("maintenanceIntervalMonths", "maintenanceNotNeeded"),
	`!has(self.approvals) || self.approvals.size() == 0 || has(self.heldOn)`: func(t tree, n int32) bool {
		return t.size(n, "approvals") == 0 || t.child(n, "heldOn") != 0
	},
	`!has(self.requestedOn) || !has(self.approvals) || self.approvals.all(a, self.requestedOn.split('T')[0] <= a.approvedOn.split('T')[0])`: func(t tree, n int32) bool {
		requested, approvals := t.text(n, "requestedOn"), t.child(n, "approvals")
		if requested == "" || approvals == 0 {
			return true
		}
		for a := t[approvals].first; a != 0; a = t[a].next {
			if day(requested) > day(t.text(a, "approvedOn")) {
				return false
			}
		}
		return true
	},
	`!has(self.exchangeRate) || has(self.currency)`:                                                                                                       needs("exchangeRate", "currency"),
	`!has(self.spec.managerRef) || self.spec.managerRef.name != self.metadata.name`:                                                                       notItself("managerRef"),
	`!has(self.spec.reportsToRef) || self.spec.reportsToRef.name != self.metadata.name`:                                                                   notItself("reportsToRef"),
	`!has(self.spec.authorityGrantedBy) || !has(self.spec.authorityGrantedBy.roleRef) || self.spec.authorityGrantedBy.roleRef.name != self.metadata.name`: notItself("authorityGrantedBy.roleRef"),
	`has(self.achievedOn) || has(self.plan) || has(self.state) || !has(self.validity)`: func(t tree, n int32) bool {
		return t.count(n, "achievedOn", "plan", "state") > 0 || t.child(n, "validity") == 0
	},
	`!has(self.state) || !has(self.engagedUntil)`: func(t tree, n int32) bool {
		return t.count(n, "state", "engagedUntil") < 2
	},
	`!has(self.serviceRef) || !has(self.sourcing) || self.sourcing == 'External'`: func(t tree, n int32) bool {
		return t.child(n, "serviceRef") == 0 || t.child(n, "sourcing") == 0 || t.text(n, "sourcing") == "External"
	},
	`!has(self.noResourcesNeeded) || ((!has(self.resourceRefs) || self.resourceRefs.size() == 0) && (!has(self.requirementRefs) || self.requirementRefs.size() == 0))`: func(t tree, n int32) bool {
		return t.child(n, "noResourcesNeeded") == 0 || t.size(n, "resourceRefs") == 0 && t.size(n, "requirementRefs") == 0
	},
	`!has(self.actions) || self.actions.all(a, !has(a.dueOn) || self.performedOn.split('T')[0] <= a.dueOn.split('T')[0])`: func(t tree, n int32) bool {
		performed := day(t.text(n, "performedOn"))
		actions := t.child(n, "actions")
		if actions == 0 {
			return true
		}
		for a := t[actions].first; a != 0; a = t[a].next {
			if due := t.text(a, "dueOn"); due != "" && performed > day(due) {
				return false
			}
		}
		return true
	},
	`self.first != self.second`: func(t tree, n int32) bool { return t.text(n, "first") != t.text(n, "second") },
	`self.matches('[1-9]')`:     func(t tree, n int32) bool { return strings.ContainsAny(t[n].value, "123456789") },
}

func oneOf(a, b string) rule {
	return func(t tree, n int32) bool { return (t.child(n, a) == 0) != (t.child(n, b) == 0) }
}

func someOf(a, b string) rule {
	return func(t tree, n int32) bool { return t.child(n, a) != 0 || t.child(n, b) != 0 }
}

func notBoth(a, b string) rule {
	return func(t tree, n int32) bool { return t.child(n, a) == 0 || t.child(n, b) == 0 }
}

func needs(a, b string) rule {
	return func(t tree, n int32) bool { return t.child(n, a) == 0 || t.child(n, b) != 0 }
}

// notItself is of the whole record: a reference of its spec names another.
func notItself(path string) rule {
	return func(t tree, n int32) bool {
		ref, ok := t.at(n, "spec."+path+".name")
		if !ok {
			_, there := t.at(n, "spec."+path)
			return !there
		}
		return t[ref].value != t.text(t.child(n, "metadata"), "name")
	}
}

// ordered makes rules of the form
//
//	!has(self.a) || !has(self.b.c) || self.a.split('T')[0] <= self.b.c.split('T')[0]
//
// and returns nil for others. Dates of the same form are in the order of their text.
func ordered(text string) rule {
	terms := strings.Split(text, " || ")
	guards, last := terms[:len(terms)-1], terms[len(terms)-1]
	for i, g := range guards {
		path, isHas := strings.CutPrefix(g, "!has(self.")
		path, isClosed := strings.CutSuffix(path, ")")
		if !isHas || !isClosed || !isPath(path) {
			return nil
		}
		guards[i] = path
	}
	left, right, strict := strings.Cut(last, " < ")
	if !strict {
		var ok bool
		if left, right, ok = strings.Cut(last, " <= "); !ok {
			return nil
		}
	}
	a, okA := datePath(left)
	b, okB := datePath(right)
	if !okA || !okB {
		return nil
	}
	return func(t tree, n int32) bool {
		for _, path := range guards {
			if _, ok := t.at(n, path); !ok {
				return true
			}
		}
		first, okFirst := t.at(n, a)
		second, okSecond := t.at(n, b)
		if !okFirst || !okSecond {
			return false
		}
		x, y := day(t[first].value), day(t[second].value)
		return x < y || x == y && !strict
	}
}

// datePath returns the path in "self.<path>.split('T')[0]".
func datePath(s string) (string, bool) {
	s, ok := strings.CutPrefix(s, "self.")
	if !ok {
		return "", false
	}
	s, ok = strings.CutSuffix(s, ".split('T')[0]")
	return s, ok && isPath(s)
}

// isPath reports whether a text is names joined by dots.
func isPath(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.") == ""
}

// day is the date without the midnight that kustomize adds.
func day(value string) string { return value[:min(len(value), len("2026-10-31"))] }

// at returns the node of a path of fields, and whether it is there.
func (t tree) at(n int32, path string) (int32, bool) {
	for path != "" {
		name, rest, _ := strings.Cut(path, ".")
		if n = t.child(n, name); n == 0 {
			return 0, false
		}
		path = rest
	}
	return n, true
}

// text returns the scalar that a mapping has under a key.
func (t tree) text(n int32, key string) string {
	if c := t.child(n, key); c != 0 {
		return t[c].value
	}
	return ""
}

// number returns the integer that a mapping has under a key.
func (t tree) number(n int32, key string) int64 {
	number, err := strconv.ParseInt(t.text(n, key), 10, 64)
	if err != nil {
		return 0 // absent; one that cannot be read is not asked
	}
	return number
}

// size returns the number of entries of the list that a mapping has under a key.
func (t tree) size(n int32, key string) int32 {
	if c := t.child(n, key); c != 0 {
		return t[c].count
	}
	return 0
}

// count returns how many of the keys a mapping has.
func (t tree) count(n int32, keys ...string) int {
	found := 0
	for _, key := range keys {
		if t.child(n, key) != 0 {
			found++
		}
	}
	return found
}

// within reports whether a string has so many characters. It does not count them where
// the bytes tell.
func within(s string, least, most int) bool {
	if len(s) >= least*utf8.UTFMax && len(s) <= most {
		return true
	}
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most
}
