//go:build chaos

package chaos

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
)

var (
	seed   = flag.Uint64("seed", 0, "what the random moments come from; the time where 0")
	update = flag.Bool("update", false, "write the figures into docs/reliability.md")
)

// scenario is a fault, and how it is made.
type scenario struct {
	name  string
	fault string // as the table calls it
	brief bool   // part of the short form
	play  func(*stage)
}

var all = []scenario{
	{"nothing", "None, for comparison: a first convergence, then edits", false, nothing},
	{"operator-killed", "Operator killed at five moments of its first convergence", true, operatorKilled},
	{"apiserver-killed", "API server killed twice in a first convergence", true, apiServerKilled},
	{"etcd-killed", "etcd killed twice in a first convergence", false, etcdKilled},
	{"leader-killed", "Leader of two replicas killed in a first convergence", false, leaderKilled},
	{"leader-frozen", "Leader of two replicas frozen until the other leads, then woken", false, leaderFrozen},
	{"connections-dropped", "All connections dropped every 3 s for 30 s, with edits", false, connectionsDropped},
	{"latency", "300 ms latency in each direction, with edits", false, latency},
	{"black-hole", "All connections silent for 60 s, without a reset, with edits", false, blackHole},
	{"second-writer", "30 edits a second for a minute, and 30 forged statuses", true, secondWriter},
	{"definition-deleted", "A definition deleted and back, while the operator runs", false, definitionDeleted},
	{"definitions-deleted", "All definitions deleted and back, while the operator runs", false, definitionsDeleted},
	{"definition-missing", "A definition missing when the operator starts", false, definitionMissing},
	{"definitions-missing", "All definitions missing when the operator starts", false, definitionsMissing},
	{"namespace-deleted", "A namespace deleted in a first convergence", false, namespaceDeleted},
	{"clock-moved", "Clock set forward a year, and back a year", false, clockMoved},
	{"unreadable-record", "A record stored that Go cannot read, with edits, and the operator killed", true, unreadableRecord},
}

// budget is how long scenarios are begun; what is left over then is told to have
// failed. It bounds a run in which every scenario waits to the end of its limit.
const budget = 16 * time.Minute

func TestChaos(t *testing.T) {
	if *update && testing.Short() {
		t.Fatal("the figures on the page are those of the full form")
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	fmt.Printf("chaos: seed %d\n", *seed)
	ctrl.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel)))
	began := time.Now()
	e, err := newEnvironment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.close(); err != nil {
			t.Error(err)
		}
	})
	var outcomes []*outcome
	for i, sc := range all {
		if testing.Short() && !sc.brief {
			continue
		}
		t.Run(sc.name, func(t *testing.T) {
			o := &outcome{fault: sc.fault, unmeasured: true}
			outcomes = append(outcomes, o)
			if time.Since(began) > budget {
				t.Fatalf("not begun: the scenarios before it took %s", time.Since(began).Round(time.Second))
			}
			sc.play(newStage(t, e, sc.name, o, rand.New(rand.NewPCG(*seed, uint64(i)))))
		})
	}
	figures := fmt.Sprintf("%s, %d processors, seed %d, %s in all.\n\n%s", time.Now().UTC().Format(time.DateOnly),
		runtime.NumCPU(), *seed, time.Since(began).Round(time.Second), table(outcomes))
	if testing.Short() {
		fmt.Println("The short form: a smaller register, and faults that are shorter and fewer than the table says.")
	}
	fmt.Println(figures)
	if *update {
		if err := updatePage("Measured on " + figures); err != nil {
			t.Fatal(err)
		}
	}
}

func updatePage(figures string) error {
	text, err := os.ReadFile(pagePath)
	if err != nil {
		return err
	}
	page, err := rewrite(string(text), figures)
	if err != nil {
		return err
	}
	return os.WriteFile(pagePath, []byte(page), 0o644)
}

// kubectl runs it as the administrator, within two minutes.
func (s *stage) kubectl(stdin string, arguments ...string) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), 2*time.Minute)
	defer cancel()
	if _, _, err := s.cluster.Kubectl(ctx, strings.NewReader(stdin), arguments...); err != nil {
		s.Fatal(err)
	}
}
