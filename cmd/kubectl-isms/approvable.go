package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// approvable is a record that carries an approval, with where it is written.
type approvable struct {
	namespace string
	record    api.Record
	kind      string
	approvals *[]api.Approval
	content   func() any
	// isms is the identifier of the ISMS that the record is of; "" where it has none.
	isms string
	// authorities are those for time stamps of its policy.
	authorities []api.TimestampAuthority
	at          input.Position
	// of is the namespace that the record was read from.
	of *gather.Namespace
}

// subject is the record as approvals name it.
func (a *approvable) subject() signoff.Subject {
	return signoff.SubjectOf(a.kind, a.isms, a.record.GetName())
}

// hash binds an approval to what the record says.
func (a *approvable) hash() string { return signoff.Hash(a.subject(), a.content()) }

// bound reports whether a content hash is of what the record says.
func (a *approvable) bound(hash string) bool { return signoff.Holds(hash, a.subject(), a.content()) }

// message is what the signature of an approval of the record is over.
func (a *approvable) message(approval *api.Approval) ([]byte, error) {
	if a.isms == "" {
		return nil, noISMS("a signature")
	}
	return signoff.Approval(a.subject(), approval)
}

// noISMS says that something would be of no ISMS.
func noISMS(what string) error {
	return usagef("the ClauseAssessment has no spec.isms, or is not among the files of -f, so that %s would be of no ISMS: give it an identifier, and read it as well", what)
}

// attached is an approval with the signature of a file, and the record that it is of.
func attached(name string) (*api.Approval, *signoff.Subject, error) {
	s, err := readSigned(name)
	if err != nil {
		return nil, nil, err
	}
	of, approval, err := signoff.ReadApproval(s.statement)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.name, err)
	}
	if err := s.check(signoff.ApprovalNamespace); err != nil {
		return nil, nil, err
	}
	approval.Name, approval.Signature = approval.By.Name(), s.signature
	return approval, &of, nil
}

// signedFor fails where what was signed is not an approval of the record as it is now.
func (a *approvable) signedFor(of signoff.Subject, approval *api.Approval) error {
	switch {
	case of != a.subject():
		return fmt.Errorf("what was signed is of %s/%s of the ISMS %q, and not of %s of the ISMS %q", of.Kind, of.Name, of.ISMS, a, a.isms)
	case approval.ContentHash != a.hash():
		return fmt.Errorf("%s has changed since what was signed was written: have it signed anew, by --request", a)
	}
	return nil
}

// counts fails where the signature of an approval would not count, as far as the files tell: they
// need not have all that vouches for its key, and no trust root is told here.
func (a *approvable) counts(e *env, approval *api.Approval) error {
	if approval.Signature == "" {
		return nil
	}
	by := approval.By.Name()
	w := a.of.World()
	if name := approval.By.Person(); name != "" && !assess.Exists(w, "Person", name) {
		fmt.Fprintf(e.err, "note: %s is not among the files of -f, so nothing here tells whether the signature counts\n", name)
		return nil
	}
	bare := *approval
	bare.Timestamp = "" // which can follow
	worth := facts.SignedBy(assess.LookWith(rules.Registry(), w, e.today()), assess.Ref{Kind: a.kind, Name: a.record.GetName()}, &bare)
	if worth.Grade != api.GradeMinor || worth.Reason == facts.TimestampMissing {
		return nil
	}
	return fmt.Errorf("nothing was written, since the signature would not count: %s (%s). Sign by a key that the record of %s has (\"key add\")", worth.Why, worth.Reason, by)
}

// ismsOf is the identifier of the ISMS of a namespace; "" where it has none.
func ismsOf(n *gather.Namespace) string {
	if a := assess.InForce(n.World()); a != nil {
		return a.Spec.Isms
	}
	return ""
}

// authoritiesOf are the authorities for time stamps of a namespace.
func authoritiesOf(n *gather.Namespace) []api.TimestampAuthority {
	if a := assess.InForce(n.World()); a != nil {
		return a.Spec.Policy.Signatures.TimestampAuthorities
	}
	return nil
}

func (a *approvable) String() string { return a.kind + "/" + a.record.GetName() }

// asApprovable returns what is approved of a record; false for kinds without approval.
func asApprovable(r api.Record) (approvable, bool) {
	a := approvable{record: r, namespace: r.GetNamespace(), kind: kindOf(r)}
	switch r := r.(type) {
	case *api.AccountabilityMatrix:
		a.approvals, a.content = &r.Spec.Approvals, r.Spec.Approvable
	case *api.ManagementReview:
		a.approvals, a.content = &r.Spec.Approvals, r.Spec.Approvable
	case *api.SecurityBudget:
		a.approvals, a.content = &r.Spec.Approvals, r.Spec.Approvable
	case *api.SecurityException:
		a.approvals, a.content = &r.Spec.Approvals, r.Spec.Approvable
	case *api.StatementOfApplicability:
		a.approvals, a.content = &r.Spec.Approvals, r.Spec.Approvable
	default:
		return a, false
	}
	return a, true
}

// kindOf is the kind of a record.
func kindOf(r api.Record) string { return reflect.TypeOf(r).Elem().Name() }

// approvable finds the one record that is meant.
func (s *source) approvable(set *manifest.Set, name string) (*approvable, error) {
	var all []*approvable
	var names []string
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			a, ok := asApprovable(r)
			if !ok || (name != "" && !strings.EqualFold(a.String(), name)) || (s.kube.namespace() != "" && n.Name != s.kube.namespace()) {
				continue
			}
			a.of, a.namespace, a.isms, a.authorities = n, n.Name, ismsOf(n), authoritiesOf(n)
			a.at = set.Locate(n.Name, assess.Ref{Kind: a.kind, Name: r.GetName()}, "")
			all = append(all, &a)
			names = append(names, fmt.Sprintf("%s (%s, line %d)", a.String(), a.at.File, a.at.Line))
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	slices.Sort(names)
	var problem error
	if len(set.Problems) > 0 {
		p := set.Problems[0]
		problem = fmt.Errorf("%s, line %d: %s", p.File, p.Line, p.Message)
	}
	switch {
	case len(all) > 1:
		return nil, usagef("several records carry an approval; name one of them: %s", strings.Join(names, ", "))
	case problem != nil:
		return nil, fmt.Errorf("no record that can be approved; a part of the input could not be read: %w", problem)
	case name != "":
		return nil, usagef("there is no %s that carries an approval in %s; write it as KIND/NAME", name, strings.Join(s.files, ", "))
	}
	return nil, usagef("no record in %s carries an approval", strings.Join(s.files, ", "))
}

// find finds the same record in another set.
func find(set *manifest.Set, target *approvable) (approvable, bool) {
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			a, ok := asApprovable(r)
			if ok && n.Name == target.namespace && a.String() == target.String() {
				return a, true
			}
		}
	}
	return approvable{}, false
}
