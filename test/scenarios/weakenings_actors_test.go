package scenarios

import (
	"reflect"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// act is what an actor does, by whom it may be done.
type act int

const (
	// noAct: they ask, own or are named, and sign nothing.
	noAct act = iota
	// work: others may do it, and whoever is told to; not somebody who has left.
	work
	// check: anybody with the competence may, external people too, but for who is checked.
	check
	// decide: it takes somebody of the organization, whom no table of authority names.
	decide
	// sign: it takes the authority of the organization's own people.
	sign
)

// acts are the acts by their verb, which is the name of the field, or the name of the day of
// what is only said to be by somebody. A verb that is not in it signs.
var acts = map[string]act{
	"owner": noAct, "coOwners": noAct, "custodian": noAct, "raised": noAct, "requested": noAct,
	"performed": work,
	"decided":   decide,
	"verified":  check, "evaluated": check, "reviewed": check,
}

// actOf is the act of an actor in a field of a struct.
func actOf(field string, in reflect.Value) act {
	verb := strings.TrimSuffix(field, "By")
	if field == "by" {
		verb = "" // a delegation, which has no day of its own
		for i := range in.NumField() {
			if day, ok := strings.CutSuffix(jsonName(in.Type().Field(i)), "On"); ok && in.Type().Field(i).Type == dateType {
				verb = day
				break
			}
		}
	}
	if a, known := acts[verb]; known {
		return a
	}
	return sign
}

var actorType = reflect.TypeFor[api.Actor]()

// weakActors has somebody act who may not.
func (w *weakener) weakActors(s spot) []mutation {
	if s.value.Type() != actorType {
		return nil
	}
	person := func(name string) reflect.Value { return reflect.ValueOf(*api.PersonActor(name)) }
	does := actOf(nameOf(s.field), s.in())
	var all []mutation
	if does >= work {
		all = append(all, s.becomes("leaver", person("leaver")))
	}
	if does >= check {
		all = append(all, w.beneficiaries(s)...)
	}
	if does >= decide {
		all = append(all, s.becomes("external", person("external")))
	}
	if does == sign {
		all = append(all, s.becomes("junior", person("junior")), s.becomes("nobody", reflect.ValueOf(api.Actor{StatedAs: "n/a"})))
	}
	return all
}

// beneficiaries has those act whom it serves: who is named in the same entry or around it,
// asked for it, or works for the service that it is on.
func (w *weakener) beneficiaries(s spot) (all []mutation) {
	for i := len(s.around) - 1; i >= 0 && len(all) == 0; i-- {
		in := s.around[i]
		if service, ok := field[*api.Reference](in, "ServiceRef"); ok && service != nil {
			all = append(all, w.supplier(s, service.Name))
		}
		if ref, ok := field[api.Reference](in, "PersonRef"); ok {
			all = append(all, s.becomes("beneficiary", reflect.ValueOf(*api.PersonActor(ref.Name))))
		}
		if refs, ok := field[[]api.Reference](in, "PersonRefs"); ok && len(refs) > 0 {
			all = append(all, s.becomes("beneficiary", reflect.ValueOf(*api.PersonActor(refs[0].Name))))
		}
		if by, ok := field[*api.Actor](in, "RequestedBy"); ok && by != nil {
			all = append(all, s.becomes("requester", reflect.ValueOf(*by)))
		}
	}
	return all
}

// supplier has somebody act who works under the contract of a service.
func (w *weakener) supplier(s spot, service string) mutation {
	external := w.world["Person/external"].(*api.Person)
	m := s.becomes("supplier", reflect.ValueOf(*api.PersonActor("external")))
	return mutation{m.path, m.how, func() func() {
		was := external.Spec.ServiceRef
		external.Spec.ServiceRef = &api.Reference{Name: service}
		undo := m.apply()
		return func() { undo(); external.Spec.ServiceRef = was }
	}}
}

// field is a field of a struct, if it has one of the type.
func field[T any](in reflect.Value, name string) (value T, ok bool) {
	f := in.FieldByName(name)
	if !f.IsValid() {
		return value, false
	}
	value, ok = f.Interface().(T)
	return value, ok
}
