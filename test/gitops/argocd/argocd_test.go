//go:build gitops

package argocd

import (
	"fmt"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// campaign is what the scenarios share.
type campaign struct {
	*environment
	*cluster.Repository
	began time.Time
}

// TestArgoCD is one story, on one cluster whose day only goes forward. A scenario has an
// application of its own unless it says otherwise, so that one that fails leaves the
// others their meaning.
func TestArgoCD(t *testing.T) {
	c := &campaign{began: time.Now(), Repository: cluster.NewRepository(t)}
	c.environment = install(t, c.Repository)
	c.project(t, c.Repository)
	fmt.Printf("Argo CD and the operator run after %s\n", time.Since(c.began).Round(time.Second))
	for _, s := range []struct {
		name  string
		brief bool // part of the short form
		play  func(*campaign, *testing.T)
	}{
		{"the samples arrive in a namespace that it makes, Synced and Healthy", true, (*campaign).samplesArrive},
		{"gaps are told in the health of records, and mended by a commit", true, (*campaign).gapsAndRepair},
		{"a record that the definition refuses is told, and the others come", true, (*campaign).refused},
		{"kustomize delivers dates without quotes", true, (*campaign).kustomize},
		{"a wave ends when its records are judged", true, (*campaign).waves},
		{"every way to apply and to compare finds no difference", false, (*campaign).waysToApply},
		{"self-heal undoes edits, prune deletes, and the operator's writes are no drift", true, (*campaign).selfHealAndPrune},
		{"a record that must be kept is not pruned, and says until when", false, (*campaign).retention},
		{"what lapses by the clock is told without a sync", true, (*campaign).lapse},
		{"the strict form is Degraded and stops a wave", true, (*campaign).strict},
	} {
		if testing.Short() && !s.brief {
			continue
		}
		began := time.Now()
		t.Run(s.name, func(t *testing.T) { s.play(c, t) })
		fmt.Printf("%5s  %s\n", time.Since(began).Round(time.Second), s.name)
	}
}

// watch is how long an application is watched of which nothing changes.
func watch() time.Duration {
	if testing.Short() {
		return 15 * time.Second
	}
	return 10 * time.Minute
}
