package scenarios

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// saysNothing are what stands in registers where nothing was said: a placeholder, one of
// another language, and letters that stand for none. One letter alone may be a name (Given).
var saysNothing = []string{"n/a", "wird nachgereicht", "xxx"}

func weakTexts(s spot) (all []mutation) {
	// What names an object of the cluster, or somebody, is no text either.
	names := strings.HasSuffix(s.in().Type().Name(), "Reference") || s.in().Type() == actorType
	if !s.schema.freeText() || s.value.Kind() != reflect.String || names {
		return nil
	}
	for _, text := range saysNothing {
		all = append(all, s.becomes("text "+text, reflect.ValueOf(text).Convert(s.value.Type())))
	}
	return all
}

// weakDays puts what falls due off for ever. What has happened is not put off by that, nor a
// plan that was carried out.
func weakDays(s spot, happened map[string]bool) []mutation {
	if s.value.Type() != dateType || !changes.FallsDue(nameOf(s.field)) || happened[s.field] || carriedOut(nameOf(s.field), s.in()) {
		return nil
	}
	all := []mutation{s.becomes(never, reflect.ValueOf(api.LastDate()))}
	if strings.HasSuffix(s.path, "Until") && !s.kept {
		all = append(all, s.becomes(leftOut, reflect.Zero(dateType)))
	}
	return all
}

// How days are weakened.
const (
	never   = "never"
	leftOut = "left out"
)

// saysNoMore reports whether a weakening says no more than what is judged elsewhere. A day for
// ever ends a span that goes on without one, of which TestEveryFactCounts says why it may; a
// role that nobody holds is found itself, whoever names it.
func saysNoMore(key string, effects map[string]effect) bool {
	path, how, _ := strings.Cut(key, " ")
	is, spans := effects[path+" "+leftOut]
	return how == goneRole || spans && is == silent && (how == never || how == leftOut)
}

// done are the days on which what is planned beside them came about.
var done = map[string][]string{
	"plannedOn": {"HeldOn"}, "dueOn": {"CompletedOn", "ClosedOn", "AchievedOn"}, "neededBy": {"FulfilledOn"},
}

func carriedOut(plan string, in reflect.Value) bool {
	return slices.ContainsFunc(done[plan], func(name string) bool {
		day, ok := field[api.Date](in, name)
		return ok && !day.IsZero()
	})
}

func nameOf(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }

var entryName = regexp.MustCompile(`\[[^\]]*\]`)

// happenedFields are the fields of a record that say that something has happened.
func happenedFields(r api.Record) map[string]bool {
	all := map[string]bool{}
	for _, h := range kindNamed(kindOf(r)).Happened(r) {
		all[entryName.ReplaceAllString(h.Field, "")] = true
	}
	return all
}

func kindNamed(name string) *assess.Kind {
	kinds := rules.Registry().Kinds
	for i := range kinds {
		if kinds[i].Name == name {
			return &kinds[i]
		}
	}
	return nil
}

// weakPolicy sets each field of the policy to the weakest value that the schema allows.
func weakPolicy(a *api.ClauseAssessment, s *schema) (all []mutation) {
	weaker := map[string]string{}
	for _, f := range facts.PolicyFields() {
		weaker[f.Name] = f.Weaker
	}
	policy := reflect.ValueOf(a).Elem().FieldByName("Spec").FieldByName("Policy")
	for i := range policy.NumField() {
		if policy.Field(i).Kind() != reflect.Struct {
			continue // the reasons weaken nothing
		}
		group := policy.Type().Field(i)
		if group.Name == "Signatures" {
			continue // it asks for more wherever it is set
		}
		groupSchema := s.Properties[jsonName(group)]
		for j := range policy.Field(i).NumField() {
			field := group.Type.Field(j)
			at := spot{path: "ClauseAssessment.Spec.Policy." + group.Name + "." + field.Name, value: policy.Field(i).Field(j), schema: groupSchema.Properties[jsonName(field)]}
			if field.Name == "DutyConflicts" {
				all = append(all, at.becomes("weakest", reflect.ValueOf(noDutyConflicts())))
				continue
			}
			if field.Name == "DutySigns" {
				narrow := api.DutySign{Duty: "ImplementChange", Verbs: []string{"delete"}, Resources: []string{"pods"}, Namespaces: []string{"none"}}
				all = append(all, at.becomes("weakest", reflect.ValueOf([]api.DutySign{narrow})))
				continue
			}
			all = append(all, at.becomes("weakest", weakest(at.value.Type(), at.schema, weaker[jsonName(group)+"."+jsonName(field)])))
		}
	}
	return all
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// weakest is the value of a type that asks for the least: the end of the range where less or
// more is weaker, the first of names, and of a list its one entry that is so.
func weakest(t reflect.Type, s *schema, weaker string) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(weakest(t.Elem(), s, weaker))
	case reflect.Int32:
		v.SetInt(int64(s.Minimum))
		if weaker == "more" {
			v.SetInt(int64(s.Maximum))
		}
	case reflect.String:
		if len(s.Enum) > 0 {
			v.SetString(s.Enum[0].(string))
		} else {
			v.SetString("Something else")
		}
	case reflect.Slice:
		v = reflect.Append(v, weakest(t.Elem(), s.Items, "more"))
	case reflect.Struct:
		for i := range t.NumField() {
			name := jsonName(t.Field(i))
			v.Field(i).Set(weakest(t.Field(i).Type, s.Properties[name], "more"))
		}
	}
	return v
}

// noDutyConflicts takes out every pair of duties, which no schema tells.
func noDutyConflicts() (all []api.DutyConflict) {
	for _, p := range facts.DefaultDutyPairs() {
		all = append(all, api.DutyConflict{First: p.First, Second: p.Second, DisabledBecause: "We are few"})
	}
	return all
}
