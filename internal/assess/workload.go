package assess

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// ParseWorkloadKinds reads kinds to observe, such as "apps/v1/Deployment,v1/Node".
func ParseWorkloadKinds(list string) ([]schema.GroupVersionKind, error) {
	var kinds []schema.GroupVersionKind
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		slash := strings.LastIndex(item, "/")
		version, err := schema.ParseGroupVersion(item[:max(slash, 0)])
		if slash <= 0 || err != nil || version.Version == "" || item[slash+1:] == "" {
			return nil, fmt.Errorf("%q is no kind to observe: write it as apps/v1/Deployment or v1/Node", item)
		}
		kinds = append(kinds, version.WithKind(item[slash+1:]))
	}
	return kinds, nil
}

// WorkloadsOf returns the objects of the cluster that records name as proof.
func WorkloadsOf(records []api.Record) []api.WorkloadReference {
	var refs []api.WorkloadReference
	for _, r := range records {
		if p, ok := r.(interface {
			Workloads() []api.WorkloadReference
		}); ok {
			refs = append(refs, p.Workloads()...)
		}
	}
	return refs
}
