package v1alpha1

// MandatoryTraining is a training that people must have had and must refresh.
type MandatoryTraining struct {
	// training by the name under which CompetencyRecords record it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Training string `json:"training,omitempty"`
	// intervalMonths after which it must be refreshed; 12 where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	IntervalMonths *int32 `json:"intervalMonths,omitempty"`
	// roleRefs name the SecurityRoles whose holders need it; everyone where empty.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RoleRefs []Reference `json:"roleRefs,omitempty"`
}

// DutyConflict is a pair of duties that one person must not hold in one scope.
//
// +kubebuilder:validation:XValidation:rule="self.first != self.second",message="a duty does not conflict with itself; name two duties"
type DutyConflict struct {
	// first duty by name, as in the duties of a SecurityRole.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	First string `json:"first,omitempty"`
	// second duty by name, as in the duties of a SecurityRole.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Second string `json:"second,omitempty"`
	// grade of the finding; where absent that of the default matrix, or Minor for a pair
	// that is not in it.
	// +optional
	Grade ConflictGrade `json:"grade,omitempty"`
	// disabledBecause says why the pair does not count as a conflict here; it counts
	// where absent.
	// +optional
	// +kubebuilder:validation:MaxLength=512
	DisabledBecause string `json:"disabledBecause,omitempty"`
}

// ConflictGrade is how grave it is to hold two duties that conflict. It is known, so there
// is no Unknown.
// +kubebuilder:validation:Enum=Major;Minor;Observation;Opportunity
type ConflictGrade string
