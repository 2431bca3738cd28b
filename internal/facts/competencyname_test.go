package facts_test

import (
	"testing"

	"github.com/isms-operator/isms-operator/internal/facts"
)

// TestCompetencyName: names that real certificates bear, and names that are of something else.
func TestCompetencyName(t *testing.T) {
	const implementer, auditor = "iso 27001 lead implementer", "iso 27001 lead auditor"
	for name, want := range map[string]string{
		"ISO 27001 Lead Implementer":                            implementer,
		"ISO/IEC 27001:2022 Lead Implementer":                   implementer,
		"ISO/IEC 27001:2013 lead  implementer":                  implementer,
		"ISO27001 Lead Implementer":                             implementer,
		"PECB Certified ISO/IEC 27001 Lead Implementer":         implementer,
		"Lead Implementer ISO 27001":                            implementer,
		"DIN EN ISO/IEC 27001-2017 Lead Auditor":                auditor,
		"ISMS Lead Auditor (ISO 27001)":                         auditor,
		"ISO 27001 Lead Auditor":                                auditor,
		"ISO 22301 Lead Auditor":                                "iso 22301 lead auditor",
		"ISO/IEC 27701:2019 Lead Implementer":                   "iso 27701 lead implementer",
		"ISO 27001 Foundation":                                  "iso 27001 foundation",
		"ISO 27001 Lead Implementer exam not passed":            "iso 27001 lead implementer exam not passed",
		"Linux administration":                                  "linux administration",
		"AZ-500":                                                "az-500",
		"ISO/IEC 27001:2022 Lead Implementer, provisional":      "iso 27001 lead implementer, provisional",
		"ISO 27001 Lead Implementer and ISO 27001 Lead Auditor": "iso 27001 lead implementer and iso 27001 lead auditor",
	} {
		if got := facts.CompetencyName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
