package v1alpha1

// Recurrence says that something is to be done again and again.
//
// +kubebuilder:validation:XValidation:rule="has(self.everyMonths) || has(self.statedAs)",message="say how often: set everyMonths, or statedAs where only words are known"
type Recurrence struct {
	// everyMonths says after how many months it is due again, counted from when it was last
	// done: 3 for every quarter, 12 for every year. Unknown where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	EveryMonths *int32 `json:"everyMonths,omitempty"`
	// statedAs keeps what the source said, such as "rolling".
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	StatedAs string `json:"statedAs,omitempty"`
}

// After is the last day by which it is due again once it was done on a day; absent where it
// does not recur, was not done, or nobody knows how often.
func (r *Recurrence) After(done Date) Date {
	if r == nil || Months(r.EveryMonths) <= 0 || done.IsZero() {
		return Date{}
	}
	return done.AddMonths(int(*r.EveryMonths))
}

// Undated reports whether it recurs, and nobody knows how often.
func (r *Recurrence) Undated() bool { return r != nil && Months(r.EveryMonths) <= 0 }
