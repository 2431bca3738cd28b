package scenarios

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// Change is one step away from the base of a story: what is set in a record, what
// is taken from it, or that it is gone.
//
// A path names fields as findings do: "spec.controls[A.5.1].resources". An entry of
// a list is named by the value of one of its keys.
type Change struct {
	// Record that is changed, as Kind/name.
	Record string `json:"record"`
	// Set gives paths new values.
	Set map[string]any `json:"set,omitempty"`
	// Remove lists paths that are taken away.
	Remove []string `json:"remove,omitempty"`
	// Deleted says why the record is gone.
	Deleted string `json:"deleted,omitempty"`
}

// document is a record as it is written.
type document map[string]any

func (d document) id() string {
	meta, _ := d["metadata"].(map[string]any)
	return fmt.Sprintf("%v/%v", d["kind"], meta["name"])
}

// applyChanges applies the steps of a file to documents; without the file there are none.
func applyChanges(documents []document, path string) ([]document, error) {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return documents, nil
	}
	if err != nil {
		return nil, err
	}
	var changes []Change
	if err := yaml.UnmarshalStrict(data, &changes); err != nil {
		return nil, err
	}
	for i := range changes {
		if documents, err = changes[i].apply(documents); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, changes[i].Record, err)
		}
	}
	return documents, nil
}

// apply takes one step.
func (c *Change) apply(documents []document) ([]document, error) {
	at := slices.IndexFunc(documents, func(d document) bool { return d.id() == c.Record })
	if at < 0 {
		return nil, errors.New("there is no such record to change")
	}
	if c.Deleted != "" {
		return append(documents[:at:at], documents[at+1:]...), nil
	}
	for _, field := range slices.Sorted(maps.Keys(c.Set)) { // entries that are added keep one order
		if err := set(map[string]any(documents[at]), field, c.Set[field], false); err != nil {
			return nil, err
		}
	}
	for _, field := range c.Remove {
		if err := set(map[string]any(documents[at]), field, nil, true); err != nil {
			return nil, err
		}
	}
	return documents, nil
}

// set gives a path a value, or takes it away.
func set(in any, path string, value any, remove bool) error {
	name, rest := cutPath(path)
	object, ok := in.(map[string]any)
	if !ok {
		return fmt.Errorf("%q is no field of %v", path, in)
	}
	key, entry, isEntry := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	if !isEntry {
		if rest != "" {
			if object[key] == nil {
				object[key] = map[string]any{}
			}
			return set(object[key], rest, value, remove)
		}
		if _, has := object[key]; remove && !has {
			return fmt.Errorf("%q is not there", path)
		}
		if object[key] = value; remove {
			delete(object, key)
		}
		return nil
	}
	list, _ := object[key].([]any)
	at := find(list, entry)
	switch {
	case at < 0 && rest == "" && !remove:
		object[key] = append(list, value)
		return nil
	case at < 0:
		return fmt.Errorf("%q: %s has no entry %s", path, key, entry)
	case rest != "":
		return set(list[at], rest, value, remove)
	case remove:
		object[key] = append(list[:at:at], list[at+1:]...)
		return nil
	}
	list[at] = value
	return nil
}

// cutPath returns the first step of a path, whose entry may hold dots, and the rest.
func cutPath(path string) (first, rest string) {
	depth := 0
	for i, r := range path {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		case '.':
			if depth == 0 {
				return path[:i], path[i+1:]
			}
		}
	}
	return path, ""
}

// find returns the place of the entry that one of the keys of a list names.
func find(list []any, entry string) int {
	for i, item := range list {
		if item == any(entry) {
			return i
		}
		object, _ := item.(map[string]any)
		if object["kind"] != nil && fmt.Sprintf("%v/%v", object["kind"], object["name"]) == entry {
			return i
		}
		for _, key := range []string{"id", "name", "topic", "type", "competency", "duty", "target", "none", "training"} {
			if object[key] == any(entry) {
				return i
			}
		}
	}
	return -1
}

// readBase reads the records that a story starts from: those of the folder that
// its file "base" names.
func readBase(dir string) ([]document, error) {
	name, err := os.ReadFile(filepath.Join(dir, "base"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return readFolder(filepath.Join(dir, strings.TrimSpace(string(name))))
}

// readFolder reads the documents of every manifest of a folder.
func readFolder(dir string) ([]document, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var all []document
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		documents, err := split(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, documents...)
	}
	return all, nil
}

// replace puts documents in the place of those of the same record, or adds them.
func replace(documents, by []document) []document {
	for _, d := range by {
		at := -1
		for i := range documents {
			if documents[i].id() == d.id() {
				at = i
			}
		}
		if at < 0 {
			documents = append(documents, d)
		} else {
			documents[at] = d
		}
	}
	return documents
}
