package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

const (
	// leaseID is the name of the lease.
	leaseID = "isms-operator.io"
	// leaseDuration is how long others wait, after a leader has renewed its lease, before
	// they take it.
	leaseDuration = 15 * time.Second
	// renewDeadline is how long a leader tries to renew its lease before it gives up.
	renewDeadline = 10 * time.Second
)

// lease is the replicas' lock. It knows until when nobody else can have taken it: a
// leader that was frozen for longer believes for some seconds after it wakes that it
// leads.
type lease struct {
	resourcelock.Interface
	// renewed is when the last request was sent that renewed it.
	renewed atomic.Pointer[time.Time]
}

func newLease(config *rest.Config, f flags) (*lease, error) {
	namespace := f.leaseNamespace
	if namespace == "" {
		text, err := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
		if err != nil {
			return nil, fmt.Errorf("name the namespace of the lease with --leader-election-namespace, as this is no pod: %w", err)
		}
		namespace = string(text)
	}
	identity := f.leaseIdentity
	if identity == "" {
		host, err := os.Hostname()
		if err != nil {
			return nil, err
		}
		identity = host + "_" + string(uuid.NewUUID())
	}
	lock, err := resourcelock.NewFromKubeconfig(resourcelock.LeasesResourceLock, namespace, leaseID,
		resourcelock.ResourceLockConfig{Identity: identity}, rest.AddUserAgent(config, "leader-election"), renewDeadline)
	return &lease{Interface: lock}, err
}

// valid reports whether this replica holds the lease for sure.
func (l *lease) valid() bool {
	at := l.renewed.Load()
	return at != nil && time.Since(*at) < leaseDuration
}

// Create implements resourcelock.Interface.
func (l *lease) Create(ctx context.Context, record resourcelock.LeaderElectionRecord) error {
	return l.renew(ctx, record, l.Interface.Create)
}

// Update implements resourcelock.Interface.
func (l *lease) Update(ctx context.Context, record resourcelock.LeaderElectionRecord) error {
	return l.renew(ctx, record, l.Interface.Update)
}

func (l *lease) renew(ctx context.Context, record resourcelock.LeaderElectionRecord, write func(context.Context, resourcelock.LeaderElectionRecord) error) error {
	sent := time.Now()
	err := write(ctx, record)
	switch {
	case record.HolderIdentity != l.Identity():
		l.renewed.Store(nil) // it is given up
	case err == nil:
		l.renewed.Store(&sent)
	}
	return err
}
