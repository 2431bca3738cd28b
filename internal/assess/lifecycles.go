package assess

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Lifecycles are what files say of how long the vendors of products support their releases, in
// the names of endoflife.date. They are for reading.
type Lifecycles struct {
	Files []LifecycleFile
	// Products are the releases of each product, by its name, in the order of their file.
	Products map[string][]Cycle
}

// LifecycleFile is one of the files.
type LifecycleFile struct {
	Source string
	// Digest is "sha256:" and the hexadecimal SHA-256 of the file.
	Digest string
	// On is the day on which it was made; absent where it does not say.
	On api.Date
}

// Cycle is a release of a product.
type Cycle struct {
	Name string
	// EndsOn is the last day of its support; absent where none is announced or known.
	EndsOn api.Date
	// Ended says that its support has ended on a day that the file does not state.
	Ended bool
	// OtherEnds are the last days of active and of extended support: a register may mean those.
	OtherEnds []api.Date
}

// Cycle returns a release of a product by its name; false where no file has it.
func (l *Lifecycles) Cycle(product, name string) (cycle Cycle, found bool) {
	if l == nil {
		return Cycle{}, false
	}
	for _, c := range l.Products[product] {
		if c.Name == name {
			return c, true
		}
	}
	return Cycle{}, false
}

// LifecyclesText says which files of life cycles were used; "" where none was.
func LifecyclesText(l *Lifecycles) string {
	if l == nil {
		return ""
	}
	files := make([]string, len(l.Files))
	for i, f := range l.Files {
		on := "of a day that it does not state"
		if !f.On.IsZero() {
			on = "of " + f.On.String()
		}
		files[i] = f.Source + " " + on + " (" + f.Digest + ")"
	}
	return "Support of products by " + strings.Join(files, ", ")
}
