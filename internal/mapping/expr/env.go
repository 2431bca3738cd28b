// Package expr makes values of the expressions of a mapping: ${CEL}, constants, and texts
// with ${CEL} in them. What is not there is null, and what is null is left out.
package expr

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"

	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Scope has the values of the variables of an expression.
type Scope = cel.Activation

// Env is what expressions may name.
type Env struct {
	cel   *cel.Env
	names []string
}

// maxCost bounds what one expression may do with one row, in the units of CEL.
const maxCost = 10_000_000

// NewEnv returns an environment with variables of these names.
func NewEnv(names []string) (*Env, error) {
	options := []cel.EnvOption{cel.OptionalTypes(), ext.Strings(), ext.Regex(), ext.Lists(), cel.ParserRecursionLimit(50), cel.CrossTypeNumericComparisons(true)}
	options = append(options, functions()...)
	for _, n := range names {
		options = append(options, cel.Variable(n, cel.DynType))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	return &Env{env, slices.Sorted(slices.Values(names))}, nil
}

// Program makes a value of the variables of a scope.
type Program struct {
	text string
	// name of the only variable, where the expression is nothing else.
	name string
	cel  cel.Program
	// Uses are the variables that it names.
	Uses []string
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ValidName says why a name cannot be that of a variable.
func ValidName(name string) error {
	if !identifier.MatchString(name) {
		return errors.New("expressions name it, so it has letters without accents, digits and _ alone, and begins with a letter")
	}
	if slices.Contains(reserved, name) {
		return errors.New("the word is one of CEL or of mappings; add an underscore, such as " + name + "_")
	}
	return nil
}

// reserved are the words that CEL keeps, and those that every row has.
var reserved = []string{"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "namespace", "null", "package", "return", "true", "var", "void", "while",
	"raw", "words", "links", "file", "row"}

// Compile compiles the CEL of an expression, without ${ and }.
func (e *Env) Compile(text string) (*Program, error) {
	ast, issues := e.cel.Compile(text)
	if issues.Err() != nil {
		return nil, e.explain(text, issues)
	}
	p := &Program{text: text}
	if name := strings.TrimSpace(text); slices.Contains(e.names, name) {
		p.name, p.Uses = name, []string{name}
		return p, nil
	}
	program, err := e.cel.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost))
	if err != nil {
		return nil, fmt.Errorf("${%s}: %w", text, err)
	}
	p.cel = program
	for _, name := range wordsOf.FindAllString(text, -1) {
		if slices.Contains(e.names, name) && !slices.Contains(p.Uses, name) {
			p.Uses = append(p.Uses, name)
		}
	}
	return p, nil
}

var (
	wordsOf    = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	undeclared = regexp.MustCompile(`undeclared reference to '([^']*)'`)
)

// explain puts an error of CEL into words, with the name that was probably meant.
func (e *Env) explain(text string, issues *cel.Issues) error {
	first := issues.Errors()[0].Message
	m := undeclared.FindStringSubmatch(first)
	if m == nil {
		return fmt.Errorf("found ${%s}, which is no CEL: %s", text, strings.Join(strings.Fields(first), " "))
	}
	message := fmt.Sprintf("found ${%s}, and nothing is called %q here; there are %s", text, m[1], strings.Join(e.names, ", "))
	if near := value.Nearest(m[1], e.names); near != "" {
		message += fmt.Sprintf("; the nearest is %q", near)
	}
	return errors.New(message)
}

// Eval makes the value: nil, a string, an int64, a bool, a []any, a map[string]any or a Mention.
func (p *Program) Eval(in Scope) (any, error) {
	if p.name != "" {
		v, _ := in.ResolveName(p.name)
		return v, nil
	}
	out, _, err := p.cel.Eval(in)
	if err != nil {
		return nil, fmt.Errorf("${%s}: %w", p.text, err)
	}
	v, err := native(out)
	if err != nil {
		return nil, fmt.Errorf("${%s}: %w", p.text, err)
	}
	return v, nil
}

// True makes a truth of a value; absent is false.
func True(v any) (bool, error) {
	switch v := v.(type) {
	case nil:
		return false, nil
	case bool:
		return v, nil
	}
	return false, fmt.Errorf("found %v; true or false is needed", v)
}
