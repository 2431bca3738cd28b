package manifest

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/report"
)

// isList reports whether an object is a list of records: one of any objects, or of one kind.
func isList(version, name string) bool {
	kind, ok := strings.CutSuffix(name, "List")
	return ok && (version == "v1" && kind == "" || version == api.GroupVersion.String() && kinds()[kind] != nil)
}

// ours reports whether a value is a list that holds records.
func ours(value any) bool {
	list, _ := value.([]any)
	return slices.ContainsFunc(list, func(item any) bool {
		object, _ := item.(map[string]any)
		version, _ := object["apiVersion"].(string)
		return strings.HasPrefix(version, api.GroupName)
	})
}

// items judges the objects of a list.
func (r *reader) items(p parsed, object map[string]any) {
	items, ok := object["items"].([]any)
	if !ok {
		if object["items"] != nil {
			r.problem(report.Problem{
				Position: p.position(), Field: "items", Message: fmt.Sprintf("found %s; allowed is a list", describe(object["items"])),
				Remedy: "Write the records as a list",
			})
		}
		return
	}
	at := childNode(p.root, "items")
	r.documents += len(items) - 1 // the list itself is none
	for i, item := range items {
		part := parsed{value: item, line: p.line}
		if at != nil && at.Kind == yaml.SequenceNode && i < len(at.Content) {
			part.root = at.Content[i]
		}
		if o, ok := item.(map[string]any); ok && o["apiVersion"] == nil && o["kind"] == nil && !r.untyped(part, object, o) {
			continue
		}
		r.value(part)
	}
}

// untyped gives an entry that says neither apiVersion nor kind those of its list, as
// kubectl does. In a list of any objects nobody knows what it is, and it is a problem.
func (r *reader) untyped(p parsed, list, item map[string]any) bool {
	version, _ := list["apiVersion"].(string)
	name, _ := list["kind"].(string)
	if kind, _ := strings.CutSuffix(name, "List"); version == api.GroupVersion.String() && kinds()[kind] != nil {
		item["apiVersion"], item["kind"] = version, kind
		return true
	}
	r.problem(report.Problem{
		Position: p.position(), Record: identify("", item, r.namespace), Field: "kind",
		Message: "the entry of the list has neither apiVersion nor kind", Remedy: "Write both, or remove the entry",
	})
	return false
}

// childNode returns the value of a field; nil where there is none.
func childNode(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}
