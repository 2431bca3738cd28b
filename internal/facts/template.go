package facts

// Texts that "kubectl isms init" writes and that say nothing of anybody yet.
const (
	TemplateOrganization = "Our organisation"
	TemplateNeed         = "Somebody who runs the ISMS"
	TemplateRisk         = "What one person alone knows is lost"
)
