package pseudonym

import "github.com/isms-operator/isms-operator/internal/observation"

// Observation returns a file of what was seen of a cluster without names of people.
func (n *Names) Observation(f *observation.File) *observation.File {
	return f.Renamed(observation.Renaming{Subject: n.subject, Account: n.account, Text: n.Text})
}
