package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// House is the structure of a module.
type House struct {
	Module string
	Rooms  []*Room
}

// Room is a package.
type Room struct {
	// Path below the module, such as "internal/facts".
	Path string
	// Imports are the packages of the module that it imports, by path below it.
	Imports []string
	Files   []*File
	// Circles are files that need each other, however far around, largest first.
	Circles [][]string
}

// File is a source file that is written by hand.
type File struct {
	Name  string
	Lines int
	// Uses are the files of the package that declare what this one names, with the names.
	Uses  map[string]map[string]bool
	Longs []Function
}

// Function is one that is longer than functions should be.
type Function struct {
	Name  string
	Lines int
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, Imports        []string
	Standard, DepOnly       bool
	Module                  *struct{ Path string }
	Error                   *struct{ Err string }
}

// Look measures packages of the module in a folder. It compiles what they import.
func Look(dir string, patterns ...string) (*House, error) {
	packages, err := list(dir, patterns)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	house := &House{}
	for _, p := range packages {
		if p.DepOnly || p.Standard {
			continue
		}
		house.Module = p.Module.Path
		room, err := p.room(exports)
		if err != nil {
			return nil, err
		}
		house.Rooms = append(house.Rooms, room)
	}
	slices.SortFunc(house.Rooms, func(a, b *Room) int { return strings.Compare(a.Path, b.Path) })
	return house, nil
}

// list asks the go command for packages, and for all that they import.
func list(dir string, patterns []string) ([]*listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Imports,Standard,DepOnly,Module,Error"}, patterns...)...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var all []*listed
	for decoder := json.NewDecoder(out); ; {
		p := &listed{}
		if err := decoder.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Error != nil {
			return nil, fmt.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		all = append(all, p)
	}
	return all, cmd.Wait()
}

// room reads the files of a package and resolves what they name.
func (p *listed) room(exports map[string]string) (*Room, error) {
	room := &Room{Path: strings.TrimPrefix(p.ImportPath, p.Module.Path+"/")}
	for _, path := range p.Imports {
		if below, own := strings.CutPrefix(path, p.Module.Path+"/"); own {
			room.Imports = append(room.Imports, below)
		}
	}
	positions := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(positions, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	if _, err := config.Check(p.ImportPath, positions, parsed, info); err != nil {
		return nil, err
	}
	byName := map[string]*File{}
	for i, name := range p.GoFiles {
		if ast.IsGenerated(parsed[i]) {
			continue
		}
		f := &File{Name: name, Lines: positions.File(parsed[i].Pos()).LineCount(), Uses: map[string]map[string]bool{}, Longs: longs(positions, parsed[i])}
		byName[name] = f
		room.Files = append(room.Files, f)
	}
	at := func(pos token.Pos) string { return filepath.Base(positions.Position(pos).Filename) }
	for ident, object := range info.Uses {
		if object.Pkg() == nil || object.Pkg().Path() != p.ImportPath {
			continue
		}
		from, to := byName[at(ident.Pos())], byName[at(object.Pos())]
		if from != nil && to != nil && from != to {
			if from.Uses[to.Name] == nil {
				from.Uses[to.Name] = map[string]bool{}
			}
			from.Uses[to.Name][object.Name()] = true
		}
	}
	room.Circles = circles(room.Files)
	return room, nil
}

// longs are the functions of a file that are longer than they should be.
func longs(positions *token.FileSet, f *ast.File) []Function {
	var all []Function
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		lines := positions.Position(fn.End()).Line - positions.Position(fn.Pos()).Line + 1
		if lines > maxFunction {
			all = append(all, Function{fn.Name.Name, lines})
		}
	}
	return all
}
