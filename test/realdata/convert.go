package realdata

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Dataset is what one source became.
type Dataset struct {
	// Name of the source, which is also the namespace of its records.
	Name string
	// Objects are the manifests, in the order of the source.
	Objects []unstructured.Unstructured
	// LeftOut is what the source says and no manifest does.
	LeftOut []LeftOut
}

// LeftOut is something of a source that no manifest carries.
type LeftOut struct {
	// Count of what was left out.
	Count int
	// What was left out.
	What string
	// Why it was.
	Why string
}

// converter turns the folder of a source into a dataset of its name.
type converter struct {
	name    string
	convert func(*folder) (Dataset, error)
}

// converters holds the converter of every source.
var converters = []converter{
	{fedRAMPName, fedRAMP},
	{eighteenFName, eighteenF},
	{rustName, rust},
}

// Convert converts every source below dir that has a converter.
func Convert(dir string) ([]Dataset, error) {
	var all []Dataset
	for _, c := range converters {
		set, err := c.run(dir)
		if err != nil {
			return nil, err
		}
		all = append(all, set)
	}
	return all, nil
}

// Unconverted returns the names of the sources below dir that have no converter.
func Unconverted(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !slices.ContainsFunc(converters, func(c converter) bool { return c.name == e.Name() }) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// FedRAMP returns the authorisations of the FedRAMP Marketplace below dir.
func FedRAMP(dir string) ([]unstructured.Unstructured, error) {
	set, err := converter{fedRAMPName, fedRAMP}.run(dir)
	return set.Objects, err
}

// EighteenF returns the roles of the technology portfolio team of 18F below dir.
func EighteenF(dir string) ([]unstructured.Unstructured, error) {
	set, err := converter{eighteenFName, eighteenF}.run(dir)
	return set.Objects, err
}

// Rust returns the teams and council meetings of the Rust project below dir.
func Rust(dir string) ([]unstructured.Unstructured, error) {
	set, err := converter{rustName, rust}.run(dir)
	return set.Objects, err
}

// run converts the source below dir.
func (c converter) run(dir string) (Dataset, error) {
	from := &folder{dir: filepath.Join(dir, c.name)}
	set, err := c.convert(from)
	if err != nil {
		return Dataset{}, fmt.Errorf("converting %s: %w", c.name, err)
	}
	unread, err := from.unread()
	if err != nil {
		return Dataset{}, fmt.Errorf("converting %s: %w", c.name, err)
	}
	set.LeftOut = append(set.LeftOut, unread...)
	return set, set.checkNames()
}

// sourceAnnotation says where in its source a record was read.
const sourceAnnotation = api.GroupName + "/source"

// add puts a record of the source in the dataset; at says where it was read.
func (d *Dataset) add(kind, name, at string, spec map[string]any) {
	d.Objects = append(d.Objects, unstructured.Unstructured{Object: map[string]any{
		"apiVersion": api.GroupVersion.String(),
		"kind":       kind,
		"metadata": map[string]any{
			"name":        name,
			"namespace":   d.Name,
			"annotations": map[string]any{sourceAnnotation: d.Name + "/" + at},
		},
		"spec": spec,
	}})
}

// leave notes what was left out, if anything was.
func (d *Dataset) leave(count int, what, why string) {
	if count > 0 {
		d.LeftOut = append(d.LeftOut, LeftOut{count, what, why})
	}
}

// checkNames fails where two records have one name: the second would replace the
// first when they are applied.
func (d *Dataset) checkNames() error {
	seen := map[string]bool{}
	for i := range d.Objects {
		key := d.Objects[i].GetKind() + "/" + d.Objects[i].GetName()
		if seen[key] {
			return fmt.Errorf("%s: two records are named %s", d.Name, key)
		}
		seen[key] = true
	}
	return nil
}

// reference is a reference to a record as manifests write it.
func reference(name string) map[string]any { return map[string]any{"name": name} }

// objectName makes the name of a record from words: lower case, accents off,
// everything else a hyphen.
func objectName(words string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(words)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // the accent of the letter before it
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
