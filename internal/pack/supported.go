package pack

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/lifecycles"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
)

// lifecyclesFolder holds the files of life cycles that are judged beside the records, under their
// names in the repository.
const lifecyclesFolder = "lifecycles/"

// supported reads the files of life cycles that the pack names from a revision.
func (c *Contents) supported(ctx context.Context, revision fs.FS) error {
	for _, name := range c.Lifecycles {
		if err := checkName(lifecyclesFolder + name); err != nil {
			return fmt.Errorf("the file of life cycles %s cannot be in a pack: %w; rename it", shown(name), err)
		}
		content, err := readFile(ctx, revision, name)
		if err != nil {
			return fmt.Errorf("the file of life cycles %s cannot be read at this revision: %w; commit it first", shown(name), err)
		}
		c.lifecycles = append(c.lifecycles, lifecycles.File{Name: name, Content: content})
	}
	_, err := c.products()
	return err
}

// products are what the files say of the support of products; nil where there are none.
func (c *Contents) products() (*assess.Lifecycles, error) {
	if len(c.lifecycles) == 0 {
		return nil, nil
	}
	return lifecycles.Of(c.lifecycles)
}

// hideSupported refuses files of life cycles that hold the name of a person: what a vendor says is
// not written anew.
func (c *Contents) hideSupported(names *pseudonym.Names) error {
	for i := range c.lifecycles {
		if text := string(c.lifecycles[i].Content); names.Text(text) != text {
			return notHidden("the file of life cycles %s holds the name of a person; name one that does not", shown(c.lifecycles[i].Name))
		}
	}
	return nil
}

// takeSupported takes the files of life cycles that an existing pack names from its entries. Of one
// that is not there the content is empty, which is no file of life cycles.
func (c *Contents) takeSupported(entry func(name string) []byte) {
	for _, name := range c.Lifecycles {
		c.lifecycles = append(c.lifecycles, lifecycles.File{Name: name, Content: entry(lifecyclesFolder + name)})
	}
}
