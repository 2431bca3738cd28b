// Package v1alpha1 holds the records of an information security management
// system (ISMS) that ISO/IEC 27001:2022 Clause 7.1 is judged from.
//
// Absent facts stay absent: the package sets no schema defaults, and almost no
// fact is required, because an absent fact is itself what a rule has to judge.
//
// +kubebuilder:object:generate=true
// +groupName=isms-operator.io
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupName is the API group of every kind in this package.
const GroupName = "isms-operator.io"

var (
	// GroupVersion is the group and version of every kind in this package.
	GroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1alpha1"}

	schemeBuilder = runtime.NewSchemeBuilder(func(s *runtime.Scheme) error {
		metav1.AddToGroupVersion(s, GroupVersion)
		return nil
	})

	// AddToScheme registers every kind of this package.
	AddToScheme = schemeBuilder.AddToScheme
)

// register adds a kind and its list to the scheme; each kind's file calls it once.
func register(objects ...runtime.Object) {
	schemeBuilder.Register(func(s *runtime.Scheme) error {
		s.AddKnownTypes(GroupVersion, objects...)
		return nil
	})
}
