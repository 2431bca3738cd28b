package manifest

import (
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
)

// keepsOld reports whether a rule of a schema compares with what an object said before, so that
// it says something of a change that it does not say of the object alone.
func keepsOld(s *structuralschema.Structural) bool {
	if s == nil {
		return false
	}
	for _, rule := range s.XValidations {
		if strings.Contains(rule.Rule, "oldSelf") {
			return true
		}
	}
	for _, below := range s.Properties {
		if keepsOld(&below) {
			return true
		}
	}
	return keepsOld(s.Items) || s.AdditionalProperties != nil && keepsOld(s.AdditionalProperties.Structural)
}
