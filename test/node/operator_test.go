package node

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	namespace = "isms-operator-system"
	release   = "isms-operator"
	records   = "evidence" // namespace of the records
	selector  = "app.kubernetes.io/name=isms-operator"
)

// TestOperatorOnANode is one story, as a cluster lives it: each step goes on from
// what the step before has left.
func TestOperatorOnANode(t *testing.T) {
	for _, step := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"two replicas become ready under the restricted level", install},
		{"what the restricted level forbids is refused", refusePrivileged},
		{"probes answer", probe},
		{"one replica judges", judge},
		{"metrics need a token that may read them", scrape},
		{"a killed leader is followed by one other", killLeader},
		{"an upgrade leaves no moment without a ready replica", upgrade},
		{"every status version was written once, by one writer at a time", writtenOnce},
		{"records outlive the operator", uninstall},
	} {
		if !t.Run(step.name, step.run) {
			report(t)
			return
		}
	}
}

func install(t *testing.T) {
	kubectl(t, "create", "namespace", namespace)
	kubectl(t, "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted")
	deploy(t, "v1")
	waitForVersion(t, "v1")
	for _, pod := range pods(t) {
		for _, c := range pod.Status.ContainerStatuses {
			if c.RestartCount != 0 {
				t.Errorf("%s was started %d times", pod.Name, c.RestartCount+1)
			}
		}
	}
}

// refusePrivileged shows that the level is enforced, so that the operator's own
// pods have passed it.
func refusePrivileged(t *testing.T) {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "root", Namespace: namespace},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "root", Image: pauseImage}}},
	}
	_, err := shared.Client.CoreV1().Pods(namespace).Create(t.Context(), pod, metav1.CreateOptions{})
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), `violates PodSecurity "restricted`) {
		t.Errorf("a pod that may run as root: %v", err)
	}
}

func judge(t *testing.T) {
	kubectl(t, "create", "namespace", records)
	kubectl(t, "apply", "--namespace="+records, "--filename="+filepath.Join(moduleRoot(t), "config", "samples"))
	eventually(t, "every record is judged", func(context.Context) error {
		return judged(allRecords(t))
	})
	eventually(t, "the writes are in the audit log", func(context.Context) error {
		all := statusWrites(t)
		if have, want := len(all), len(allRecords(t)); have < want {
			return fmt.Errorf("%d writes of %d records", have, want)
		}
		for _, w := range all {
			if w.pod != leader(t) {
				t.Fatalf("%s wrote %s, but the lease is held by %s", w.pod, w.record, leader(t))
			}
		}
		return nil
	})
}

// killLeader kills the leader's process without notice, so that it can neither give
// its lease back nor end its writes, and its pod. What changes meanwhile waits for
// whoever leads next.
func killLeader(t *testing.T) {
	killed := leader(t)
	before := len(statusWrites(t))
	kill(t, killed)
	kubectl(t, "delete", "pod", killed, "--namespace="+namespace, "--grace-period=0", "--force")
	change(t, "after-kill")
	follower := leader(t)
	if follower == killed || follower == "" {
		t.Errorf("the lease is held by %q after %s was killed", follower, killed)
	}
	waitForVersion(t, "v1")
	after := statusWrites(t)[before:]
	for _, w := range after {
		if w.pod != follower {
			t.Errorf("%s wrote %s after %s was killed; want %s", w.pod, w.record, killed, follower)
		}
	}
	// The new leader has judged all records again, and must have found only the
	// changed one and the roll-up to differ.
	if len(after) < 1 || len(after) > 2 {
		t.Errorf("wrote %d statuses for one changed record: %v", len(after), after)
	}
}

func upgrade(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	watched := watchReadiness(ctx, t)
	deploy(t, "v2")
	for i := range 3 { // while pods come and go
		change(t, fmt.Sprint("during-upgrade-", i))
	}
	waitForVersion(t, "v2")
	stop()
	if err := <-watched; err != nil {
		t.Error(err)
	}
	change(t, "after-upgrade")
	log, err := shared.PodLog(namespace, leader(t))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log, `"version":"v2"`) && !strings.Contains(log, `"version": "v2"`) {
		t.Errorf("the leader's log does not say version v2:\n%s", log)
	}
}

// writtenOnce looks at all writes of the whole story. A write that changes nothing is
// answered with the version that was there, so a version that is answered twice was
// written by two, or twice by one.
func writtenOnce(t *testing.T) {
	seen := map[string]write{}
	var turns []string
	for _, w := range statusWrites(t) {
		key := w.record + "@" + w.version
		if first, twice := seen[key]; twice {
			t.Errorf("%s was written by %s and by %s", key, first.pod, w.pod)
		}
		seen[key] = w
		if len(turns) == 0 || turns[len(turns)-1] != w.pod {
			turns = append(turns, w.pod)
		}
	}
	led := map[string]bool{}
	for _, pod := range turns {
		if led[pod] {
			t.Errorf("writers took turns: %v", turns)
		}
		led[pod] = true
	}
	if len(turns) < 3 {
		t.Errorf("writers %v: want the first leader, its follower and one of the upgrade", turns)
	}
	t.Logf("%d status versions by %d leaders in turn", len(seen), len(turns))
}

func uninstall(t *testing.T) {
	before := allRecords(t)
	helm(t, "uninstall", release)
	eventually(t, "the operator is gone", func(ctx context.Context) error {
		list, err := shared.Client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		if err == nil && len(list.Items) > 0 {
			err = fmt.Errorf("%d pods left", len(list.Items))
		}
		return err
	})
	after := allRecords(t)
	if len(before) == 0 || len(after) != len(before) {
		t.Fatalf("%d records before, %d after", len(before), len(after))
	}
	for name, version := range before {
		if after[name] != version {
			t.Errorf("%s changed: %v, was %v", name, after[name], version)
		}
	}
}

// report shows what the kubelet and the operator said, after a step has failed.
func report(t *testing.T) {
	out, _, err := shared.Kubectl(context.Background(), nil, "--namespace="+namespace, "get", "pods,events,leases", "-o", "wide")
	t.Log(out, err)
	list, err := shared.Client.CoreV1().Pods(namespace).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		t.Log(err)
		return
	}
	for _, pod := range list.Items {
		log, err := shared.PodLog(namespace, pod.Name)
		t.Logf("log of %s: %v\n%s", pod.Name, err, log)
	}
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	return filepath.Dir(filepath.Dir(filepath.Dir(shared.Bin("kubectl"))))
}

// deploy installs the chart, or upgrades it, with two replicas.
func deploy(t *testing.T, version string) {
	t.Helper()
	helm(t, "upgrade", "--install", release, filepath.Join(moduleRoot(t), "charts", "isms-operator"),
		"--set=replicas=2", "--set=image.repository=localhost/isms-operator", "--set=image.tag="+version)
}

func helm(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), shared.Bin("helm"), append(args, "--namespace="+namespace, "--kubeconfig="+shared.Kubeconfig())...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("helm %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func kubectl(t *testing.T, args ...string) string {
	t.Helper()
	out, _, err := shared.Kubectl(t.Context(), nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func eventually(t *testing.T, what string, check func(context.Context) error) {
	t.Helper()
	if err := shared.waitFor(t.Context(), what, check); err != nil {
		t.Fatal(err)
	}
}
