package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	// name of the node.
	name = "node"

	// The addresses that hack/node/inside puts on the loopback device.
	serviceAddress = "10.0.0.1:443"
	nodeAddress    = "172.31.255.1"

	// CgroupEnv names the variable in which hack/node/run passes the cgroup that all
	// pods are in. It also tells that we are inside.
	CgroupEnv = "ISMS_NODE_CGROUP"

	pauseImage   = "localhost/isms-pause:node"
	startTimeout = 3 * time.Minute
	pollInterval = 250 * time.Millisecond
)

// controllers are those that a node gives work to.
var controllers = []string{
	"deployment-controller", "replicaset-controller", "endpointslice-controller",
	"node-lifecycle-controller", "pod-garbage-collector-controller", "disruption-controller",
}

// Node is a running node and its control plane.
type Node struct {
	*controlplane.Cluster
	Client kubernetes.Interface

	dir     string
	servers []*server
}

// Options say what Start runs.
type Options struct {
	Dir         string   // of state and logs; emptied first, kept afterwards
	Images      []string // archives to load, that of the pause image among them
	AuditPolicy string   // file
}

// Start runs control plane and node, and returns once the node is ready for pods.
// The caller must Stop it. A start that fails leaves nothing running, and its error
// holds the end of the log of the server that failed.
func Start(ctx context.Context, options Options) (*Node, error) {
	if os.Getenv(CgroupEnv) == "" {
		return nil, errors.New("a node needs namespaces of its own: run this with hack/node/run")
	}
	if err := os.RemoveAll(options.Dir); err != nil {
		return nil, fmt.Errorf("emptying %s: %w", options.Dir, err)
	}
	cluster, err := controlplane.Start(ctx, controlplane.Options{
		StateDir:          filepath.Join(options.Dir, "controlplane"),
		Listen:            serviceAddress,
		ControllerManager: true,
		ExtraControllers:  controllers,
		AuditLog:          "audit.log",
		AuditPolicy:       options.AuditPolicy,
		ExtraAPIServerFlags: map[string]string{
			"authorization-mode":       "Node,RBAC",
			"enable-admission-plugins": "NodeRestriction",
		},
	})
	if err != nil {
		return nil, err
	}
	n := &Node{Cluster: cluster, dir: options.Dir}
	if n.Client, err = kubernetes.NewForConfig(cluster.Config()); err == nil {
		err = n.boot(ctx, options.Images)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting the node: %w", err), n.Stop())
	}
	return n, nil
}

func (n *Node) boot(ctx context.Context, images []string) error {
	for _, sub := range []string{"logs", "kubelet", "containerd", "cni"} {
		if err := os.MkdirAll(filepath.Join(n.dir, sub), 0o700); err != nil {
			return err
		}
	}
	if err := n.startContainerd(ctx, images); err != nil {
		return err
	}
	if err := n.startScheduler(); err != nil {
		return err
	}
	if err := n.startKubelet(); err != nil {
		return err
	}
	return n.waitFor(ctx, "the node to be ready", func(ctx context.Context) error {
		node, err := n.Client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		for _, c := range node.Status.Conditions {
			if c.Type == corev1.NodeReady && c.Status != corev1.ConditionTrue {
				return errors.New(c.Message)
			}
		}
		if len(node.Spec.Taints) > 0 {
			return fmt.Errorf("tainted: %v", node.Spec.Taints)
		}
		return nil
	})
}

// waitFor repeats check until it returns nil, gives up with its last error, and
// fails at once when a server has ended.
func (n *Node) waitFor(ctx context.Context, what string, check func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, pollInterval, startTimeout, true, func(ctx context.Context) (bool, error) {
		for _, s := range n.servers {
			if err := s.ended(); err != nil {
				return false, err
			}
		}
		last = check(ctx)
		return last == nil, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", what, errors.Join(err, last))
	}
	return nil
}

// Stop ends the node's servers and the control plane. Containers that still run end
// with the namespaces that hack/node/run made.
func (n *Node) Stop() error {
	var errs []error
	for i := len(n.servers) - 1; i >= 0; i-- {
		errs = append(errs, n.servers[i].stop())
	}
	return errors.Join(append(errs, n.Cluster.Stop())...)
}

// kubeconfig writes one for a component of the node.
func (n *Node) kubeconfig(user string, groups ...string) (string, error) {
	config, err := n.AddUser(user, groups...)
	if err != nil {
		return "", err
	}
	path := filepath.Join(n.dir, strings.ReplaceAll(user, ":", "-")+".kubeconfig")
	return path, controlplane.WriteKubeconfig(path, config)
}

// ctr runs containerd's own client.
func (n *Node) ctr(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, n.Bin("ctr"), append([]string{"--address", containerdSocket, "--namespace", "k8s.io"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("ctr %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
