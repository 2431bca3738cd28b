package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

var shared *Node

// TestMain boots one node for all tests.
func TestMain(m *testing.M) {
	if os.Getenv(CgroupEnv) == "" {
		fmt.Println("SKIPPED: no test of package node ran. It needs Linux and root: run make e2e-node")
		os.Exit(0)
	}
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	root, err := controlplane.ModuleRoot()
	if err != nil {
		return 0, err
	}
	images := filepath.Join(root, ".local", "image")
	shared, err = Start(context.Background(), Options{
		Dir:         filepath.Join(root, ".local", "node"),
		AuditPolicy: filepath.Join(root, "test", "node", "audit-policy.yaml"),
		Images: []string{
			filepath.Join(images, "pause.tar"), filepath.Join(images, "v1.tar"), filepath.Join(images, "v2.tar"),
		},
	})
	if err != nil {
		return 0, err
	}
	code := m.Run()
	return code, shared.Stop()
}
