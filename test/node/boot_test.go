package node
import "testing"
func TestBoot(t *testing.T) {
	out, _, err := shared.Kubectl(t.Context(), nil, "get", "nodes,svc", "-o", "wide")
	t.Log(out, err)
}
