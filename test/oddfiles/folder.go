package oddfiles

import (
	"os"
	"path/filepath"
)

// oddNames are names of files and folders.
var oddNames = []string{
	"a.yaml", "b.yml", "c.json", "d.YAML", "e.Yml", "f.txt", "g", ".yaml", ".hidden.yaml", "..data", "..2026_11_29", "h.yaml.bak", "i.yaml~", "j k.yaml", "l,m.yaml", "ü.yaml", "u\u0308.yaml", "\xff.yaml", "[n].yaml", "o*.yaml",
	"kustomization.yaml", "-", "-.yaml", "\n.yaml", ".git", "sub", "sub.yaml", "p.yaml.yaml",
}

// maxDepth is how deep folders lie in one another.
const maxDepth = 2

// Folder fills a folder with odd files, folders and links, and returns the names of all
// that it made.
func (g *Generator) Folder(dir string) ([]string, error) { return g.folder(dir, 0) }

func (g *Generator) folder(dir string, depth int) (all []string, err error) {
	for _, i := range g.Perm(len(oddNames))[:4+g.Intn(6)] {
		name := filepath.Join(dir, oddNames[i])
		var below []string
		switch kind := g.Intn(10); {
		case kind < 4:
			err = os.WriteFile(name, []byte(g.Person()), 0o600)
		case kind < 5:
			err = os.WriteFile(name, []byte(Pick(g, oddDocuments)), 0o600)
		case kind < 7 && depth < maxDepth:
			if err = os.Mkdir(name, 0o700); err == nil {
				below, err = g.folder(name, depth+1)
			}
		case kind < 9 && len(all) > 0:
			err = g.link(dir, Pick(g, all), name)
		default:
			err = os.Symlink(Pick(g, []string{oddNames[i], "gone", ".", "..", os.DevNull}), name)
		}
		if err != nil {
			return nil, err
		}
		all = append(append(all, below...), name)
	}
	return all, nil
}

// link makes a link, by a path of one sort or the other.
func (g *Generator) link(dir, target, name string) error {
	if g.seldom(2) {
		relative, err := filepath.Rel(dir, target)
		if err != nil {
			return err
		}
		target = relative
	}
	return os.Symlink(target, name)
}
