package chaos

import (
	"encoding/json"
	"testing"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

const operatorUser = "system:serviceaccount:s:operator"

// wrote is a line of the audit log.
func wrote(user, verb, group, resource, subresource string, code int, body string) controlplane.AuditEvent {
	e := controlplane.AuditEvent{Stage: "ResponseComplete", Verb: verb, UserAgent: "operator-1/v0", RequestObject: json.RawMessage(body)}
	e.User.Username = user
	e.ObjectRef.APIGroup, e.ObjectRef.Resource, e.ObjectRef.Subresource = group, resource, subresource
	e.ObjectRef.Namespace, e.ObjectRef.Name = "acme", "scanner"
	e.ResponseStatus.Code = code
	return e
}

func TestLedger(t *testing.T) {
	const group = "isms-operator.io"
	status := func(user string, code int, body string) controlplane.AuditEvent {
		return wrote(user, "patch", group, "toollicenses", "status", code, body)
	}
	const good = `{"metadata":{"uid":"1"},"status":{"conditions":[{"type":"Conforming","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}`
	const later = `{"status":{"conditions":[{"lastTransitionTime":"2026-01-02T00:00:00Z","status":"True","type":"Conforming"}]},"metadata":{"uid":"1","resourceVersion":"7"}}`
	const bad = `{"metadata":{"uid":"1"},"status":{"conditions":[{"type":"Conforming","status":"False"}]}}`
	const another = `{"metadata":{"uid":"2"},"status":{"conditions":[{"type":"Conforming","status":"True"}]}}`
	edit := wrote("somebody", "update", group, "toollicenses", "", 200, "")
	made := wrote("somebody", "create", group, "toollicenses", "", 201, "")
	started := status(operatorUser, 200, good)
	started.Stage = "ResponseStarted"
	for _, row := range []struct {
		why    string
		events []controlplane.AuditEvent
		want   tally
	}{
		{"a status", []controlplane.AuditEvent{status(operatorUser, 200, good)}, tally{Statuses: 1}},
		{"the same again, at another time and over another version", []controlplane.AuditEvent{status(operatorUser, 200, good), status(operatorUser, 200, later)}, tally{Statuses: 2, Doubled: 1}},
		{"another one in between", []controlplane.AuditEvent{status(operatorUser, 200, good), status(operatorUser, 200, bad), status(operatorUser, 200, good)}, tally{Statuses: 3}},
		{"a forged one in between", []controlplane.AuditEvent{status(operatorUser, 200, good), status("somebody", 200, bad), status(operatorUser, 200, good)}, tally{Statuses: 2}},
		{"an edit of the record in between does not change what its status says", []controlplane.AuditEvent{status(operatorUser, 200, good), edit, status(operatorUser, 200, good)}, tally{Statuses: 2, Doubled: 1}},
		{"the record was made again", []controlplane.AuditEvent{status(operatorUser, 200, good), made, status(operatorUser, 200, good)}, tally{Statuses: 2}},
		{"of another record of the same name", []controlplane.AuditEvent{status(operatorUser, 200, good), status(operatorUser, 200, another)}, tally{Statuses: 2}},
		{"refused, then written", []controlplane.AuditEvent{status(operatorUser, 409, good), status(operatorUser, 200, good)}, tally{Statuses: 1, Refused: 1}},
		{"who asked was gone, then written", []controlplane.AuditEvent{status(operatorUser, 504, good), status(operatorUser, 200, good)}, tally{Statuses: 1, Unknown: 1}},
		{"not allowed", []controlplane.AuditEvent{status(operatorUser, 403, good)}, tally{}},
		{"not answered yet", []controlplane.AuditEvent{started}, tally{}},
		{"somebody else's", []controlplane.AuditEvent{status("somebody", 200, good), edit}, tally{}},
		{"an event", []controlplane.AuditEvent{wrote(operatorUser, "create", "events.k8s.io", "events", "", 201, "")}, tally{Events: 1}},
		{"a lease, and one that somebody else holds", []controlplane.AuditEvent{wrote(operatorUser, "update", "coordination.k8s.io", "leases", "", 200, ""), wrote(operatorUser, "update", "coordination.k8s.io", "leases", "", 409, "")}, tally{}},
		{"what the operator has no business to write", []controlplane.AuditEvent{wrote(operatorUser, "delete", "", "secrets", "", 200, ""), wrote(operatorUser, "patch", group, "people", "", 200, "")}, tally{Others: 2}},
		{"reads", []controlplane.AuditEvent{wrote(operatorUser, "list", group, "people", "", 200, ""), wrote(operatorUser, "watch", group, "people", "", 200, "")}, tally{}},
	} {
		l := newLedger(operatorUser)
		for i := range row.events {
			l.add(&row.events[i])
		}
		if got, _, _ := l.now(); got != row.want {
			t.Errorf("%s: got %+v, want %+v", row.why, got, row.want)
		}
	}
}

func TestLedgerKnowsTheLeader(t *testing.T) {
	l := newLedger(operatorUser)
	for _, step := range []struct {
		user, agent string
		code        int
		want        string
	}{
		{operatorUser, "operator-1/v0 (linux)", 201, "operator-1"},
		{operatorUser, "operator-2/v0 (linux)", 409, "operator-1"},
		{"system:apiserver", "kube-apiserver/v1", 200, "operator-1"},
		{operatorUser, "operator-2/v0 (linux)", 200, "operator-2"},
	} {
		e := wrote(step.user, "update", "coordination.k8s.io", "leases", "", step.code, "")
		e.UserAgent = step.agent
		l.add(&e)
		if _, got, _ := l.now(); got != step.want {
			t.Errorf("%s %d: leader %q, want %q", step.agent, step.code, got, step.want)
		}
	}
}
