package main

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// bind binds the approvals of a record to what it says with its dates moved: those of the
// samples are bound to the days that they were written for. The binding names no ISMS, as a
// folder of gaps has none.
func bind(object *unstructured.Unstructured) error {
	kinds := rules.Registry().Kinds
	for i := range kinds {
		kind := &kinds[i]
		if kind.Name != object.GetKind() || kind.Approvals == nil {
			continue
		}
		record := kind.New()
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, record); err != nil {
			return err
		}
		hash := signoff.Hash(signoff.SubjectOf(kind.Name, "", object.GetName()), kind.Content(record))
		approvals := kind.Approvals(record)
		for j := range approvals {
			if approvals[j].ContentHash != "" {
				approvals[j].ContentHash = hash
			}
		}
		bound, err := runtime.DefaultUnstructuredConverter.ToUnstructured(record)
		if err != nil {
			return err
		}
		object.Object["spec"] = bound["spec"]
	}
	return nil
}
