package controlplane

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// tokenLifetime outlasts any test and a demo that is left running over a weekend.
const tokenLifetime = 7 * 24 * time.Hour

// Config returns a copy of the administrator's client config. Requests are not
// rate limited on the client's side; nor are those of the other configs here.
func (c *Cluster) Config() *rest.Config { return rest.CopyConfig(c.admin) }

// Kubeconfig returns the path of the administrator's kubeconfig file, inside the
// state folder.
func (c *Cluster) Kubeconfig() string { return c.layout.kubeconfig() }

// StateDir returns the absolute path of the state folder, temporary or not. The
// servers log to its folder "logs".
func (c *Cluster) StateDir() string { return c.layout.dir }

// Bin returns the path of one of the control plane's binaries, such as "kubectl".
func (c *Cluster) Bin(name string) string { return filepath.Join(c.bin, name) }

// AddUser returns a client config of a user with these groups, proven by a client
// certificate. Without a role binding the user may do next to nothing. It fails
// when no certificate can be issued.
func (c *Cluster) AddUser(name string, groups ...string) (*rest.Config, error) {
	c.users.Lock()
	defer c.users.Unlock()
	user, err := c.plane.AddUser(envtest.User{Name: name, Groups: groups}, unlimited())
	if err != nil {
		return nil, fmt.Errorf("adding user %s: %w", name, err)
	}
	return user.Config(), nil
}

func unlimited() *rest.Config { return &rest.Config{QPS: -1} }

// ServiceAccountConfig returns a client config of a service account, with a token
// that the API server issues for it and that is valid for a week. It fails when
// the service account does not exist.
func (c *Cluster) ServiceAccountConfig(ctx context.Context, namespace, name string) (*rest.Config, error) {
	client, err := kubernetes.NewForConfig(c.admin)
	if err != nil {
		return nil, fmt.Errorf("token for service account %s/%s: %w", namespace, name, err)
	}
	lifetime := int64(tokenLifetime.Seconds())
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &lifetime}}
	answer, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, name, request, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("token for service account %s/%s: %w", namespace, name, err)
	}
	config := unlimited()
	config.Host = c.admin.Host
	config.CAData = c.admin.CAData
	config.BearerToken = answer.Status.Token
	return config, nil
}

// WriteKubeconfig writes a config of this package to a file that its owner alone
// may read, for a program that runs as that user. It fails when the file cannot be
// written.
func WriteKubeconfig(path string, config *rest.Config) error {
	const name = "isms-local"
	kubeconfig := clientcmdapi.NewConfig()
	kubeconfig.Clusters[name] = &clientcmdapi.Cluster{Server: config.Host, CertificateAuthorityData: config.CAData}
	kubeconfig.AuthInfos[name] = &clientcmdapi.AuthInfo{
		ClientCertificateData: config.CertData, ClientKeyData: config.KeyData, Token: config.BearerToken,
	}
	kubeconfig.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	kubeconfig.CurrentContext = name
	data, err := clientcmd.Write(*kubeconfig)
	if err == nil {
		err = writeFile(path, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("writing kubeconfig %s: %w", path, err)
	}
	return nil
}

// Kubectl runs kubectl as the administrator of this control plane, whatever
// cluster and preferences the user of this machine has configured. The error,
// when kubectl fails, includes what it printed to stderr.
func (c *Cluster) Kubectl(ctx context.Context, stdin io.Reader, args ...string) (stdout, stderr string, err error) {
	var out, errOut strings.Builder
	cmd := exec.CommandContext(ctx, c.Bin(kubectlName), append([]string{"--kubeconfig=" + c.Kubeconfig()}, args...)...)
	cmd.Env = c.kubectlEnv()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &errOut
	// A plugin that survives kubectl must not keep us waiting for its output.
	cmd.WaitDelay = gracePeriod
	if err := cmd.Run(); err != nil {
		err = errors.Join(err, ctx.Err())
		return out.String(), errOut.String(), fmt.Errorf("kubectl %s: %w: %s",
			strings.Join(args, " "), err, strings.TrimSpace(errOut.String()))
	}
	return out.String(), errOut.String(), nil
}

// AwaitCRDs waits until clients are told of every custom resource definition that
// there is. The API server does so a moment after a definition is established, kind
// by kind, and kubectl refuses a record whose kind it was not told of. It fails when
// the context is done.
func (c *Cluster) AwaitCRDs(ctx context.Context) error {
	for {
		definitions, _, err := c.Kubectl(ctx, nil, "get", "crd", "-o", `jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}`)
		if err != nil {
			return fmt.Errorf("waiting for custom resource definitions: %w", err)
		}
		// It fails while one group of several cannot be read, and prints the others.
		told, _, failed := c.Kubectl(ctx, nil, "api-resources", "-o", "name")
		known := strings.Fields(told)
		missing := slices.DeleteFunc(strings.Fields(definitions), func(name string) bool { return slices.Contains(known, name) })
		if len(missing) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for custom resource definitions: %w; not served: %s", errors.Join(ctx.Err(), failed), strings.Join(missing, ", "))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (c *Cluster) kubectlEnv() []string {
	return append(os.Environ(),
		// In place of the caller's own, for plugins, which do not see the flag.
		"KUBECONFIG="+c.Kubeconfig(),
		// The user's aliases and default flags.
		"KUBERC=off",
		// Discovery is cached by address. Ports come again with another cluster
		// behind them, and the cache in the home folder would then be of the old one.
		"KUBECACHEDIR="+c.layout.kubectlCache(),
	)
}
