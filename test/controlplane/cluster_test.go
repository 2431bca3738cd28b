package controlplane

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
)

func TestVersionIsThePinnedOneOnBothSides(t *testing.T) {
	if os.Getenv(BinEnv) != "" {
		t.Skip("with prebuilt binaries the version is the user's choice")
	}
	root, err := ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile(filepath.Join(root, "hack", "controlplane", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	pinned := regexp.MustCompile(`k8s\.io/kubernetes (v\S+)`).FindSubmatch(gomod)
	if pinned == nil {
		t.Fatal("go.mod of the control plane pins no k8s.io/kubernetes")
	}
	out, warnings, err := shared.Kubectl(t.Context(), nil, "version", "-o", "json")
	if err != nil || warnings != "" {
		t.Fatalf("err %v, stderr %q", err, warnings)
	}
	var got struct{ ClientVersion, ServerVersion struct{ GitVersion string } }
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	want := string(pinned[1])
	if got.ClientVersion.GitVersion != want || got.ServerVersion.GitVersion != want {
		t.Errorf("versions %+v, want %s", got, want)
	}
}

func TestKubectlIgnoresTheUsersConfiguration(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "config")
	if err := WriteKubeconfig(elsewhere, &rest.Config{Host: "https://127.0.0.1:1"}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECONFIG", elsewhere)
	t.Setenv("HOME", t.TempDir())
	server := kubectl(t, shared, "", "config", "view", "-o", "jsonpath={.clusters[*].cluster.server}")
	if server != shared.Config().Host {
		t.Errorf("kubectl talks to %s, not to %s", server, shared.Config().Host)
	}
	kubectl(t, shared, "", "get", "namespace", "default")
	if entries, err := os.ReadDir(os.Getenv("HOME")); err != nil || len(entries) != 0 {
		t.Errorf("kubectl left %v in the home folder, err %v", entries, err)
	}
}

func TestKubectlErrorHoldsItsMessage(t *testing.T) {
	_, stderr, err := shared.Kubectl(t.Context(), nil, "get", "namespace", "no-such")
	if err == nil || !strings.Contains(err.Error(), "not found") || !strings.Contains(stderr, "not found") {
		t.Errorf("err %v, stderr %q", err, stderr)
	}
}

func TestKubeconfigIsForItsOwnerAlone(t *testing.T) {
	info, err := os.Stat(shared.Kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestConfigsAreNotRateLimited(t *testing.T) {
	user, err := shared.AddUser("unlimited")
	if err != nil {
		t.Fatal(err)
	}
	account, err := shared.ServiceAccountConfig(t.Context(), metav1.NamespaceDefault, "default")
	if err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]*rest.Config{"admin": shared.Config(), "user": user, "service account": account} {
		if config.QPS >= 0 || config.RateLimiter != nil {
			t.Errorf("%s: QPS %v, limiter %v", name, config.QPS, config.RateLimiter)
		}
	}
}

func TestUsersAreAuthorised(t *testing.T) {
	config, err := shared.AddUser("jane", "auditors")
	if err != nil {
		t.Fatal(err)
	}
	client := clientset(t, config)
	list := func() error {
		_, err := client.CoreV1().ConfigMaps(metav1.NamespaceDefault).List(t.Context(), metav1.ListOptions{})
		return err
	}
	if err := list(); !apierrors.IsForbidden(err) {
		t.Fatalf("without a role: %v", err)
	}
	kubectl(t, shared, "", "-n", metav1.NamespaceDefault, "create", "rolebinding", "auditors", "--clusterrole=view", "--group=auditors")
	eventually(t, "with a role", func(context.Context) (bool, error) { return list() == nil, nil })
}

func TestServiceAccountConfigIsThatAccount(t *testing.T) {
	config, err := shared.ServiceAccountConfig(t.Context(), metav1.NamespaceDefault, "default")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := whoAmI(t, config), "system:serviceaccount:default:default"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := shared.ServiceAccountConfig(t.Context(), metav1.NamespaceDefault, "no-such"); !apierrors.IsNotFound(err) {
		t.Errorf("missing account: %v", err)
	}
}

func whoAmI(t *testing.T, config *rest.Config) string {
	t.Helper()
	review, err := clientset(t, config).AuthenticationV1().SelfSubjectReviews().
		Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return review.Status.UserInfo.Username
}

func TestCRDsAreEstablished(t *testing.T) {
	established := kubectl(t, shared, "", "get", "crd", "gadgets.controlplane.example.com",
		"-o", `jsonpath={.status.conditions[?(@.type=="Established")].status}`)
	if established != "True" {
		t.Errorf("Established is %q", established)
	}
}

// Both ends of it: what a namespace holds goes with it, and what an object of a
// custom kind owns goes with that.
func TestControllersCleanUp(t *testing.T) {
	t.Parallel()
	const namespace = "clean-up"
	client := clientset(t, shared.Config())
	kubectl(t, shared, "", "create", "namespace", namespace)
	kubectl(t, shared, "{apiVersion: controlplane.example.com/v1, kind: Gadget, metadata: {name: owner}}", "-n", namespace, "apply", "-f", "-")
	uid := kubectl(t, shared, "", "-n", namespace, "get", "gadget", "owner", "-o", "jsonpath={.metadata.uid}")
	owned := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "owned", OwnerReferences: []metav1.OwnerReference{
		{APIVersion: "controlplane.example.com/v1", Kind: "Gadget", Name: "owner", UID: types.UID(uid)},
	}}}
	if _, err := client.CoreV1().ConfigMaps(namespace).Create(t.Context(), owned, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	kubectl(t, shared, "", "-n", namespace, "delete", "gadget", "owner")
	eventually(t, "garbage collection", func(ctx context.Context) (bool, error) {
		_, err := client.CoreV1().ConfigMaps(namespace).Get(ctx, owned.Name, metav1.GetOptions{})
		return apierrors.IsNotFound(err), nil
	})
	kubectl(t, shared, "", "delete", "namespace", namespace, "--timeout=30s")
}
