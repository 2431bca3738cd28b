// Command demo shows the operator at work on a local control plane: it applies a
// sample organisation, opens gaps, and closes one again. With -keep it leaves the
// control plane and the operator running until it is interrupted.
//
// It talks to no other cluster, whatever KUBECONFIG says.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

func main() {
	keep := flag.Bool("keep", false, "leave everything running until ctrl-C, and keep the records for the next time")
	flag.Parse()
	// The library that installs the CRDs complains on stderr about having no logger.
	log.SetLogger(zap.New(zap.WriteTo(io.Discard)))
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, keep bool) (err error) {
	root, err := controlplane.ModuleRoot()
	if err != nil {
		return err
	}
	// Commands are shown with paths as they are seen from here.
	if err := os.Chdir(root); err != nil {
		return err
	}
	began := time.Now()
	state, cleanUp, err := stateDir(keep)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cleanUp()) }()

	if err := fromFiles(ctx); err != nil {
		return err
	}
	progress("building the operator")
	if err := build(ctx, managerPath, "./cmd/manager"); err != nil {
		return err
	}
	progress("starting a local control plane (the first time it is built, which takes about ten minutes)")
	cluster, err := controlplane.Start(ctx, controlplane.Options{
		StateDir: state, ControllerManager: true, CRDPaths: []string{"config/crd/bases"},
	})
	if err != nil {
		return err
	}
	defer func() { progress("stopping"); err = errors.Join(err, cluster.Stop()) }()
	progress("starting the operator")
	op, err := startOperator(ctx, cluster, state)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && !errors.Is(err, context.Canceled) {
			err = fmt.Errorf("%w\nthe operator's last words:\n%s", err, op.tail())
		}
		err = errors.Join(err, op.stop())
	}()

	s := &story{cluster: cluster, operator: op, state: relative(root, state)}
	if keep {
		return s.keep(ctx)
	}
	if err := s.tell(ctx); err != nil {
		return err
	}
	progress("done in %s", time.Since(began).Round(time.Second))
	return nil
}

// stateDir returns the folder for records and logs, and what removes it: "make
// run" finds its records again, a demo starts from nothing.
func stateDir(keep bool) (string, func() error, error) {
	local, err := filepath.Abs(".local")
	if err != nil {
		return "", nil, err
	}
	if err := os.MkdirAll(local, 0o755); err != nil {
		return "", nil, err
	}
	if keep {
		dir := filepath.Join(local, "run")
		return dir, func() error { return nil }, os.MkdirAll(dir, 0o700)
	}
	dir, err := os.MkdirTemp(local, "demo-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

func relative(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil {
		return rel
	}
	return path
}
