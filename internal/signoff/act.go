package signoff

import (
	"encoding/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Act is something that a record states beside approvals, such as an appointment: what it is
// of, who did it, and on which day.
type Act struct {
	What api.ApprovedKind
	// Entry tells it from others of its kind in the record; "" where it has one only.
	Entry string
	By    *api.Actor
	On    api.Date
	// Content is what was decided on.
	Content any
}

// ActStatement is what the signature of an act of a record is over.
func ActStatement(s Subject, a Act) ([]byte, error) {
	return Canonical(act{s, a.What, a.Entry, a.By, a.On, a.Content})
}

// act is the statement of an act.
type act struct {
	Record  Subject          `json:"record"`
	Act     api.ApprovedKind `json:"act"`
	Entry   string           `json:"entry,omitempty"`
	By      *api.Actor       `json:"by"`
	On      api.Date         `json:"on"`
	Content any              `json:"content"`
}

// ReadAct reads of which act of which record a statement is that ActStatement wrote. Whether it
// says what the record says, byte for byte, is for who knows the record.
func ReadAct(text []byte) (of Subject, what api.ApprovedKind, entry string, err error) {
	var a act
	if err := json.Unmarshal(text, &a); err != nil || a.Act == "" || a.Record.Name == "" {
		return Subject{}, "", "", errStatement
	}
	return a.Record, a.Act, a.Entry, nil
}
