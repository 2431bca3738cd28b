package pseudonym

import (
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Record returns a copy of a record without names of people. It has no status, which is to
// be found out again, and of its metadata only what tells what record it is.
//
// Every text of a record is looked at, whatever its field; enumerations and what else has a
// type of its own hold no names. An approval that is bound to what the record says now is
// bound to what the copy says. Signatures are of what was written with names, and keys tell
// who somebody is: of the first, and of time stamps, it stays that there is one; the second are left
// out, and so are authorities for time stamps, whose registrations name people. Isms is the identifier of the ISMS that the record is of.
func (n *Names) Record(r api.Record, isms string) api.Record {
	copied := r.DeepCopyObject().(api.Record)
	kind := reflect.TypeOf(r).Elem().Name()
	object := reflect.ValueOf(copied).Elem()
	meta := object.FieldByName("ObjectMeta").Addr().Interface().(*metav1.ObjectMeta)
	*meta = metav1.ObjectMeta{Name: n.Text(r.GetName()), Namespace: n.Text(r.GetNamespace())}
	object.FieldByName("Status").SetZero()
	switch r := copied.(type) {
	case *api.Person:
		r.Spec.SigningKeys = nil
	case *api.ClauseAssessment:
		r.Spec.Policy.Signatures.TimestampAuthorities = nil
	}
	n.walk(object.FieldByName("Spec"))
	n.rebind(kind, isms, r, copied)
	return copied
}

// walk replaces names in every text below a value.
func (n *Names) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			n.walk(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			n.walk(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			n.field(v.Type(), v.Type().Field(i), v.Field(i))
		}
	case reflect.String:
		if v.Type() == text {
			v.SetString(n.Text(v.String()))
		}
	case reflect.Map:
		panic("pseudonym: a record has a map, of which nobody says how its names are replaced")
	}
}

var text = reflect.TypeFor[string]()

func hiddenSignature(_ *Names, signature string) string {
	if signature == "" {
		return ""
	}
	return signoff.Hidden
}

// hiddenStamp stands for a time stamp, which is of a signature that is not to be seen. That there
// is one stays: without a signature it is of nothing.
func hiddenStamp(_ *Names, stamp string) string {
	if stamp == "" {
		return ""
	}
	return "aGlkZGVu" // "hidden"
}

// fieldOf is a field of a type.
type fieldOf struct {
	of   reflect.Type
	name string
}

// special are fields whose text is no free text. One without a function stays as it is.
var special = map[fieldOf]func(*Names, string) string{
	{reflect.TypeFor[api.Actor](), "StatedAs"}:                    (*Names).stated,
	{reflect.TypeFor[api.PersonSpec](), "DisplayName"}:            (*Names).displayName,
	{reflect.TypeFor[api.CompetencyRecordSpec](), "CredentialID"}: (*Names).credential,
	{reflect.TypeFor[api.Account](), "Subject"}:                   (*Names).account,
	{reflect.TypeFor[api.Evidence](), "SHA256"}:                   nil,
	{reflect.TypeFor[api.Document](), "SHA256"}:                   nil,
	{reflect.TypeFor[api.Approval](), "ContentHash"}:              nil,
	{reflect.TypeFor[api.Approval](), "Signature"}:                hiddenSignature,
	{reflect.TypeFor[api.RiskAcceptance](), "Signature"}:          hiddenSignature,
	{reflect.TypeFor[api.Assignment](), "AppointmentSignature"}:   hiddenSignature,
	{reflect.TypeFor[api.Delegation](), "Signature"}:              hiddenSignature,
	{reflect.TypeFor[api.Verification](), "Signature"}:            hiddenSignature,
	{reflect.TypeFor[api.RequirementDecision](), "Signature"}:     hiddenSignature,
	{reflect.TypeFor[api.RenewalDecision](), "Signature"}:         hiddenSignature,
	{reflect.TypeFor[api.Replacement](), "DecisionSignature"}:     hiddenSignature,
	{reflect.TypeFor[api.Approval](), "Timestamp"}:                hiddenStamp,
	{reflect.TypeFor[api.WorkloadReference](), "APIVersion"}:      nil,
	{reflect.TypeFor[api.WorkloadReference](), "Kind"}:            nil,
}

func (n *Names) field(of reflect.Type, f reflect.StructField, v reflect.Value) {
	if !f.IsExported() { // a Date's own
		return
	}
	replace, known := special[fieldOf{of, f.Name}]
	switch {
	case !known:
		n.walk(v)
	case replace != nil:
		v.SetString(replace(n, v.String()))
	}
}

// rebind binds approvals to the content of the copy that are bound to that of the record.
func (n *Names) rebind(kind, isms string, r, copied api.Record) {
	k := n.kinds[kind]
	if k == nil || k.Approvals == nil {
		return
	}
	was, is := signoff.SubjectOf(kind, isms, r.GetName()), signoff.SubjectOf(kind, n.Text(isms), copied.GetName())
	approvals := k.Approvals(copied)
	for i := range approvals {
		if a := &approvals[i]; signoff.Holds(a.ContentHash, was, k.Content(r)) {
			a.ContentHash = signoff.Hash(is, k.Content(copied))
		}
	}
}
