package manifest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/migrate"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// explain puts an error of the API server into words: what was found, what is allowed
// and what to do.
func (k *kind) explain(err *field.Error, object map[string]any) input.Problem {
	p := input.Problem{Field: strings.TrimPrefix(err.Field, "<nil>")}
	value := lookup(object, p.Field)
	switch err.Type {
	case errorTypeUnknown:
		k.explainUnknown(&p)
		if p.Field == "items" {
			p.Message += "; kubectl takes an object that has a list of that name for a list of objects, and reads those alone"
		}
	case field.ErrorTypeRequired:
		p.Message = "the field is required and is not there"
		p.Remedy = "Add " + p.Field
		if p.Field == "metadata.name" && lookup(object, "metadata.generateName") != nil {
			p.Message += "; kubectl create has the API server make up a name, another each time, by which no record can be found again"
		}
	case field.ErrorTypeNotSupported:
		allowed := strings.TrimPrefix(err.Detail, "supported values: ")
		p.Message = fmt.Sprintf("found %s; allowed are %s", show(err.BadValue), allowed)
		p.Remedy = "Write one of the allowed values"
		if near := closest(fmt.Sprint(err.BadValue), strings.Split(strings.ReplaceAll(allowed, `"`, ""), ", ")); near != "" {
			p.Remedy = fmt.Sprintf("Write %q", near)
		}
	case field.ErrorTypeTypeInvalid:
		explainType(&p, err, value)
	case field.ErrorTypeTooLong:
		text, _ := value.(string)
		p.Message = fmt.Sprintf("found %d characters; %s", utf8.RuneCountInString(text), allowedLength(err.Detail))
		p.Remedy = "Shorten it"
	case field.ErrorTypeTooMany:
		p.Message = fmt.Sprintf("found %v entries; it %s", err.BadValue, err.Detail)
		p.Remedy = "Split the record, or remove entries"
	case field.ErrorTypeDuplicate:
		p.Message = fmt.Sprintf("found %s twice; each may be given once", show(err.BadValue))
		p.Remedy = "Remove one of the two, or rename it"
	default:
		p.Message = detail(err, value)
		p.Remedy = "Correct the value"
	}
	return p
}

// explainUnknown names the fields that there are.
func (k *kind) explainUnknown(p *input.Problem) {
	parent, name := cutLast(p.Field)
	p.Message = fmt.Sprintf("the kind %s has no field %q here", k.Name, name)
	if now, was := migrate.Now(k.Name, p.Field); was {
		p.Message += "; it is " + now + " now"
		p.Remedy = "Run \"kubectl isms migrate\" on the file, which writes it so"
		return
	}
	p.Remedy = "Remove it, or correct its name"
	known := fieldsOf(k.definition().structural, parent)
	if len(known) == 0 {
		return
	}
	p.Message += "; it has " + strings.Join(known, ", ")
	if near := closest(name, known); near != "" {
		p.Remedy = fmt.Sprintf("Write %q", near)
	}
}

func explainType(p *input.Problem, err *field.Error, value any) {
	_, want, _ := strings.Cut(err.Detail, "must be of type ")
	want = strings.TrimPrefix(strings.FieldsFunc(want+":", func(r rune) bool { return r == ':' || r == ' ' })[0], "\"")
	p.Message = fmt.Sprintf("found %s; allowed is %s", describe(value), typeName(want))
	p.Remedy = "Write " + typeName(want)
	switch value.(type) {
	case bool, int64, float64:
		if want == "string" {
			p.Remedy = "Put the value in quotes, as it is meant"
		}
	case string:
		if want == "integer" {
			p.Remedy = "Write the number without quotes"
		}
	}
}

// detail is what the API server says of a value, without the path that it repeats.
func detail(err *field.Error, value any) string {
	text := err.Detail
	if _, after, ok := strings.Cut(text, " in body "); ok {
		text = "it " + after
	}
	switch value.(type) {
	case nil, map[string]any, []any:
		bad, ok := err.BadValue.(string)
		if !ok || bad == "" {
			return text
		}
		value = bad
	}
	return fmt.Sprintf("found %s; %s", show(value), text)
}

func allowedLength(detail string) string {
	for _, word := range strings.Fields(detail) {
		if strings.Trim(word, "0123456789") == "" {
			return "at most " + word + " are allowed"
		}
	}
	return detail
}

// describe names a value with its type, since a number in quotes looks like one without.
func describe(value any) string {
	switch value.(type) {
	case nil:
		return "nothing"
	case bool:
		return "the boolean " + show(value)
	case int64, float64:
		return "the number " + show(value)
	case string:
		return "the string " + show(value)
	case []any:
		return "a list"
	}
	return "an object"
}

func typeName(name string) string {
	switch name {
	case "string":
		return "a string"
	case "integer", "int32", "int64":
		return "a whole number"
	case "array":
		return "a list"
	case "object":
		return "an object"
	}
	return "a " + name
}

// maxShown is how many bytes of a value are shown.
const maxShown = 80

func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "a value"
	}
	if len(text) > maxShown {
		return strings.ToValidUTF8(string(text[:maxShown]), "") + "…"
	}
	return string(text)
}

// fieldsOf returns the fields that a schema has at a path.
func fieldsOf(s *structuralschema.Structural, path string) []string {
	for path != "" {
		step, rest := cutStep(path)
		switch {
		case s.Items != nil:
			s = s.Items
		default:
			child, ok := s.Properties[step]
			if !ok {
				return nil
			}
			s = &child
		}
		path = rest
	}
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// closest returns the word that was probably meant; "" if none is near.
func closest(word string, words []string) string {
	best, least := "", 3
	for _, w := range words {
		if d := wording.Distance(strings.ToLower(word), strings.ToLower(w)); d < least && d*2 < len(w) {
			best, least = w, d
		}
	}
	return best
}
