//go:build chaos

package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// writers is how many statuses the operator writes at once: so many can be under way
// when something is killed, and their fate unknown to whoever comes next.
const writers = 16

// stage is what a scenario plays on.
type stage struct {
	*testing.T
	*environment
	*register
	name     string
	dir      string // for logs
	short    bool
	chance   sync.Mutex
	random   *rand.Rand
	outcome  *outcome
	ledger   *ledger
	proxy    *proxy
	config   *rest.Config // of the operator, through the proxy
	replicas []*replica
	today    func() api.Date
	ended    time.Time // when the fault did
}

// newStage sets a scenario up, with the operator yet to start.
func newStage(t *testing.T, e *environment, name string, o *outcome, random *rand.Rand) *stage {
	t.Helper()
	if err := e.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := &stage{T: t, environment: e, name: name, dir: t.TempDir(), short: testing.Short(), random: random, outcome: o}
	s.today = func() api.Date { return api.DateOf(time.Now()) }
	// Registered first, so that it runs last, after all programs have ended.
	t.Cleanup(func() {
		if t.Failed() {
			e.dirty = true
			path, err := e.keepLogs(name, s.dir)
			t.Logf("logs of %s are kept in %s (%v)", name, path, err)
		}
	})
	s.register = newRegister(t, e, name)
	s.followWrites()
	var err error
	if s.config, err = e.cluster.ServiceAccountConfig(t.Context(), system, account); err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse(s.config.Host)
	if err != nil {
		t.Fatal(err)
	}
	if s.proxy, err = newProxy(server.Host); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.proxy.close)
	s.config.Host = "https://" + s.proxy.address()
	return s
}

// followWrites keeps the ledger until the test ends.
func (s *stage) followWrites() {
	s.ledger = newLedger("system:serviceaccount:" + system + ":" + account)
	tail := s.cluster.FollowAudit()
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() {
		for ctx.Err() == nil {
			events, err := tail.Read()
			if err != nil {
				s.Errorf("audit log: %v", err)
				return
			}
			for i := range events {
				s.ledger.add(&events[i])
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
	s.Cleanup(func() { cancel(); wait.Wait() })
}

// start runs so many replicas of the operator, through the proxy.
func (s *stage) start(n int) {
	s.Helper()
	kubeconfig := filepath.Join(s.work, s.name+".kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, s.config); err != nil {
		s.Fatal(err)
	}
	for i := range n {
		all := []string{
			"--kubeconfig=" + kubeconfig, "--metrics-bind-address=0", "--health-probe-bind-address=" + freeAddress(s.T),
			fmt.Sprint("--writers=", writers),
		}
		if n > 1 {
			all = append(all, "--leader-elect", "--leader-election-namespace="+system, fmt.Sprint("--leader-election-identity=operator-", i+1))
		}
		s.replicas = append(s.replicas, startReplica(s.T, s.program("manager"), s.dir, fmt.Sprint("operator-", i+1), all...))
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// leading returns the replica that holds the lease.
func (s *stage) leading() *replica {
	_, leader, _ := s.ledger.now()
	for _, r := range s.replicas {
		if r.name == leader {
			return r
		}
	}
	return nil
}

// limit is how long a scenario waits for statuses to become right.
func (s *stage) limit() time.Duration { return s.pick(90*time.Second, 45*time.Second) }

// pick returns the first in the full form and the second in the short one.
func (s *stage) pick(full, short time.Duration) time.Duration {
	if s.short {
		return short
	}
	return full
}

// moments returns random numbers of statuses in the first three quarters of a first
// convergence, in order: moments that do not depend on the machine's speed, and after
// which there is work left.
func (s *stage) moments(n int) []int {
	var all []int
	for range n {
		all = append(all, 1+s.random.IntN(s.count()*3/4))
	}
	slices.Sort(all)
	s.Logf("moments: after %v of %d statuses", all, s.count())
	return all
}

// afterStatuses waits until so many statuses were written, as far as that is known.
func (s *stage) afterStatuses(n int) {
	s.Helper()
	eventually(s.T, s.limit(), fmt.Sprintf("%d statuses", n), func() error {
		if counts, _, _ := s.ledger.now(); counts.Statuses+counts.Unknown < n {
			return fmt.Errorf("%d were written, the fate of %d is unknown", counts.Statuses, counts.Unknown)
		}
		return nil
	})
}

// converge waits until all is judged as it must be, before anything is harmed.
func (s *stage) converge() {
	s.Helper()
	eventually(s.T, s.limit(), "first convergence", func() error {
		wrong, err := s.differences()
		if err == nil && len(wrong) > 0 {
			err = fmt.Errorf("%d wrong, such as %s", len(wrong), wrong[0])
		}
		return err
	})
}

// faultEnds marks the moment from which recovery is measured.
func (s *stage) faultEnds() { s.ended = time.Now() }

// resend is after how long an event that was lost on its way is sent again, by client-go,
// and a little more.
const resend = 12 * time.Second

// awaitRecovery waits until every status is right, stays right for as long as asked for, and
// nothing is written any more. It books how long that took, and what stayed wrong.
func (s *stage) awaitRecovery(watch time.Duration) {
	s.Helper()
	var right time.Time // since when all was, as far as was looked
	for {
		asked := time.Now()
		wrong, err := s.differences()
		if err != nil || len(wrong) > 0 {
			right = time.Time{}
		} else if right.IsZero() {
			right = asked
		}
		_, _, last := s.ledger.now()
		quiet := time.Since(last) > 2*time.Second
		if !right.IsZero() && asked.Sub(right) > 2*time.Second && time.Since(s.ended) > watch && (quiet || asked.Sub(right) > 20*time.Second) {
			s.outcome.recovery = max(s.outcome.recovery, right.Sub(s.ended))
			return
		}
		if right.IsZero() && time.Since(s.ended) > s.limit() {
			s.lost(wrong, err)
			return
		}
		if s.Context().Err() != nil {
			s.Fatal("the test ran out of time")
		}
		time.Sleep(300 * time.Millisecond)
	}
}

// lost books what was not right in time.
func (s *stage) lost(wrong []string, err error) {
	s.outcome.recovery, s.outcome.late = s.limit(), true
	if err != nil {
		// Nothing can be said of any record.
		s.outcome.wrong = s.count()
		s.Logf("nothing can be compared: %v", err)
		return
	}
	s.outcome.wrong = max(s.outcome.wrong, len(wrong))
	path := filepath.Join(s.dir, "wrong.txt")
	_ = os.WriteFile(path, []byte(strings.Join(wrong, "\n")+"\n"), 0o600)
	s.Logf("%d records are wrong, such as %s", len(wrong), wrong[:min(len(wrong), 1)])
}

// finish watches the silence that must follow, and books all. The fault explains so many
// statuses, and so many of them that say what stood there already.
func (s *stage) finish(mayWrite, mayDouble int) {
	s.Helper()
	before, _, _ := s.ledger.now()
	time.Sleep(s.pick(10*time.Second, 4*time.Second))
	after, _, _ := s.ledger.now()
	o := s.outcome
	o.records, o.tally, o.mayWrite, o.mayDouble = s.count(), after, mayWrite, mayDouble
	o.idle = after.writes() - before.writes()
	for _, r := range s.replicas {
		o.exits += r.exited()
	}
	if wrong, err := s.differences(); !o.late && (err != nil || len(wrong) > 0) {
		s.lost(wrong, err)
	}
	o.unmeasured = false
	if twice := s.ledger.writtenTwice(); len(twice) > 0 {
		_ = os.WriteFile(filepath.Join(s.dir, "twice.txt"), []byte(strings.Join(twice, "\n")+"\n"), 0o600)
	}
	for _, reason := range o.judge() {
		s.Error(reason)
	}
	s.Logf("%+v", *o)
}
