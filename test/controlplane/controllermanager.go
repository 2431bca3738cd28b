package controlplane

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

// controllers are those whose work shows without nodes. The rest would only slow
// the start down.
var controllers = []string{
	"clusterrole-aggregation-controller",
	"garbage-collector-controller",
	"namespace-controller",
	"resourcequota-controller",
	"root-ca-certificate-publisher-controller",
	"serviceaccount-controller",
	"serviceaccount-token-controller",
	"validatingadmissionpolicy-status-controller",
}

// startControllerManager returns once the default service account exists, which
// only a running controller makes. In a state folder that was used before it
// exists already; then a controller manager that fails shows when it is stopped.
func (c *Cluster) startControllerManager(ctx context.Context) error {
	config, err := c.AddUser("system:" + controllerManagerName)
	if err != nil {
		return err
	}
	kubeconfig := filepath.Join(c.layout.run(), controllerManagerName+".kubeconfig")
	if err := WriteKubeconfig(kubeconfig, config); err != nil {
		return err
	}
	program, err := c.supervisor.program(controllerManagerName)
	if err != nil {
		return err
	}
	if c.managerLog, err = c.layout.createLog(controllerManagerName); err != nil {
		return err
	}
	c.manager, err = startProcess(controllerManagerName, program, c.managerLog,
		"--kubeconfig="+kubeconfig,
		"--controllers="+strings.Join(append(slices.Clone(controllers), c.options.ExtraControllers...), ","),
		// Each controller has the rights of its own role, as on any cluster.
		"--use-service-account-credentials=true",
		"--service-account-private-key-file="+c.pki.serviceAccountKeyPath(),
		"--root-ca-file="+c.pki.caPath(),
		"--leader-elect=false",
		// It serves metrics and health alone, which no one asks for.
		"--secure-port=0",
		// Deleting a namespace takes a request or two for each kind that there is;
		// with the default of 20 a second it takes seconds.
		"--kube-api-qps=500", "--kube-api-burst=1000",
	)
	if err != nil {
		return errors.Join(err, c.managerLog.Close())
	}
	return c.waitForControllers(ctx)
}

func (c *Cluster) waitForControllers(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(c.admin)
	if err != nil {
		return err
	}
	var last error
	err = wait.PollUntilContextTimeout(ctx, pollInterval, pollTimeout, true, func(ctx context.Context) (bool, error) {
		if gone, err := c.manager.exited(); gone {
			return false, fmt.Errorf("%s ended: %w", controllerManagerName, err)
		}
		_, last = client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
		return last == nil, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the controllers: %w", errors.Join(err, last))
	}
	return nil
}
