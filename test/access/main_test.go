package access_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// seedEnv names the variable that gives other roles, bindings and requests than usual.
const seedEnv = "ISMS_ACCESS_SEED"

const usualSeed = 71

// scaleEnv names the variable that gives so many times the roles, bindings and subjects.
const scaleEnv = "ISMS_ACCESS_SCALE"

var cluster *controlplane.Cluster

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run starts no controllers: they would change what is stored while it is judged.
func run(m *testing.M) (code int, err error) {
	cluster, err = controlplane.Start(context.Background(), controlplane.Options{
		ExtraAPIServerFlags: map[string]string{"authorization-mode": "RBAC"},
	})
	if err != nil {
		return 0, err
	}
	code = m.Run()
	return code, cluster.Stop()
}

func seed(t *testing.T) uint64 {
	t.Helper()
	return number(t, seedEnv, usualSeed)
}

// number is what a variable of the environment says, and another where it says nothing.
func number(t *testing.T, variable string, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 {
		t.Fatalf("%s: %q is no number above 0", variable, text)
	}
	return n
}

func clientset(t *testing.T, config *rest.Config) *kubernetes.Clientset {
	t.Helper()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// read is what the operator sees of the cluster.
func read(t *testing.T, client kubernetes.Interface) access.Objects {
	t.Helper()
	var o access.Objects
	rbac, all := client.RbacV1(), metav1.ListOptions{}
	roles, err := rbac.ClusterRoles().List(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	namespaced, err := rbac.Roles("").List(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	bindings, err := rbac.ClusterRoleBindings().List(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	namespacedBindings, err := rbac.RoleBindings("").List(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	o.ClusterRoles, o.Roles = roles.Items, namespaced.Items
	o.ClusterRoleBindings, o.RoleBindings = bindings.Items, namespacedBindings.Items
	return o.Stripped()
}

// identity is somebody as the API server knows them after login: a name and groups.
type identity struct {
	name     string
	groups   []string         // all, with those that the API server adds
	subjects []access.Subject // what our package is asked with: without those
}

func (i identity) String() string { return fmt.Sprintf("%s of %q", i.name, i.groups) }

// review asks the API server.
func review(ctx context.Context, client kubernetes.Interface, who identity, request access.Request) (bool, error) {
	answer, err := client.AuthorizationV1().SubjectAccessReviews().Create(ctx, &authorizationv1.SubjectAccessReview{
		Spec: authorizationv1.SubjectAccessReviewSpec{
			User: who.name, Groups: who.groups, ResourceAttributes: resource(request), NonResourceAttributes: path(request),
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return false, err
	}
	return answer.Status.Allowed, nil
}

func resource(r access.Request) *authorizationv1.ResourceAttributes {
	if r.NonResourceURL != "" {
		return nil
	}
	return &authorizationv1.ResourceAttributes{
		Namespace: r.Namespace, Verb: r.Verb, Group: r.APIGroup, Resource: r.Resource, Subresource: r.Subresource, Name: r.Name,
	}
}

func path(r access.Request) *authorizationv1.NonResourceAttributes {
	if r.NonResourceURL == "" {
		return nil
	}
	return &authorizationv1.NonResourceAttributes{Path: r.NonResourceURL, Verb: r.Verb}
}
