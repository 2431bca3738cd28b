package cluster

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// Record is what campaigns look at in a record of any kind.
type Record struct {
	Kind, Name string
	// Version is the resourceVersion, which every write changes.
	Version string
	// Generation of the spec, and the one that the status is about.
	Generation, Judged int64
	// Conforming is the status of the condition, with its reason; "" without it.
	Conforming, Reason string
	// Verdict of a ClauseAssessment.
	Verdict string
}

type manifest struct {
	Kind     string `json:"kind"`
	Metadata struct {
		Name            string `json:"name"`
		ResourceVersion string `json:"resourceVersion"`
		Generation      int64  `json:"generation"`
	} `json:"metadata"`
	Status struct {
		ObservedGeneration int64  `json:"observedGeneration"`
		Verdict            string `json:"verdict"`
		Conditions         []struct {
			Type   string `json:"type"`
			Status string `json:"status"`
			Reason string `json:"reason"`
		} `json:"conditions"`
	} `json:"status"`
}

// Records returns the records of a namespace by "Kind/name".
func (c *Cluster) Records(t testing.TB, namespace string) map[string]Record {
	t.Helper()
	var list struct {
		Items []manifest `json:"items"`
	}
	must(t, json.Unmarshal([]byte(c.Kubectl(t, "", "-n", namespace, "get", "isms", "-o", "json")), &list))
	all := map[string]Record{}
	for i := range list.Items {
		m := &list.Items[i]
		r := Record{Kind: m.Kind, Name: m.Metadata.Name, Version: m.Metadata.ResourceVersion,
			Generation: m.Metadata.Generation, Judged: m.Status.ObservedGeneration, Verdict: m.Status.Verdict}
		for _, condition := range m.Status.Conditions {
			if condition.Type == "Conforming" {
				r.Conforming, r.Reason = condition.Status, condition.Reason
			}
		}
		all[r.Kind+"/"+r.Name] = r
	}
	return all
}

// AwaitJudged waits until there are so many records in a namespace, or any where the
// number is 0, and every one is judged as it is now.
func (c *Cluster) AwaitJudged(t testing.TB, namespace string, count int) map[string]Record {
	t.Helper()
	var all map[string]Record
	Eventually(t, 3*time.Minute, "the records of "+namespace+" are judged", func() error {
		all = c.Records(t, namespace)
		if len(all) == 0 || count != 0 && len(all) != count {
			return fmt.Errorf("%d records, want %d", len(all), count)
		}
		for name, r := range all {
			if r.Judged != r.Generation || r.Conforming == "" {
				return fmt.Errorf("%s: generation %d, judged %d, conforming %q", name, r.Generation, r.Judged, r.Conforming)
			}
		}
		return nil
	})
	return all
}

// Write is a request that the API server took and that may have changed a record.
type Write struct {
	At                time.Time
	User, Agent, Verb string
	Namespace         string
	Resource, Name    string
	Subresource       string
	Body              json.RawMessage
}

// Writes returns the writes of records of a namespace since a moment, the operator's own
// and those of anybody else, in the order of the audit log. Dry runs are none.
func (c *Cluster) Writes(t testing.TB, namespace string, since time.Time) []Write {
	t.Helper()
	var all []Write
	seen := map[string]bool{}
	_, err := c.CountRequests(func(e controlplane.AuditEvent) bool {
		o := e.ObjectRef
		if o.APIGroup != "isms-operator.io" || o.Namespace != namespace || e.ResponseStatus.Code >= 300 ||
			e.RequestReceivedTimestamp.Before(since) || dryRun(e.RequestURI) || seen[e.AuditID] {
			return false
		}
		seen[e.AuditID] = true
		all = append(all, Write{At: e.RequestReceivedTimestamp, User: e.User.Username, Agent: e.UserAgent, Verb: e.Verb,
			Namespace: o.Namespace, Resource: o.Resource, Name: o.Name, Subresource: o.Subresource, Body: e.RequestObject})
		return true
	})
	must(t, err)
	return all
}

func dryRun(uri string) bool {
	u, err := url.Parse(uri)
	return err == nil && u.Query().Has("dryRun")
}

// By returns the writes of a user.
func By(user string, writes []Write) []Write {
	var some []Write
	for _, w := range writes {
		if w.User == user {
			some = append(some, w)
		}
	}
	return some
}
