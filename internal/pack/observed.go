package pack

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"

	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
)

// observationEntry is what was seen of a cluster and is judged beside the records.
const observationEntry = "observations.yaml"

// observed reads the observation that the pack names from a revision.
func (c *Contents) observed(ctx context.Context, revision fs.FS) (err error) {
	if c.Observations == "" {
		return nil
	}
	if err := checkName(c.Observations); err != nil {
		return fmt.Errorf("the observation %s cannot be in a pack: %w; rename it", shown(c.Observations), err)
	}
	if c.observation, err = readFile(ctx, revision, c.Observations); err != nil {
		return fmt.Errorf("the observation %s cannot be read at this revision: %w; commit it first", shown(c.Observations), err)
	}
	_, err = c.seen()
	return err
}

// seen is the observation of the pack; nil where it has none.
func (c *Contents) seen() (*observation.File, error) {
	if c.Observations == "" {
		return nil, nil
	}
	return observation.Read(c.Observations, c.observation)
}

// hideObserved replaces names in the observation.
func (c *Contents) hideObserved(names *pseudonym.Names) error {
	f, err := c.seen()
	if f == nil || err != nil {
		return err
	}
	var b bytes.Buffer
	if err := names.Observation(f).Write(&b); err != nil {
		return err
	}
	c.observation = b.Bytes()
	if _, err := observation.Read(c.Observations, c.observation); err != nil {
		return notHidden("with pseudonyms the observation cannot be judged any more: %s", shown(err.Error()))
	}
	return nil
}
