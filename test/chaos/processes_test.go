//go:build chaos

package chaos

import (
	"fmt"
	"syscall"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// nothing shows what a first convergence and edits take when nobody harms them: one
// status a record, and two an edit.
func nothing(s *stage) {
	s.load()
	s.start(1)
	s.converge()
	s.at(5, 20, s.edit)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+s.edited(), 0)
}

// operatorKilled kills it so that it cannot end anything it has begun. Its successor
// reads what stands before it writes; what was under way at that moment can be written
// once more.
func operatorKilled(s *stage) {
	s.load()
	moments := s.moments(5)
	s.start(1)
	for _, m := range moments {
		if counts, _, _ := s.ledger.now(); counts.Statuses+counts.Unknown < s.count()-writers {
			m = max(m, counts.Statuses+counts.Unknown+1) // each of the five has written something
		}
		s.afterStatuses(m)
		s.must(s.replicas[0].kill())
	}
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+len(moments)*writers, len(moments)*writers)
}

func apiServerKilled(s *stage) { serverKilled(s, controlplane.APIServer) }

func etcdKilled(s *stage) { serverKilled(s, controlplane.Etcd) }

// serverKilled restarts the server on what it had stored. The fate of the writes that
// were under way is unknown to the operator, which has to write them again.
func serverKilled(s *stage, server string) {
	s.load()
	moments := s.moments(2)
	if s.short {
		moments = moments[:1]
	}
	s.start(1)
	for _, m := range moments {
		s.afterStatuses(m)
		s.must(s.cluster.Kill(s.Context(), server))
		time.Sleep(time.Duration(s.random.IntN(2000)) * time.Millisecond)
		s.must(s.cluster.Restart(s.Context(), server))
	}
	s.faultEnds()
	s.awaitRecovery(resend)
	s.finish(s.count()+len(moments)*writers, len(moments)*writers)
}

// leaderKilled leaves a lease behind that nobody gives up. The replica that takes over
// reads what stands, and may write once more what was under way.
func leaderKilled(s *stage) {
	s.load()
	moment := s.moments(1)[0]
	s.start(2)
	s.afterStatuses(moment)
	leader := s.leading()
	if leader == nil {
		s.Fatal("nobody leads")
	}
	s.must(leader.kill())
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+writers, writers)
}

// leaderFrozen is what a virtual machine does that is moved, or a processor that is
// starved. What was under way when it froze is done long before the other leads. When
// it wakes, it may write as much as it does at once before it knows that it leads no
// more.
func leaderFrozen(s *stage) {
	s.load()
	moment := s.moments(1)[0]
	s.start(2)
	s.afterStatuses(moment)
	leader := s.leading()
	if leader == nil {
		s.Fatal("nobody leads")
	}
	s.must(leader.signal(syscall.SIGSTOP))
	eventually(s.T, s.limit(), "the other replica leads", func() error {
		if now := s.leading(); now == nil || now == leader {
			return fmt.Errorf("%s still holds the lease", leader.name)
		}
		return nil
	})
	s.at(5, 20, s.edit) // the frozen one does not know of them
	s.converge()
	s.must(leader.signal(syscall.SIGCONT))
	s.faultEnds()
	s.awaitRecovery(5 * time.Second)
	s.finish(s.count()+s.edited()+writers, writers)
}

func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
