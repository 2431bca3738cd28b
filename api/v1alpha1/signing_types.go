package v1alpha1

import "slices"

// KeyUse is what a key may sign.
// +kubebuilder:validation:Enum=Approvals;Registrations
type KeyUse string

// KeyUse values.
const (
	// UseApprovals: the key signs approvals of its holder, and their other acts.
	UseApprovals KeyUse = "Approvals"
	// UseRegistrations: the key signs registrations of other people's keys.
	UseRegistrations KeyUse = "Registrations"
)

// SigningKey is a public key by which a person signs. It counts once somebody who is trusted
// has signed its registration, or where its fingerprint is the trust root that the operator
// and the plugin are told.
//
// +kubebuilder:validation:XValidation:rule="!has(self.validFrom) || !has(self.validUntil) || self.validFrom.split('T')[0] <= self.validUntil.split('T')[0]",message="validUntil must not be before validFrom",fieldPath=".validUntil"
type SigningKey struct {
	// name of the key, unique within the list, such as "yubikey-2026".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// publicKey as OpenSSH writes it, without the comment: an Ed25519 key, or one of a FIDO2
	// security key.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:Pattern=`^(ssh-ed25519|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,2}$`
	// +kubebuilder:validation:MaxLength=1024
	PublicKey string `json:"publicKey,omitempty"`
	// uses of the key; Approvals where absent. A key without Registrations vouches for no other.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=2
	Uses []KeyUse `json:"uses,omitempty"`
	// validFrom is the first day of which signatures count; absent for the day of registration.
	// +optional
	ValidFrom Date `json:"validFrom,omitzero"`
	// validUntil is the last day of which signatures count; absent while no end is planned.
	// +optional
	ValidUntil Date `json:"validUntil,omitzero"`
	// registeredBy is the person who vouches for the key: somebody else than its holder.
	// +optional
	RegisteredBy *Actor `json:"registeredBy,omitempty"`
	// registeredOn is the day on which they did.
	// +optional
	RegisteredOn Date `json:"registeredOn,omitzero"`
	// registration is their signature, as ssh-keygen writes one (SSHSIG, armored), in the
	// namespace key@isms-operator.io, of what "key add --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Registration string `json:"registration,omitempty"`
	// revokedOn is the first day of which no signature counts any more.
	// +optional
	RevokedOn Date `json:"revokedOn,omitzero"`
	// revocationReason says why, such as "lost on a train".
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	RevocationReason string `json:"revocationReason,omitempty"`
}

// MayRegister reports whether the key vouches for others.
func (k *SigningKey) MayRegister() bool { return k.uses(UseRegistrations) }

// MayApprove reports whether the key signs approvals.
func (k *SigningKey) MayApprove() bool { return len(k.Uses) == 0 || k.uses(UseApprovals) }

func (k *SigningKey) uses(what KeyUse) bool {
	for _, use := range k.Uses {
		if use == what {
			return true
		}
	}
	return false
}

// ApprovedKind is a kind of record that is approved, or an act beside approvals that records
// state with who did it and when.
// +kubebuilder:validation:Enum=AccountabilityMatrix;ManagementReview;SecurityBudget;SecurityException;StatementOfApplicability;Appointment;Delegation;RiskAcceptance;Verification;RequirementDecision;RenewalDecision;ReplacementDecision
type ApprovedKind string

// ApprovedKind values that are acts.
const (
	// ActAppointment appoints somebody to a role.
	ActAppointment ApprovedKind = "Appointment"
	// ActDelegation gives the holders of a role an authority of top management.
	ActDelegation ApprovedKind = "Delegation"
	// ActRiskAcceptance accepts a risk, or what is left of it.
	ActRiskAcceptance ApprovedKind = "RiskAcceptance"
	// ActVerification says that a proof of competency was checked.
	ActVerification ApprovedKind = "Verification"
	// ActRequirementDecision decides on a need for resources.
	ActRequirementDecision ApprovedKind = "RequirementDecision"
	// ActRenewalDecision decides on a term that ends.
	ActRenewalDecision ApprovedKind = "RenewalDecision"
	// ActReplacementDecision decides that something without support is replaced in time.
	ActReplacementDecision ApprovedKind = "ReplacementDecision"
)

// Acts are the acts that can be signed beside approvals, in the order in which they are listed.
func Acts() []ApprovedKind {
	return []ApprovedKind{ActAppointment, ActDelegation, ActRiskAcceptance, ActVerification, ActRequirementDecision, ActRenewalDecision, ActReplacementDecision}
}

// IsAct reports whether it is an act, and no kind of record.
func (k ApprovedKind) IsAct() bool { return slices.Contains(Acts(), k) }

// SignaturesPolicy says which approvals have to be signed.
//
// +kubebuilder:validation:XValidation:rule="!has(self.earlierUntil) || has(self.requiredFrom) && self.requiredFrom.split('T')[0] <= self.earlierUntil.split('T')[0]",message="earlierUntil must not be before requiredFrom",fieldPath=".earlierUntil"
type SignaturesPolicy struct {
	// requiredFrom is the day from which approvals have to be bound to what they approve, and
	// signed; none has to be where absent.
	// +optional
	RequiredFrom Date `json:"requiredFrom,omitzero"`
	// earlierUntil is the last day on which a record may rest on an unsigned approval that states
	// a day before requiredFrom, since anybody can write an earlier day; absent for none from
	// requiredFrom on. It ends 24 months after requiredFrom at the latest.
	// +optional
	EarlierUntil Date `json:"earlierUntil,omitzero"`
	// subjects are the kinds of record whose approvals have to be, all that are approved where
	// none is named; and the acts beside approvals that have to be signed, such as Appointment,
	// none where none is named.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	Subjects []ApprovedKind `json:"subjects,omitempty"`
	// timestamps says which of the signatures that have to be need a time stamp as well; none
	// where absent.
	// +optional
	Timestamps TimestampsPolicy `json:"timestamps,omitempty"` //nolint:kubeapilinter // time stamps of RFC 3161 are tokens, and no times
	// timestampAuthorities are those whose time stamps count, once somebody who is trusted has
	// signed their registration.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=8
	TimestampAuthorities []TimestampAuthority `json:"timestampAuthorities,omitempty"` //nolint:kubeapilinter // they are called so (RFC 3161)
}

// TimestampsPolicy says which signatures need a time stamp (RFC 3161).
// +kubebuilder:validation:Enum=Off;High
type TimestampsPolicy string

// TimestampsPolicy values.
const (
	// TimestampsOff: no signature needs one. One that is there and wrong is told.
	TimestampsOff TimestampsPolicy = "Off"
	// TimestampsHigh: signatures that top management alone may give need one.
	TimestampsHigh TimestampsPolicy = "High"
)

// TimestampAuthority is an authority for time stamps (RFC 3161). Its time stamps count once
// somebody who is trusted has signed its registration.
type TimestampAuthority struct {
	// name of the authority, unique within the list, such as "notary-2026".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// certificate in PEM, and one alone: that of the authority, or of the CA that issued it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:Pattern=`^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$`
	// +kubebuilder:validation:MaxLength=8192
	Certificate string `json:"certificate,omitempty"`
	// registeredBy is the person who vouches for the authority.
	// +optional
	RegisteredBy *Actor `json:"registeredBy,omitempty"`
	// registeredOn is the day on which they did.
	// +optional
	RegisteredOn Date `json:"registeredOn,omitzero"`
	// registration is their signature, as ssh-keygen writes one (SSHSIG, armored), in the
	// namespace timestamp-authority@isms-operator.io, of what "timestamp-authority add
	// --request" writes.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Registration string `json:"registration,omitempty"`
}

// longestEarlier is for how many months after requiredFrom unsigned approvals of before may count
// at most: a day that never comes would let everybody date back for ever.
const longestEarlier = 24

// EarlierLapse is the first day on which no record may rest on an unsigned approval that
// states a day before requiredFrom; absent where none has to be signed.
func (s *SignaturesPolicy) EarlierLapse() Date {
	if s.EarlierUntil.IsZero() || s.EarlierUntil.Before(s.RequiredFrom) {
		return s.RequiredFrom
	}
	if last := s.RequiredFrom.AddMonths(longestEarlier); s.EarlierUntil.After(last) {
		return last.AddDays(1)
	}
	return s.EarlierUntil.AddDays(1)
}

// SignaturesOf reports whether approvals of records of a kind have to be signed from some day
// on. An act among the subjects takes no kind out: who asks for more, asks for no less.
func (p *Policy) SignaturesOf(kind string) bool {
	s := &p.Signatures
	if s.RequiredFrom.IsZero() {
		return false
	}
	return slices.Contains(s.Subjects, ApprovedKind(kind)) || !slices.ContainsFunc(s.Subjects, func(k ApprovedKind) bool { return !k.IsAct() })
}

// SignaturesOfAct reports whether acts have to be signed from some day on: only where the
// policy names them.
func (p *Policy) SignaturesOfAct(act ApprovedKind) bool {
	return !p.Signatures.RequiredFrom.IsZero() && slices.Contains(p.Signatures.Subjects, act)
}
