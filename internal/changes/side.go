package changes

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Side is the records of a namespace on one side of a change.
type Side struct {
	*assess.Report
	// There says of a record that the report does not have whether it is there all the same, and
	// could not be read.
	There func(assess.Ref) bool
	// On is the day of the commit that the records are of; absent where nobody knows.
	On api.Date
}

// read are the records of a side that could be judged and that sign-offs rest on.
func (s *Side) read() map[assess.Ref]*assess.Result {
	all := map[assess.Ref]*assess.Result{}
	for i := range s.Results {
		r := &s.Results[i]
		if _, person := r.Record.(*api.Person); r.Unread == nil && (person || r.Kind.Approvals != nil || r.Kind.Acts != nil) {
			all[refOf(r)] = r
		}
	}
	return all
}

// inForce is the assessment whose policy holds, the first by name; nil where there is none.
func (s *Side) inForce() *api.ClauseAssessment {
	for i := range s.Results {
		if a, ok := s.Results[i].Record.(*api.ClauseAssessment); ok {
			return a
		}
	}
	return nil
}

func refOf(r *assess.Result) assess.Ref {
	return assess.Ref{Kind: r.Kind.Name, Name: r.Record.GetName()}
}
