package assess

import (
	"reflect"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Kind is a kind of record and the rules that are asked of it.
type Kind struct {
	// Name of the kind, such as "ToolLicense".
	Name string
	// Plural under which the API server serves it, such as "toollicenses".
	Plural string
	// Home is the point that the kind belongs to first.
	Home Point
	// Plain names records of the kind in messages, such as "tools".
	Plain string
	// Personal says that records of the kind are about people, and that their names
	// may be those of people: they must not leave the cluster's own access control.
	Personal bool
	// ValidUntil is the date that decides first whether the record is current; nil where the kind has none.
	ValidUntil func(api.Record) api.Date
	// NoticeBy is the last day to give notice for a term that runs on the given day and
	// about which nothing is decided on it; nil where the kind has no notice.
	NoticeBy func(r api.Record, on api.Date) api.Date
	// Happened are the dates on which a record says that something has happened.
	Happened func(api.Record) []Happening
	// Unsaid are the fields that have to say something and do not.
	Unsaid func(api.Record) []string
	// References are the names of other records.
	References func(*World, api.Record) []Reference
	// Approvals of a record, and the content that they are bound to; nil where the kind is
	// not approved.
	Approvals func(api.Record) []api.Approval
	Content   func(api.Record) any
	// Acts beside approvals that a record states and that can be signed; nil where the kind has
	// none.
	Acts func(api.Record) []Act
	// Replaced reports whether a later record has taken the place of this one, so that
	// what it names may be gone and nobody looks at it again.
	Replaced func(*Context, api.Record) bool
	// Begins is the first day of the contract, engagement or use that a record is about; nil
	// where the kind has none. What was so before it did not matter to the ISMS.
	Begins func(*World, api.Record) api.Date
	// Gone reports whether what the record describes is out of use or over, so that hardly
	// anything is asked of it any more.
	Gone func(*Context, api.Record) bool
	// ReviewAsked reports whether a rule of the kind's own asks for its review.
	ReviewAsked func(*Context, api.Record) bool
	// Rules that are asked of every record of the kind.
	Rules []Rule

	goType  reflect.Type
	after   bool
	resolve func(*World, *api.Actor) *api.Actor
}

// Happening is a date on which a record says that something has happened.
type Happening struct {
	Field string
	On    api.Date
	// What has happened, as half a sentence such as "the review was held".
	What string
	// By is who did it, where the record says so; nil for what nobody does, and for what
	// takes an authority, which is asked where that is (facts.SignatureOf).
	By []*api.Actor
	// Known says that a rule of the kind's own asks whether it is known who did it.
	Known bool
	// Decides says that it was a decision, which is the organization's own.
	Decides bool
}

// Reference is a name of another record of the namespace.
type Reference struct {
	Field string
	Kind  string
	Name  string
	// Found says that there is a record of the kind and name.
	Found bool
	// Rule that judges the reference; the one on all references where empty.
	Rule string
	// Words of a source that stand where a record could be named; Kind and Name are empty then.
	Words string
}

// Of describes the kind of record T; what each field means is said at Kind. What a kind
// does not have is left out.
type Of[T api.Record] struct {
	Name, Plural string
	Plain        string
	Home         Point
	Personal     bool
	ValidUntil   func(T) api.Date
	NoticeBy     func(r T, on api.Date) api.Date
	Happened     func(T) []Happening
	Unsaid       func(T) []string
	References   func(*World, T) []Reference
	Approvals    func(T) []api.Approval
	Content      func(T) any
	Acts         func(T) []Act
	Replaced     func(*Context, T) bool
	Begins       func(*World, T) api.Date
	Gone         func(*Context, T) bool
	ReviewAsked  func(*Context, T) bool
}

// Kind returns the kind, still without rules.
func (of Of[T]) Kind() Kind {
	k := Kind{
		Name: of.Name, Plural: of.Plural, Plain: of.Plain, Home: of.Home, Personal: of.Personal, goType: reflect.TypeFor[T](),
		Replaced:    func(c *Context, r api.Record) bool { return of.Replaced != nil && of.Replaced(c, r.(T)) },
		Gone:        func(c *Context, r api.Record) bool { return of.Gone != nil && of.Gone(c, r.(T)) },
		ReviewAsked: func(c *Context, r api.Record) bool { return of.ReviewAsked != nil && of.ReviewAsked(c, r.(T)) },
		Happened: func(r api.Record) []Happening {
			if of.Happened == nil {
				return nil
			}
			return of.Happened(r.(T))
		},
		Unsaid: func(r api.Record) []string {
			if of.Unsaid == nil {
				return nil
			}
			return of.Unsaid(r.(T))
		},
		References: func(w *World, r api.Record) []Reference {
			if of.References == nil {
				return nil
			}
			return of.References(w, r.(T))
		},
	}
	if of.Begins != nil {
		k.Begins = func(w *World, r api.Record) api.Date { return of.Begins(w, r.(T)) }
	}
	if of.ValidUntil != nil {
		k.ValidUntil = func(r api.Record) api.Date { return of.ValidUntil(r.(T)) }
	}
	if of.NoticeBy != nil {
		k.NoticeBy = func(r api.Record, on api.Date) api.Date { return of.NoticeBy(r.(T), on) }
	}
	if of.Approvals != nil {
		k.Approvals = func(r api.Record) []api.Approval { return of.Approvals(r.(T)) }
		k.Content = func(r api.Record) any { return of.Content(r.(T)) }
	}
	if of.Acts != nil {
		k.Acts = func(r api.Record) []Act { return of.Acts(r.(T)) }
	}
	return k
}

// New returns an empty record of the kind.
func (k Kind) New() api.Record { return reflect.New(k.goType.Elem()).Interface().(api.Record) }

// Registry is every kind with its rules.
type Registry struct {
	Kinds []Kind
	// ReviewDue tells the last day for the next management review; absent where none
	// was ever held.
	ReviewDue func(*Context) api.Date
	// Weakened tells where the policy of an assessment asks for less than the default.
	Weakened func(*api.ClauseAssessment) []Deviation
	// Signatures tells what the signatures of a record of a kind are worth.
	Signatures func(*Context, *Kind, api.Record) []api.SignatureStatus
}

// Resolve has every kind know the roles and people that the words of an actor name.
func (r *Registry) Resolve(actual func(*World, *api.Actor) *api.Actor) {
	for i := range r.Kinds {
		r.Kinds[i].resolve = actual
	}
}

// actual is who an actor is, as far as the registry resolves words.
func (k *Kind) actual(w *World, a *api.Actor) *api.Actor {
	if k.resolve == nil {
		return a
	}
	return k.resolve(w, a)
}

// NewRegistry gives each kind the rules that are asked of it, in the order in which they
// come. A rule on a kind that is not there panics: nobody would ever ask it.
func NewRegistry(kinds []Kind, rules ...[]Rule) *Registry {
	all := slices.Concat(rules...)
	for i := range kinds {
		k := &kinds[i]
		for _, r := range all {
			if r.of == nil || r.of == k.goType {
				k.Rules = append(k.Rules, r)
				k.after = k.after || r.after
			}
		}
	}
	for _, r := range all {
		if r.of != nil && !slices.ContainsFunc(kinds, func(k Kind) bool { return k.goType == r.of }) {
			panic("rule " + r.ID + " is asked of the unknown kind " + r.of.String())
		}
	}
	return &Registry{Kinds: kinds}
}

// assessment is the kind of the registry that rules on the ISMS as a whole are asked of; nil
// where it has none.
func (r *Registry) assessment() *Kind { return r.kind(assessmentKind) }

// kind returns the kind of that name; nil where the registry has none.
func (r *Registry) kind(name string) *Kind {
	for i := range r.Kinds {
		if r.Kinds[i].Name == name {
			return &r.Kinds[i]
		}
	}
	return nil
}

// KindOf is the kind of a record; nil where it is none of the registry.
func (c *Context) KindOf(ref Ref) *Kind {
	for i := range c.registry.Kinds {
		if k := &c.registry.Kinds[i]; k.Name == ref.Kind {
			return k
		}
	}
	return nil
}
