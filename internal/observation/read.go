package observation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Read reads a file that Write wrote, or one like it, as YAML or JSON. It is an error where
// something is not as it has to be: each with the line and field, what was found, and what is
// allowed. The name is for messages, and for what is judged by it.
func Read(name string, content []byte) (*File, error) {
	d := &decoder{name: name}
	root, err := document(name, content)
	if err != nil {
		return nil, err
	}
	f := &File{name: name}
	d.value(root, nil, reflect.ValueOf(f).Elem())
	if d.total == 0 {
		f.check(func(where *step, found, allowed string) { d.tell(node(root, where), where, found, allowed) })
	}
	if more := d.total - len(d.wrong); more > 0 {
		d.wrong = append(d.wrong, fmt.Sprintf("%s: and %d more", name, more))
	}
	if d.total > 0 {
		return nil, errors.New(strings.Join(d.wrong, "\n"))
	}
	f.normalise()
	if sum := f.Sum(); f.Digest != sum {
		return nil, fmt.Errorf("%s:%d: digest: found %s, and the content gives %s: the file was changed after it was written. Observe again, or have the file back as it was. A digest tells of changes by mistake; it proves no tampering, and its absence proves nothing, since who changes a file may compute it again",
			name, node(root, (*step)(nil).in("digest")).Line, quote(f.Digest), sum)
	}
	return f.ready(), nil
}

// document is the one document of a file.
func document(name string, content []byte) (*yaml.Node, error) {
	if json.Valid(content) {
		content = asYAML(content)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var first, second yaml.Node
	switch err := decoder.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s: found nothing; allowed is one document of the kind %s of %s", name, Kind, APIVersion)
	case err != nil:
		return nil, fmt.Errorf("%s: it can be read neither as YAML nor as JSON: %w", name, err)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: found more than one document; allowed is one of the kind %s of %s", name, Kind, APIVersion)
	}
	if first.Kind == yaml.DocumentNode && len(first.Content) == 1 {
		return first.Content[0], nil
	}
	return &first, nil
}
