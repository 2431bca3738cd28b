package chaos

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// ledger keeps books of what the API server accepted, from its audit log.
type ledger struct {
	operator string // the user whose writes are counted

	mu     sync.Mutex
	stands map[string]string // what the last write of a status said, whoever wrote it, by record
	tally  tally
	twice  []string // who wrote which status twice
	leader string   // the program that wrote a lease last
	last   time.Time
}

// tally counts what the operator wrote.
type tally struct {
	// Statuses that were written, among them those that said what stood there already,
	// times aside.
	Statuses, Doubled int
	// Events and all other writes, except those of leases: the heartbeat of replicas.
	Events, Others int
	// Refused are writes of statuses that the API server turned down as conflicting.
	Refused int
	// Unknown are writes of statuses of which the API server could not say whether they
	// were carried out: who asked was gone before the answer, or etcd was.
	Unknown int
}

// writes returns the number of all writes that were accepted.
func (t tally) writes() int { return t.Statuses + t.Events + t.Others }

func newLedger(operator string) *ledger {
	return &ledger{operator: operator, stands: map[string]string{}}
}

// add books an event of the audit log.
func (l *ledger) add(e *controlplane.AuditEvent) {
	if e.Stage != "ResponseComplete" || !mutates(e.Verb) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	own, accepted := e.User.Username == l.operator, e.ResponseStatus.Code < 300
	ownStatus := own && e.ObjectRef.Subresource == "status"
	switch {
	case ownStatus && e.ResponseStatus.Code == 409:
		l.tally.Refused++
	case ownStatus && e.ResponseStatus.Code >= 500:
		l.tally.Unknown++
	case !accepted:
	case own && e.ObjectRef.Resource == "leases":
		l.leader, _, _ = strings.Cut(e.UserAgent, "/")
	case e.ObjectRef.APIGroup == api.GroupName:
		l.addRecord(e, own)
	case own && e.ObjectRef.Resource == "events":
		l.tally.Events++
		l.last = time.Now()
	case own:
		l.tally.Others++
		l.last = time.Now()
	}
}

func mutates(verb string) bool { return verb != "get" && verb != "list" && verb != "watch" }

// addRecord books a write of a record or of its status.
func (l *ledger) addRecord(e *controlplane.AuditEvent, own bool) {
	key := e.ObjectRef.Resource + "/" + e.ObjectRef.Namespace + "/" + e.ObjectRef.Name
	ofStatus := e.ObjectRef.Subresource == "status"
	if own {
		l.last = time.Now()
	}
	switch {
	case own && !ofStatus:
		l.tally.Others++
	case ofStatus:
		says := contentOf(e.RequestObject)
		if own {
			l.tally.Statuses++
		}
		if own && says == l.stands[key] {
			l.tally.Doubled++
			l.twice = append(l.twice, e.RequestReceivedTimestamp.Format(time.RFC3339Nano)+" "+e.UserAgent+" "+key)
		}
		l.stands[key] = says
	case e.Verb == "create":
		delete(l.stands, key) // a record that is made again has no status yet
	}
}

// contentOf returns what a write says of a record: the status without the times of
// its conditions, which differ between two that judge alike, and the UID, by which a
// record that was made again is another one.
func contentOf(body json.RawMessage) string {
	var patch struct {
		Metadata struct {
			UID string `json:"uid,omitempty"`
		} `json:"metadata"`
		Status map[string]any `json:"status"`
	}
	if json.Unmarshal(body, &patch) != nil {
		return string(body)
	}
	conditions, _ := patch.Status["conditions"].([]any)
	for _, c := range conditions {
		if c, ok := c.(map[string]any); ok {
			delete(c, "lastTransitionTime")
		}
	}
	text, err := json.Marshal(patch) // with the keys of maps in order
	if err != nil {
		return string(body)
	}
	return string(text)
}

// now returns the counts, who leads, and when the operator wrote last.
func (l *ledger) now() (counts tally, leader string, last time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tally, l.leader, l.last
}

// writtenTwice says which statuses were.
func (l *ledger) writtenTwice() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.twice)
}
