package v1alpha1

// Person is the name of the Person that an actor is; "" where it is none.
func (a *Actor) Person() string {
	if a == nil || a.PersonRef == nil {
		return ""
	}
	return a.PersonRef.Name
}

// Role is the name of the SecurityRole that an actor is; "" where it is none.
func (a *Actor) Role() string {
	if a == nil || a.RoleRef == nil {
		return ""
	}
	return a.RoleRef.Name
}

// Name is what an actor is called: the name of the person or role, or the words of the
// source.
func (a *Actor) Name() string {
	switch {
	case a == nil:
		return ""
	case a.PersonRef != nil:
		return a.PersonRef.Name
	case a.RoleRef != nil:
		return a.RoleRef.Name
	}
	return a.StatedAs
}

// PersonActor is a person as an actor.
func PersonActor(name string) *Actor { return &Actor{PersonRef: &Reference{Name: name}} }

// FirstApproval is the first of several approvals; nil where there is none.
func FirstApproval(all []Approval) *Approval {
	if len(all) == 0 {
		return nil
	}
	return &all[0]
}

// Same reports whether two actors are the same person, the same role or in the same words.
func (a *Actor) Same(other *Actor) bool {
	if a != nil && other != nil && a.StatedAs != "" && a.StatedAs == other.StatedAs {
		return true
	}
	return a.Person() != "" && a.Person() == other.Person() || a.Role() != "" && a.Role() == other.Role()
}
