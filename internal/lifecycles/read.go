// Package lifecycles reads files that say how long products are supported, in the forms of
// endoflife.date: an answer of its API, of one product or of all, or one of its product files.
// The package fetches nothing: who judges brings the file, so that its day and digest are known.
package lifecycles

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// release is a release of a product, in the words of each form: those of the product files, of
// version 0 of the API, and of version 1.
type release struct {
	ReleaseCycle string `yaml:"releaseCycle"`
	Cycle        string `yaml:"cycle"`
	Name         string `yaml:"name"`

	EOL             end `yaml:"eol"`
	EOAS            end `yaml:"eoas"`
	EOES            end `yaml:"eoes"`
	Support         end `yaml:"support"`
	ExtendedSupport end `yaml:"extendedSupport"`

	IsEOL    bool `yaml:"isEol"`
	EOLFrom  end  `yaml:"eolFrom"`
	EOASFrom end  `yaml:"eoasFrom"`
	EOESFrom end  `yaml:"eoesFrom"`
}

// end is a day, or whether there has been one.
type end struct {
	on   api.Date
	past bool
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (e *end) UnmarshalYAML(n *yaml.Node) error {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Decode(&e.past)
	}
	day, _, _ := strings.Cut(n.Value, "T")
	on, err := api.ParseDate(day)
	if n.Kind != yaml.ScalarNode || err != nil {
		return fmt.Errorf("found %q; allowed is a day such as 2026-10-27, true or false", n.Value)
	}
	e.on = on
	return nil
}

// UnmarshalYAML implements yaml.Unmarshaler. It says which field of which release is wrong: all
// of an answer of the API stands in one line.
func (r *release) UnmarshalYAML(n *yaml.Node) error {
	type plain release
	err := n.Decode((*plain)(r))
	if err == nil || n.Kind != yaml.MappingNode {
		return err
	}
	name, field, wrong := "", (*yaml.Node)(nil), error(nil)
	for i := 0; i+1 < len(n.Content); i += 2 {
		one, said := yaml.Node{Kind: yaml.MappingNode, Tag: n.Tag, Content: n.Content[i : i+2]}, plain{}
		if e := one.Decode(&said); e != nil && wrong == nil {
			field, wrong = n.Content[i], e
		}
		name = cmp.Or(name, said.ReleaseCycle, said.Cycle, said.Name)
	}
	if wrong != nil {
		return fmt.Errorf("line %d: the release %q: %s: %w", field.Line, name, field.Value, wrong)
	}
	return err
}

// product is a product of version 1 of the API, or a product file.
type product struct {
	Name      string    `yaml:"name"`
	Permalink string    `yaml:"permalink"`
	Releases  []release `yaml:"releases"`
}

// Read adds what a file says to what others said. It is an error where the file is of no form
// that is known, or says something of a product of which another one did.
func Read(all *assess.Lifecycles, name string, content []byte) error {
	sum := sha256.Sum256(content)
	file := assess.LifecycleFile{Source: name, Digest: "sha256:" + hex.EncodeToString(sum[:])}
	products, on, err := parse(name, content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	file.On = on
	if all.Products == nil {
		all.Products = map[string][]assess.Cycle{}
	}
	for i := range products {
		p := &products[i]
		key := cmp.Or(p.Name, strings.Trim(p.Permalink, "/"))
		switch _, twice := all.Products[key]; {
		case key == "":
			return fmt.Errorf("%s: a product has no name", name)
		case twice:
			return fmt.Errorf("%s: the product %q is in a file a second time; name one of them", name, key)
		}
		cycles := make([]assess.Cycle, len(p.Releases))
		for k := range p.Releases {
			cycles[k] = p.Releases[k].cycle()
			if cycles[k].Name == "" {
				return fmt.Errorf("%s: the product %q has a release without a name", name, key)
			}
		}
		all.Products[key] = cycles
	}
	all.Files = append(all.Files, file)
	return nil
}

func (r *release) cycle() assess.Cycle {
	c := assess.Cycle{Name: cmp.Or(r.ReleaseCycle, r.Cycle, r.Name)}
	for _, e := range []end{r.EOL, r.EOLFrom} {
		if !e.on.IsZero() {
			c.EndsOn = e.on
		}
		c.Ended = c.Ended || e.past
	}
	c.Ended = (c.Ended || r.IsEOL) && c.EndsOn.IsZero()
	for _, e := range []end{r.EOAS, r.EOASFrom, r.Support, r.EOES, r.EOESFrom, r.ExtendedSupport} {
		if !e.on.IsZero() {
			c.OtherEnds = append(c.OtherEnds, e.on)
		}
	}
	return c
}

var errForm = errors.New("found no releases of a product; allowed is an answer of the API of endoflife.date, of one product or of all (such as https://endoflife.date/api/v1/products/kubernetes), or one of its product files")

// parse returns the products of a file, and the day on which it was made, where it says so.
func parse(name string, content []byte) (all []product, on api.Date, err error) {
	if !json.Valid(content) {
		front, found := bytes.CutPrefix(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("---\n"))
		front, _, closed := bytes.Cut(front, []byte("\n---\n"))
		var p product
		if text := bytes.TrimSpace(content); len(text) > 0 && (text[0] == '{' || text[0] == '[') {
			return nil, on, malformed(content)
		}
		if !found || !closed {
			return nil, on, errForm
		}
		if err := yaml.Unmarshal(front, &p); err != nil {
			return nil, on, err
		}
		return filled([]product{p}, on)
	}
	var root yaml.Node // JSON is YAML, but for characters that end a line for it alone
	if err := yaml.Unmarshal(breaks(content), &root); err != nil || len(root.Content) != 1 {
		return nil, on, errors.Join(errForm, err)
	}
	if root.Content[0].Kind == yaml.SequenceNode { // version 0 does not name its product
		p := product{Name: strings.TrimSuffix(path.Base(name), path.Ext(name))}
		if err := root.Decode(&p.Releases); err != nil {
			return nil, on, err
		}
		return filled([]product{p}, on)
	}
	var answer struct {
		GeneratedAt  string    `yaml:"generated_at"`
		LastModified string    `yaml:"last_modified"`
		Result       yaml.Node `yaml:"result"`
	}
	if err := root.Decode(&answer); err != nil {
		return nil, on, err
	}
	if at, err := time.Parse(time.RFC3339, cmp.Or(answer.LastModified, answer.GeneratedAt)); err == nil {
		on = api.DateOf(at)
	}
	if answer.Result.Kind == yaml.SequenceNode {
		err = answer.Result.Decode(&all)
	} else {
		all = make([]product, 1)
		err = answer.Result.Decode(&all[0])
	}
	if err != nil {
		return nil, on, err
	}
	return filled(all, on)
}

// malformed says where a text stops being JSON.
func malformed(content []byte) error {
	err := json.Unmarshal(content, new(any))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: %w; the file is JSON that was cut off or edited: fetch it again", 1+bytes.Count(content[:syntax.Offset], []byte("\n")), err)
	}
	return err
}

func breaks(content []byte) []byte {
	return []byte(strings.NewReplacer("\u0085", `\u0085`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(string(content)))
}

// filled refuses products of which nothing is said.
func filled(all []product, on api.Date) ([]product, api.Date, error) {
	for i := range all {
		if len(all[i].Releases) > 0 {
			return all, on, nil
		}
	}
	return nil, on, errForm
}
