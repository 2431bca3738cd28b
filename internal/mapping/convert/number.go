package convert

import "github.com/isms-operator/isms-operator/internal/mapping/value"

// number reads a whole number, or any.
func number(kind string, n value.Numbers, text string) (reading, *fault) {
	if kind == "integer" {
		if i, ok := n.Integer(text); ok {
			return reading{value: i}, nil
		}
		return reading{}, &fault{text, "allowed is a whole number: " + n.Allowed(), ""}
	}
	if digits, ok := n.Number(text); ok {
		return reading{value: digits}, nil
	}
	return reading{}, &fault{text, "allowed is a number: " + n.Allowed(), ""}
}
