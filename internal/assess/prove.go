package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// prove tells what the signatures of the record of a result are worth. Where that hangs on a
// record that cannot be read, one that does not count is unknown.
func (c *Context) prove(result *Result, today api.Date) {
	if c.registry.Signatures == nil || result.Unread != nil {
		return
	}
	c.kind, c.subject, c.Today = result.Kind, result.Record, NewDay(today)
	seen := c.World.watch()
	result.Signatures = c.registry.Signatures(c, result.Kind, result.Record)
	unread := !seen().none()
	for i := range result.Signatures {
		if s := &result.Signatures[i]; unread && s.Worth == api.SignatureInvalid {
			s.Worth = api.SignatureUnknown
		}
	}
	result.Until = earlier(result.Until, c.Today.Next())
}

// SignatureOn is a signature of a record.
type SignatureOn struct {
	Record Ref
	api.SignatureStatus
}

// Signed are the signatures of all records, with what each is worth.
func (r *Report) Signed() (all []SignatureOn) {
	for i := range r.Results {
		result := &r.Results[i]
		for _, s := range result.Signatures {
			all = append(all, SignatureOn{Ref{result.Kind.Name, result.Record.GetName()}, s})
		}
	}
	return all
}
