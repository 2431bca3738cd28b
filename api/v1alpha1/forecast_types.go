package v1alpha1

// MaxArising is how many findings a forecast lists, the worst first.
const MaxArising = 16

// Forecast is the verdict on a later day if nobody edits a record until then. The
// operator reaches it as it reaches every verdict, with another date.
type Forecast struct {
	// day that is foretold: the first day of the next external audit.
	// +required
	// +kubebuilder:validation:MaxLength=10
	Day string `json:"day"`
	// verdict on that day.
	// +required
	Verdict Verdict `json:"verdict,omitempty"`
	// counts of the findings of that day.
	// +required
	Counts FindingCounts `json:"counts"`
	// arisingTotal is how many findings of that day are not open yet, or are less
	// grave today.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=2147483647
	ArisingTotal int32 `json:"arisingTotal"`
	// arising lists them, worst first, at most 16: what lapses until then, and what
	// fails because of it.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Arising []Finding `json:"arising,omitempty"`
}
