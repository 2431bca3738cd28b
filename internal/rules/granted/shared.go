package granted

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// The fields that decide: of the assessment, and of people.
const (
	scopeField    = "spec.observedScope"
	accountsField = "spec.accounts"
)

// accountsStated reports whether anybody states an account in the cluster.
func accountsStated(c *assess.Context) bool {
	for p := range assess.All[*api.Person](c.World) {
		if len(facts.ClusterAccounts(p)) > 0 {
			return true
		}
	}
	return false
}

// counted is a number of things.
func counted(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
