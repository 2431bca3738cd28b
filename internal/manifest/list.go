package manifest

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
)

// isList reports whether an object is a list of records: one of any objects, or of one kind.
func isList(version, name string) bool {
	kind, ok := strings.CutSuffix(name, "List")
	return ok && (kind == "" && version == "v1" || version == api.GroupVersion.String() && (kind == "" || kinds()[kind] != nil))
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
	version, _ := object["apiVersion"].(string)
	name, _ := object["kind"].(string)
	items, ok := object["items"].([]any)
	problem := input.Problem{Field: "items"}
	switch value, has := object["items"]; {
	case !ok && !has:
		problem.Message, problem.Remedy = "a list has items, and this one has none", "Write \"items: []\" if it is empty"
	case !ok:
		problem.Message, problem.Remedy = fmt.Sprintf("found %s; allowed is a list", describe(value)), "Write the records as a list"
	case name != "List" && name != resourceList && !isList(version, name):
		problem.Message = fmt.Sprintf("found records in the items of a %s of %s, which kubectl does not read as a list", name, version)
		problem.Remedy = "Put the records into a List of v1; they were not judged"
	default:
		at := childNode(p.root, "items")
		r.documents += len(items) - 1 // the list itself is none
		for i, item := range items {
			part := parsed{value: item, line: p.line}
			if at != nil && at.Kind == yaml.SequenceNode && i < len(at.Content) {
				part.root = at.Content[i]
			}
			r.entry(part, object)
		}
		return
	}
	problem.Position = p.position()
	r.problem(problem)
}

// resourceList is what the functions of kustomize and kpt read and write. kubectl reads
// no such list; what reads it in its place does.
const resourceList = "ResourceList"

// entry judges an entry of a list. One that says neither apiVersion nor kind has those
// of a list of one kind, as in kubectl.
func (r *reader) entry(p parsed, list map[string]any) {
	object, ok := p.value.(map[string]any)
	var problem input.Problem
	version, _ := list["apiVersion"].(string)
	name, _ := list["kind"].(string)
	kind := strings.TrimSuffix(name, "List")
	own, _ := object["kind"].(string)
	_, isList := object["items"].([]any)
	switch {
	case !ok:
		problem.Message = fmt.Sprintf("found %s; an entry of a list is an object with apiVersion and kind", describe(p.value))
		problem.Remedy = "Correct the entry, or remove it"
	case isList:
		problem.Field, problem.Message = "items", "found a list in a list, which kubectl does not read"
		problem.Remedy = "Put its records into the outer list; they were not judged"
	case kind != "" && own != "" && own != kind && name != resourceList:
		problem.Record, problem.Field = identify(own, object, r.namespace), "kind"
		problem.Message = fmt.Sprintf("found a %s in a %s; kubectl takes each entry of that list for a %s", own, name, kind)
		problem.Remedy = "Put it into a List of v1; it was not judged"
	case object["apiVersion"] != nil || object["kind"] != nil:
		r.value(p)
		return
	case kind != "":
		object["apiVersion"], object["kind"] = version, kind
		r.value(p)
		return
	default:
		problem.Record, problem.Field = identify("", object, r.namespace), "kind"
		problem.Message, problem.Remedy = "the entry of the list has neither apiVersion nor kind", "Write both, or remove the entry"
	}
	problem.Position = p.position()
	r.problem(problem)
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
