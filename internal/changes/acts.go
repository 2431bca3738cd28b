package changes

import (
	"fmt"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// acts tells of acts of a record, such as appointments, that were signed and that are gone, or
// whose signature is gone or another. Old is nil where the base has no such record.
func (s *signOffs) acts(ref assess.Ref, old, is *assess.Result) {
	if old == nil || is.Kind.Acts == nil {
		return
	}
	now := is.Kind.Acts(is.Record)
	for _, was := range old.Kind.Acts(old.Record) {
		if was.Signature == "" {
			continue
		}
		what := fmt.Sprintf("The %s by %s of %s", facts.ActName(&was), was.By.Name(), was.On)
		gone := true
		for i := range now {
			a := &now[i]
			if a.What != was.What || a.Entry != was.Entry {
				continue
			}
			gone = false
			switch {
			case a.Signature == "":
				s.say(ref, a.Field(a.SignatureField), ApprovalChanged, what+" has no signature any more")
			case bare(a.Signature) != bare(was.Signature) && !a.On.After(was.On):
				s.say(ref, a.Field(a.SignatureField), ApprovalChanged, what+" has another signature")
			}
		}
		if gone {
			s.say(ref, was.At, ApprovalGone, what+" is gone")
		}
	}
}
