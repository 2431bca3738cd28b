package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/component-helpers/auth/rbac/validation"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// TestAggregatesAsTheController empties the aggregated roles of a cluster whose controller
// has filled them, among them Kubernetes' own admin, edit and view, and fills them again.
func TestAggregatesAsTheController(t *testing.T) {
	filled, err := controlplane.Start(t.Context(), controlplane.Options{ControllerManager: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := filled.Stop(); err != nil {
			t.Error(err)
		}
	})
	client := clientset(t, filled.Config())
	n := seed(t)
	w := world{rand.New(rand.NewPCG(n, n)), 1}
	for i := range 24 {
		role := rbacv1.ClusterRole{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("part-%d", i), Labels: map[string]string{fmt.Sprintf("level-%d", i%4): "yes"}},
			Rules:      w.rules(true),
		}
		if level := i % 4; level < 3 && i%3 == 0 {
			// The levels go down, so that no circle keeps what was stored.
			role.AggregationRule = &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{
				{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: fmt.Sprintf("level-%d", level+1), Operator: metav1.LabelSelectorOpExists}}},
			}}
		}
		if _, err := client.RbacV1().ClusterRoles().Create(t.Context(), &role, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	var differ []string
	same := func(context.Context) (bool, error) {
		stored := read(t, client)
		emptied := stored
		emptied.ClusterRoles = slices.Clone(stored.ClusterRoles)
		aggregated := 0
		for i := range emptied.ClusterRoles {
			if emptied.ClusterRoles[i].AggregationRule != nil {
				emptied.ClusterRoles[i].Rules = nil
				aggregated++
			}
		}
		if aggregated < 9 {
			return false, fmt.Errorf("%d aggregated roles are too few to show much", aggregated)
		}
		differ = differences(stored, emptied.Aggregated())
		return len(differ) == 0, nil
	}
	if err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, 30*time.Second, true, same); err != nil {
		t.Fatalf("%v: %q", err, differ)
	}
}

func differences(stored, ours access.Objects) []string {
	var names []string
	for i, role := range stored.ClusterRoles {
		more, _ := validation.Covers(role.Rules, ours.ClusterRoles[i].Rules)
		less, _ := validation.Covers(ours.ClusterRoles[i].Rules, role.Rules)
		if !more || !less {
			names = append(names, role.Name)
		}
	}
	return names
}
