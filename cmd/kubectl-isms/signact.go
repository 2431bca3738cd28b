package main

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// wantedAct says which act is meant.
type wantedAct struct {
	// record as KIND/NAME, what is signed and its entry; "" where the record states one only.
	record, what, entry string
	// statement that was signed elsewhere; nil where it is signed here.
	statement []byte
}

// actTarget is an act that is signed, with the record that states it.
type actTarget struct {
	set       *manifest.Set
	namespace *gather.Namespace
	context   *assess.Context
	record    api.Record
	ref       assess.Ref
	act       *assess.Act
	// message is what its signature is over.
	message []byte
}

func (t *actTarget) named(record string) bool {
	return strings.EqualFold(t.ref.Kind+"/"+t.ref.Name, record)
}

// errorf is an error about a field of the act, with where it is written.
func (t *actTarget) errorf(field, format string, a ...any) error {
	at := t.set.Locate(t.namespace.Name, t.ref, t.act.Field(field))
	return usagef("%s, line %d, %s: %w", at.File, at.Line, t.ref, fmt.Errorf(format, a...))
}

// actsIn are the acts that the records of a namespace state.
func actsIn(n *gather.Namespace) iter.Seq[*actTarget] {
	kinds := map[string]*assess.Kind{}
	registry := rules.Registry()
	for i := range registry.Kinds {
		kinds[registry.Kinds[i].Name] = &registry.Kinds[i]
	}
	return func(yield func(*actTarget) bool) {
		for _, r := range n.Records {
			kind := kinds[kindOf(r)]
			if kind.Acts == nil {
				continue
			}
			for _, act := range kind.Acts(r) {
				if !yield(&actTarget{namespace: n, record: r, ref: assess.Ref{Kind: kind.Name, Name: r.GetName()}, act: &act}) {
					return
				}
			}
		}
	}
}

// target finds the one act that is meant, and what its signature is over.
func (o *signOptions) target(ctx context.Context, w *wantedAct) (*actTarget, error) {
	set, err := o.loadWhole(ctx)
	if err != nil {
		return nil, err
	}
	var all []*actTarget
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		if o.kube.namespace() != "" && o.kube.namespace() != n.Name {
			continue
		}
		for t := range actsIn(n) {
			if t.named(w.record) {
				t.set = set
				all = append(all, t)
			}
		}
	}
	t, err := w.choose(all)
	if err != nil {
		return nil, err
	}
	return t, t.prepare(w, o.source.env.today())
}

// choose finds the act that is meant among those of a record.
func (w *wantedAct) choose(all []*actTarget) (*actTarget, error) {
	var found []*actTarget
	var have []string
	for _, t := range all {
		at := t.set.Locate(t.namespace.Name, t.ref, t.act.At)
		text := "--act " + string(t.act.What)
		if t.act.Entry != "" {
			text += " --entry " + wording.ShellWord(t.act.Entry)
		}
		have = append(have, fmt.Sprintf("%s (%s, line %d)", text, at.File, at.Line))
		if (w.what == "" || w.what == string(t.act.What)) && (w.entry == t.act.Entry || w.entry == t.act.At || w.entry == "" && w.statement == nil) {
			found = append(found, t)
		}
	}
	if only := slices.IndexFunc(found, func(t *actTarget) bool { return t.act.Entry == "" }); w.what != "" && w.entry == "" && only >= 0 {
		found = found[only : only+1] // such as the acceptance of a risk, beside that of what is left of it
	}
	if w.statement != nil && len(found) > 1 { // entries of one name: the one that says what was signed
		if at := slices.IndexFunc(found, func(t *actTarget) bool { return t.states(w.statement) }); at >= 0 {
			found = found[at : at+1]
		}
	}
	slices.Sort(have)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(all) == 0:
		return nil, usagef("no %s in the files states anything that can be signed; write it as KIND/NAME", w.record)
	case len(found) == 0:
		return nil, usagef("%s does not state that; it states: %s", w.record, strings.Join(have, ", "))
	}
	return nil, usagef("%s states several of it; name one, with -n where they are in several namespaces: %s", w.record, strings.Join(have, ", "))
}

// messages are what a signature of the act may be over, that of what is stated now first.
func (t *actTarget) messages() ([][]byte, error) {
	return facts.ActMessages(ismsOf(t.namespace), t.ref, t.act, t.act.By)
}

// states reports whether the record states what a statement says.
func (t *actTarget) states(statement []byte) bool {
	all, err := t.messages()
	return err == nil && slices.ContainsFunc(all, func(m []byte) bool { return bytes.Equal(m, statement) })
}

// prepare makes what is signed of what the record states, and refuses what nobody can sign.
func (t *actTarget) prepare(w *wantedAct, today api.Date) error {
	switch act := t.act; {
	case act.By.Name() == "":
		return t.errorf(act.ByField, "%s is missing: say who did it, and have them sign it then", act.Field(act.ByField))
	case act.On.IsZero():
		return t.errorf(act.OnField, "%s is missing: say on which day it was done, and sign it then", act.Field(act.OnField))
	case act.On.After(today):
		return t.errorf(act.OnField, "%s is %s, which has not come: what is signed has happened, today is %s", act.Field(act.OnField), act.On, today)
	case ismsOf(t.namespace) == "":
		return noISMS("a signature")
	case w.statement != nil && !t.states(w.statement):
		return t.errorf(act.SignatureField, "it does not state what was signed, or is of another ISMS: it has changed since, so have it signed anew, by --request")
	}
	t.context = assess.LookWith(rules.Registry(), t.namespace.World(), today)
	all, err := t.messages()
	if err != nil {
		return err
	}
	t.message = all[0]
	return nil
}

// heldKeys are the fingerprints of the keys of who did it, of which ssh-agent is asked for one.
func (t *actTarget) heldKeys() (held []string) {
	for _, person := range facts.PeopleBehind(t.context, t.act.By, t.act.On) {
		held = append(held, heldKeys(t.set, t.namespace.Name, person)...)
	}
	return held
}
