package controlplane

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// parentEnv makes the test binary a parent that keeps a control plane on the named
// state folder until it is killed.
const parentEnv = "ISMS_TEST_PARENT"

// shared serves the tests that leave no trace for each other.
var shared *Cluster

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentEnv); dir != "" {
		if err := beParent(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code, err := runTests(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func runTests(m *testing.M) (code int, err error) {
	shared, err = Start(context.Background(), Options{
		ControllerManager: true,
		AuditLog:          "audit.log",
		CRDPaths:          []string{"testdata"},
	})
	if err != nil {
		return 0, err
	}
	code = m.Run()
	return code, shared.Stop()
}

func beParent(stateDir string) error {
	if _, err := Start(context.Background(), Options{StateDir: stateDir}); err != nil {
		return err
	}
	fmt.Println(parentReady)
	select {}
}

const parentReady = "ready"

// start runs a control plane of the test's own.
func start(t *testing.T, options Options) *Cluster {
	t.Helper()
	options.BinDir = shared.bin
	c, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func eventually(t *testing.T, what string, condition wait.ConditionWithContextFunc) {
	t.Helper()
	if err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, 30*time.Second, true, condition); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func kubectl(t *testing.T, c *Cluster, stdin string, args ...string) string {
	t.Helper()
	out, _, err := c.Kubectl(t.Context(), strings.NewReader(stdin), args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func clientset(t *testing.T, config *rest.Config) *kubernetes.Clientset {
	t.Helper()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
