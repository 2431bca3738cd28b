package controllers

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
)

// productsEvery is how often files of life cycles are read again. A kubelet brings another
// content of a ConfigMap within a minute or two.
const productsEvery = 30 * time.Second

// products are what files say of how long products are supported, as they say now.
type products struct {
	paths []string
	log   logr.Logger
	clock clock.PassiveClock
	// changed is called when they say something else.
	changed func()

	mu   sync.Mutex
	held *assess.Lifecycles // nil where no files are named
	sum  [sha256.Size]byte  // of what it was read from
	told string             // why they cannot be read
	// refused is since when they cannot be used, so that what they said before counts; absent
	// while they can.
	refused time.Time
}

// newProducts reads the files. It is an error where one of them cannot be used.
func newProducts(paths []string, logger logr.Logger, c clock.PassiveClock, changed func()) (*products, error) {
	p := &products{paths: paths, log: logger, clock: c, changed: changed}
	if len(paths) == 0 {
		return p, nil
	}
	if _, err := p.read(); err != nil {
		return nil, fmt.Errorf("read life cycles: %w", err)
	}
	return p, nil
}

// NeedLeaderElection implements manager.LeaderElectionRunnable: a standby is ready to take over.
func (p *products) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable.
func (p *products) Start(ctx context.Context) error {
	if len(p.paths) == 0 {
		return nil
	}
	for every := time.NewTicker(productsEvery); ; {
		select {
		case <-ctx.Done():
			every.Stop()
			return nil
		case <-every.C:
			p.look()
		}
	}
}

// look reads the files again. Files that cannot be used any more change nothing, and are told of once.
func (p *products) look() {
	other, err := p.read()
	p.mu.Lock()
	text := ""
	if err != nil {
		text = err.Error()
	}
	tell := text != "" && text != p.told
	p.told = text
	switch {
	case err == nil:
		p.refused = time.Time{}
	case p.refused.IsZero():
		p.refused = p.clock.Now()
	}
	p.mu.Unlock()
	switch {
	case tell:
		p.log.Info("Files of life cycles cannot be used; what they said before counts", "cause", text)
	case err == nil && other:
		p.log.Info("Files of life cycles say something else; every namespace is judged again")
		p.changed()
	}
}

// refusedSince is since when files of life cycles cannot be used; absent while they can. It is
// false where none are named.
func (p *products) refusedSince() (since time.Time, named bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused, len(p.paths) > 0
}

// read reads the files, and reports whether they say something else than before.
func (p *products) read() (other bool, err error) {
	files, err := lifecycles.Files(p.paths)
	if err != nil {
		return false, err
	}
	hash := sha256.New()
	for _, f := range files {
		fmt.Fprintf(hash, "%q %d\n", f.Name, len(f.Content))
		hash.Write(f.Content)
	}
	sum := [sha256.Size]byte(hash.Sum(nil))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held != nil && sum == p.sum {
		return false, nil
	}
	all, err := lifecycles.Of(files)
	if err != nil {
		return false, err
	}
	p.held, p.sum = all, sum
	return true, nil
}

// observe adds to a namespace what the files say.
func (p *products) observe(n *gather.Namespace) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n.Observation.Lifecycles = p.held
}
