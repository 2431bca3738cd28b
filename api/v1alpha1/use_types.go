package v1alpha1

// UseState is where something stands between its plan and its end.
// +kubebuilder:validation:Enum=Planned;InUse;Suspended;Retired
type UseState string

// UseState values.
const (
	UsePlanned   UseState = "Planned"
	UseInUse     UseState = "InUse"
	UseSuspended UseState = "Suspended"
	UseRetired   UseState = "Retired"
)
