package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// personOptions say which Person is edited, and where.
type personOptions struct {
	source
	dryRun bool
}

func (o *personOptions) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with the Person and the ClauseAssessment")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Look in the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the Person, where several have one of that name")
	flags.BoolVar(&o.dryRun, "dry-run", false, "Show what would be written, and write nothing")
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
}

// check refuses what cannot be written to.
func (o *personOptions) check() error {
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files with the Person and the ClauseAssessment")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	}
	return nil
}

// keyHolder is a Person whose keys are edited.
type keyHolder struct {
	set       *manifest.Set
	namespace string
	isms      string
	person    *api.Person
}

// holder finds the Person of a name.
func (o *personOptions) holder(ctx context.Context, name string) (*keyHolder, error) {
	set, err := o.loadWhole(ctx)
	if err != nil {
		return nil, err
	}
	var found []*keyHolder
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			if p, ok := r.(*api.Person); ok && p.Name == name && (o.kube.namespace() == "" || o.kube.namespace() == n.Name) {
				found = append(found, &keyHolder{set, n.Name, ismsOf(n), p})
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, noPerson("the argument", name, set.Worlds())
	case 1:
		return found[0], nil
	}
	return nil, usagef("several namespaces have %s, such as %s and %s; name one with -n", name, found[0].namespace, found[1].namespace)
}

// entry is the place of the key of a name; -1 where there is none.
func (h *keyHolder) entry(name string) int {
	return slices.IndexFunc(h.person.Spec.SigningKeys, func(k api.SigningKey) bool { return k.Name == name })
}

// unregistered is the place of the entry of a key that nobody has registered yet; -1 where there is
// none.
func (h *keyHolder) unregistered(fingerprint string) int {
	return slices.IndexFunc(h.person.Spec.SigningKeys, func(k api.SigningKey) bool {
		has, err := signoff.Fingerprint(k.PublicKey)
		return err == nil && has == fingerprint && k.Registration == "" && k.RevokedOn.IsZero()
	})
}

// registered is the name of an entry of a key that somebody has registered, and that is not revoked;
// "" where there is none.
func (h *keyHolder) registered(fingerprint string) string {
	for i := range h.person.Spec.SigningKeys {
		k := &h.person.Spec.SigningKeys[i]
		if has, err := signoff.Fingerprint(k.PublicKey); err == nil && has == fingerprint && k.Registration != "" && k.RevokedOn.IsZero() {
			return k.Name
		}
	}
	return ""
}

// otherHolder is another Person that has the key; "" where none has. A key of two proves
// nothing of either.
func (h *keyHolder) otherHolder(fingerprint string) string {
	return holderOf(h.set, h.namespace, fingerprint, h.person.Name)
}

// put writes the keys of the person into the file, and reads them back before.
func (h *keyHolder) put(ctx context.Context, o *personOptions, keys []api.SigningKey) error {
	to := h.person.DeepCopy()
	to.Spec.SigningKeys = keys
	from, err := keysText(h.person.Spec.SigningKeys)
	if err != nil {
		return err
	}
	into, err := keysText(keys)
	if err != nil {
		return err
	}
	return o.put(ctx, h.set, h.namespace, to, from, into)
}

// put writes what is to change of the spec of a record into its file, and reads it back before.
func (o *personOptions) put(ctx context.Context, set *manifest.Set, namespace string, to api.Record, from, into yamledit.Mapping) error {
	ref := assess.Ref{Kind: kindOf(to), Name: to.GetName()}
	at := set.Locate(namespace, ref, "")
	e := newEdits(set, namespace)
	change := yamledit.Change{Line: at.Line, Column: at.Column, Field: "spec", From: from, To: into}
	if err := e.patch(ref, at, change, to); err != nil {
		return fmt.Errorf("%s, line %d, %s: %w", at.File, at.Line, ref, err)
	}
	if _, err := e.load(ctx, &o.source); err != nil {
		return err
	}
	if o.dryRun {
		return showChange(o.env.out, at.File, e.before[at.File], e.after[at.File])
	}
	return e.write()
}

// keysText are keys as a spec is to have them; no spec where there are none.
func keysText(keys []api.SigningKey) (yamledit.Mapping, error) {
	if len(keys) == 0 {
		return yamledit.Mapping{}, nil
	}
	list, err := namedText(keys)
	return yamledit.Mapping{{Name: "signingKeys", Value: list}}, err
}
