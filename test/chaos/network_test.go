//go:build chaos

package chaos

import (
	"sync"
	"time"
)

// connectionsDropped resets all connections again and again, in a first convergence and
// with edits. Each time the fate of what was under way is unknown to the operator.
func connectionsDropped(s *stage) {
	s.load()
	s.start(1)
	const every = 3 * time.Second
	drops := int(s.pick(30*time.Second, 9*time.Second) / every)
	var wait sync.WaitGroup
	wait.Go(func() { s.at(3, 3*drops, s.edit) })
	for range drops {
		time.Sleep(every)
		s.proxy.drop()
	}
	wait.Wait()
	s.faultEnds()
	s.awaitRecovery(resend)
	s.finish(s.count()+s.edited()+drops*writers, drops*writers)
}

// latency lets nothing get lost, so that nothing has to be written again.
func latency(s *stage) {
	s.load()
	s.proxy.setDelay(300 * time.Millisecond)
	s.start(1)
	s.afterStatuses(s.moments(1)[0])
	s.at(5, 50, s.edit)
	s.proxy.setDelay(0)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+s.edited(), 0)
}

// blackHole begins in a first convergence. The fate of what was under way is unknown to
// the operator, which can write it once more.
func blackHole(s *stage) {
	s.load()
	moment := s.moments(1)[0]
	s.start(1)
	s.afterStatuses(moment)
	s.proxy.blackHole(true)
	began := time.Now()
	s.at(5, 20, s.edit)
	time.Sleep(time.Until(began.Add(s.pick(60*time.Second, 10*time.Second))))
	s.proxy.blackHole(false)
	s.faultEnds()
	s.awaitRecovery(resend)
	s.finish(s.count()+s.edited()+writers, writers)
}
