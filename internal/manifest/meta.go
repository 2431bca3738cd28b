package manifest

import (
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	v1validation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// fillMeta takes the name, namespace, labels and annotations of a record. Other fields
// of metadata are rare and are left to the judge.
func fillMeta(t tree, self int32, namespace string, into metav1.Object) bool {
	if t[self].form != mapping {
		return false
	}
	seen := 0
	for n := t[self].first; n != 0; n = t[n].next {
		value, ok := t[n].value, true
		bit := 0
		switch t[n].key {
		case "name":
			bit = 1
			into.SetName(value)
			ok = t.isText(n)
		case "namespace":
			bit = 2
			namespace = value
			ok = t.isText(n)
		case "labels":
			bit = 4
			var labels map[string]string
			labels, ok = t.texts(n)
			ok = ok && len(v1validation.ValidateLabels(labels, field.NewPath("labels"))) == 0
			into.SetLabels(labels)
		case "annotations":
			bit = 8
			var annotations map[string]string
			annotations, ok = t.texts(n)
			ok = ok && len(apivalidation.ValidateAnnotations(annotations, field.NewPath("annotations"))) == 0
			into.SetAnnotations(annotations)
		}
		if !ok || bit == 0 || seen&bit != 0 {
			return false
		}
		seen |= bit
	}
	into.SetNamespace(namespace)
	return isName(into.GetName(), 253, true) && isName(namespace, 63, false)
}

// isName reports whether a name is one of DNS: labels of small letters, digits and
// inner dashes, joined by dots where these are allowed.
func isName(s string, most int, dots bool) bool {
	if s == "" || len(s) > most {
		return false
	}
	edge := true // the next byte must be a letter or a digit
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			edge = false
		case edge:
			return false
		case c == '-':
			if i+1 == len(s) || s[i+1] == '.' {
				return false
			}
		case c == '.' && dots:
			edge = true
		default:
			return false
		}
	}
	return !edge
}

// isText reports whether a node is surely a string.
func (t tree) isText(n int32) bool {
	return t[n].form == quoted || t[n].form == plain && isString(t[n].value)
}

// texts returns a mapping of strings to strings.
func (t tree) texts(self int32) (map[string]string, bool) {
	if t[self].form != mapping {
		return nil, false
	}
	all := make(map[string]string, t[self].count)
	for n := t[self].first; n != 0; n = t[n].next {
		if !t.isText(n) {
			return nil, false
		}
		all[t[n].key] = t[n].value
	}
	return all, len(all) == int(t[self].count)
}
