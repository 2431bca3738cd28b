package controllers_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// silent is a way to the API server on which requests are lost.
type silent struct {
	next http.RoundTripper
	// loses reports whether a request is lost.
	loses func(*http.Request) bool
	// losesAnswer reports whether the answer to one that arrived is lost.
	losesAnswer func(*http.Request) bool
}

var errLost = errors.New("connection lost")

func (s silent) RoundTrip(request *http.Request) (*http.Response, error) {
	if s.loses(request) {
		return nil, errLost
	}
	answer, err := s.next.RoundTrip(request)
	if err == nil && s.losesAnswer != nil && s.losesAnswer(request) {
		_ = answer.Body.Close()
		return nil, errLost
	}
	return answer, err
}

// losing returns a configuration whose connections lose what the function says.
func losing(loses func(*http.Request) bool) *rest.Config {
	config := rest.CopyConfig(cluster.Config())
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return silent{next: next, loses: loses} })
	return config
}

func writesStatus(request *http.Request) bool {
	return request.Method == http.MethodPatch && strings.HasSuffix(request.URL.Path, "/status")
}

// TestLostWritesAreMadeAgain: however few writes get no answer, they are made again,
// with nothing else to cause a pass.
func TestLostWritesAreMadeAgain(t *testing.T) {
	for _, lost := range []int64{1, 2, 8} {
		t.Run(fmt.Sprint(lost), func(t *testing.T) {
			ns := newNamespace(t)
			var seen atomic.Int64
			config := losing(func(r *http.Request) bool { return writesStatus(r) && seen.Add(1) <= lost })
			startOperator(t, ns, clockAt("2026-06-01"), config, false)
			tool := licence(ns, "scanner", "2026-05-31")
			create(t, erika(ns), tool, assessment(ns, "acme"))
			eventually(t, 30*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
			eventually(t, 30*time.Second, shows(erika(ns), api.ConditionConforming, "True NoFindings"))
			eventually(t, 30*time.Second, verdictIs(assessment(ns, "acme"), api.VerdictMajor))
		})
	}
}

// TestLostAnswersMakeNoForgery: the API server takes writes whose answers are lost, and
// shows them only later. The operator knows them for its own.
func TestLostAnswersMakeNoForgery(t *testing.T) {
	ns := newNamespace(t)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool, assessment(ns, "acme"))
	var seen, lost atomic.Int64
	config := rest.CopyConfig(cluster.Config())
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return silent{next,
			func(r *http.Request) bool { // nothing is seen from the first writes to the second
				n := seen.Load()
				watch := r.URL.Query().Get("watch") != ""
				if r.Method != http.MethodGet || n > 3 || n == 0 && !watch {
					return false
				}
				return lost.Add(1) > 0
			},
			func(r *http.Request) bool { return writesStatus(r) && seen.Add(1) <= 3 },
		}
	})
	clk := clockAt("2026-06-01")
	startOperator(t, ns, clk, config, false)
	eventually(t, 30*time.Second, func() error {
		clk.Step(time.Second) // a second try would date conditions anew
		return verdictIs(assessment(ns, "acme"), api.VerdictMajor)()
	})
	eventually(t, 30*time.Second, func() error {
		clk.Step(time.Second)
		return shows(tool, api.ConditionConforming, "False ContractExpired")()
	})
	time.Sleep(5 * time.Second)
	written, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return e.Verb == "patch" && strings.Contains(e.RequestURI, "/namespaces/"+ns+"/") && e.ResponseStatus.Code == 200
	})
	if err != nil {
		t.Fatal(err)
	}
	if written != 3 {
		t.Errorf("%d statuses of 3 records were written", written)
	}
	if seen.Load() < 4 || lost.Load() == 0 {
		t.Error("no write was tried twice before it was seen, so this shows nothing")
	}
}

// starting is a way to an API server that has started and does not serve all yet.
type starting struct {
	next http.RoundTripper
	// ready is what it answers when it is asked whether it is; 0 when all is served.
	ready *atomic.Int64
}

func (s starting) RoundTrip(request *http.Request) (*http.Response, error) {
	code := int(s.ready.Load())
	switch {
	case code == 0:
		return s.next.RoundTrip(request)
	case request.URL.Path == "/readyz":
	case request.Method == http.MethodGet && strings.HasSuffix(request.URL.Path, "/toollicenses"):
		code = http.StatusForbidden
	default:
		return s.next.RoundTrip(request)
	}
	return &http.Response{StatusCode: code, Header: http.Header{}, Body: http.NoBody, Request: request}, nil
}

// TestOnlyAReadyAPIServerIsBelieved: an operator starts, and the list of a kind is
// refused. The kind is told not to be listed if the API server says that it is ready. If
// not, verdicts stay as they are.
func TestOnlyAReadyAPIServerIsBelieved(t *testing.T) {
	ns := newNamespace(t)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool, assessment(ns, "acme"))
	first := startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	first.stop()
	var ready atomic.Int64
	ready.Store(http.StatusInternalServerError)
	config := rest.CopyConfig(cluster.Config())
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return starting{next, &ready} })
	written := statusWrites(t, ns)
	startOperator(t, ns, clockAt("2026-06-01"), config, false)
	time.Sleep(8 * time.Second)
	if n := statusWrites(t, ns) - written; n > 0 {
		t.Errorf("%d statuses were written on the word of an API server that is not ready", n)
	}
	ready.Store(http.StatusOK)
	eventually(t, 20*time.Second, notListed(ns, 1))
	ready.Store(0)
	eventually(t, 20*time.Second, notListed(ns, 0))
}

// TestLostAPIServerIsToldBriefly: a register waits to be written while nothing gets
// through. The log says so in a few short lines, and that the namespace waits is told
// by the metric from which an alert is made.
func TestLostAPIServerIsToldBriefly(t *testing.T) {
	const mostBytes, longestLine = 20_000, 2_000
	ns := newNamespace(t)
	all := []client.Object{erika(ns), assessment(ns, "acme")}
	for i := range 500 {
		all = append(all, licence(ns, fmt.Sprintf("tool-%03d", i), "2026-05-31"))
	}
	create(t, all...)
	var written atomic.Int64
	var gone atomic.Bool
	config := losing(func(r *http.Request) bool {
		if writesStatus(r) && written.Add(1) == 20 {
			gone.Store(true)
		}
		return gone.Load()
	})
	startOperator(t, ns, clockAt("2026-06-01"), config, false)
	eventually(t, 20*time.Second, func() error {
		if !gone.Load() {
			return fmt.Errorf("%d statuses written", written.Load())
		}
		return nil
	})
	before := said.length()
	time.Sleep(5 * time.Second)
	text := said.since(before)
	if len(text) > mostBytes {
		t.Errorf("%d bytes were logged in 5 s, more than %d:\n%s", len(text), mostBytes, text[:mostBytes])
	}
	for line := range strings.Lines(text) {
		if len(line) > longestLine {
			t.Errorf("a line of %d bytes was logged: %s", len(line), line[:longestLine])
		}
	}
	if !strings.Contains(text, errLost.Error()) {
		t.Errorf("the log does not say that the API server is out of reach:\n%s", text)
	}
	const waiting = "isms_assessment_waiting_since_timestamp_seconds"
	eventually(t, 35*time.Second, func() error { // absent for the moment of a pass
		if since, ok := controllers.Shown(waiting, ns); !ok || time.Since(time.Unix(int64(since), 0)) < 4*time.Second {
			return fmt.Errorf("the namespace waits since %.0f (told: %v), and its API server is gone for longer", since, ok)
		}
		return nil
	})
	gone.Store(false)
	eventually(t, 40*time.Second, shows(all[len(all)-1], api.ConditionConforming, "False ContractExpired"))
	settle(t, ns)
	if since, ok := controllers.Shown(waiting, ns); ok {
		t.Errorf("all is written, and the namespace is said to wait since %.0f", since)
	}
}
