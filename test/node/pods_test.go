package node

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// leaseName is the operator's leader election ID.
const leaseName = "isms-operator.io"

// metricsReader is the role that the installation offers to who scrapes.
const metricsReader = "isms-operator-metrics-reader"

func listPods(ctx context.Context) ([]corev1.Pod, error) {
	list, err := shared.Client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

func pods(t *testing.T) []corev1.Pod {
	t.Helper()
	list, err := listPods(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func pod(t *testing.T, name string) *corev1.Pod {
	t.Helper()
	p, err := shared.Client.CoreV1().Pods(namespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func isReady(p *corev1.Pod) bool {
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// waitForVersion waits until two ready pods run that build, and no other pod is left.
func waitForVersion(t *testing.T, version string) {
	t.Helper()
	eventually(t, "two ready replicas of "+version, func(ctx context.Context) error {
		list, err := listPods(ctx)
		if err != nil {
			return err
		}
		for i := range list {
			p := &list[i]
			if image := p.Spec.Containers[0].Image; !strings.HasSuffix(image, ":"+version) || !isReady(p) {
				return fmt.Errorf("%s runs %s, ready: %t, %v", p.Name, image, isReady(p), p.Status.ContainerStatuses)
			}
		}
		if len(list) != 2 {
			return fmt.Errorf("%d pods", len(list))
		}
		return nil
	})
}

// watchReadiness looks at the pods until the context ends, and then sends an error
// if there was a moment without a ready one.
func watchReadiness(ctx context.Context, t *testing.T) <-chan error {
	t.Helper()
	result := make(chan error, 1)
	go func() {
		looks, worst := 0, 1000
		for ctx.Err() == nil {
			if list, err := listPods(ctx); err == nil {
				ready := 0
				for i := range list {
					if isReady(&list[i]) && list[i].DeletionTimestamp == nil {
						ready++
					}
				}
				looks, worst = looks+1, min(worst, ready)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if looks < 10 || worst < 1 {
			result <- fmt.Errorf("in %d looks at the pods, down to %d were ready", looks, worst)
		}
		close(result)
	}()
	return result
}

// leader returns the name of the pod that holds the lease, empty if none does.
func leader(t *testing.T) string {
	t.Helper()
	lease, err := shared.Client.CoordinationV1().Leases(namespace).Get(t.Context(), leaseName, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if lease.Spec.HolderIdentity == nil {
		return ""
	}
	holder, _, _ := strings.Cut(*lease.Spec.HolderIdentity, "_")
	return holder
}

// kill ends the process of the operator's container, as a crash would.
func kill(t *testing.T, name string) {
	t.Helper()
	uid := string(pod(t, name).UID)
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range processes {
		command, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		cgroup, _ := os.ReadFile(filepath.Join(dir, "cgroup"))
		if !strings.HasPrefix(string(command), "/manager\x00") || !strings.Contains(string(cgroup), uid) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err == nil {
			err = syscall.Kill(pid, syscall.SIGKILL)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("no process of %s", name)
}

// probe asks every pod what the kubelet asks it.
func probe(t *testing.T) {
	for _, p := range pods(t) {
		container := p.Spec.Containers[0]
		for _, probe := range []*corev1.Probe{container.LivenessProbe, container.ReadinessProbe} {
			if probe == nil {
				t.Errorf("%s lacks a probe", p.Name)
				continue
			}
			url := fmt.Sprintf("http://%s:8081%s", p.Status.PodIP, probe.HTTPGet.Path)
			if status, body := get(t, url, ""); status != http.StatusOK {
				t.Errorf("%s answers %d: %s", url, status, body)
			}
		}
	}
}

func scrape(t *testing.T) {
	accounts := shared.Client.CoreV1().ServiceAccounts(records)
	for _, name := range []string{"prometheus", "stranger"} {
		account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if _, err := accounts.Create(t.Context(), account, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "prometheus-reads-metrics"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: metricsReader},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "prometheus", Namespace: records}},
	}
	if _, err := shared.Client.RbacV1().ClusterRoleBindings().Create(t.Context(), binding, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	url := fmt.Sprintf("https://%s:8443/metrics", pod(t, leader(t)).Status.PodIP)
	for _, row := range []struct {
		who    string
		status int
	}{
		{"", http.StatusUnauthorized},
		{"stranger", http.StatusForbidden},
		{"prometheus", http.StatusOK},
	} {
		token := ""
		if row.who != "" {
			config, err := shared.ServiceAccountConfig(t.Context(), records, row.who)
			if err != nil {
				t.Fatal(err)
			}
			token = config.BearerToken
		}
		status, body := get(t, url, token)
		if status != row.status {
			t.Errorf("%q: %s answers %d, want %d: %s", row.who, url, status, row.status, body)
		}
		if row.who == "prometheus" && !strings.Contains(body, "isms_") {
			t.Errorf("no metric of ours:\n%s", body)
		}
	}
}

func get(t *testing.T, url, token string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		// The operator made its certificate up; there is no authority to ask.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}
