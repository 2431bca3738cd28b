package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// source says where records come from: files, or the cluster where none are named.
type source struct {
	env           *env
	files         []string
	recursive     bool
	allNamespaces bool
	// observe and observeVersions are kinds whose objects are looked for: their metadata, and
	// what is judged of them.
	observe, observeVersions string

	seen observations
	kube *kubeconfig
	// looked is told each file and folder that is looked at; nil where nobody asks.
	looked func(name string)
}

// inputs are what was read: the world of each namespace, and what could not be judged.
type inputs struct {
	// namespaces are what was read, and worlds those of which a record can be read.
	namespaces []gather.Namespace
	worlds     []*assess.World
	problems   []input.Problem
	foreign    []input.Foreign
	locate     func(namespace string, record assess.Ref, field string) input.Position
	// from says where it was looked for, for messages.
	from string
}

// shownKubeFlags are the flags of kubectl that help shows; the others work as well.
var shownKubeFlags = []string{"context", "kubeconfig", "namespace"}

// addTo adds the flags of a source to a command.
func (s *source) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&s.files, "filename", "f", nil, "Files, folders or - (standard input) with records; the cluster of the current context where absent")
	flags.BoolVarP(&s.recursive, "recursive", "R", false, "Read the folders below a folder of -f, too")
	flags.BoolVarP(&s.allNamespaces, "all-namespaces", "A", false, "Judge every namespace of the cluster that has records")
	flags.StringVar(&s.observe, "observe-workloads", "", "Kinds of the cluster whose objects records may name as proof, such as apps/v1/Deployment,v1/Node; as the operator's flag")
	flags.StringVar(&s.observeVersions, "observe-versions", "", "Kinds of which versions are looked at, too, such as apps/v1/Deployment,v1/Node; as the operator's flag")
	s.seen.addTo(c)
	s.kube = newKubeconfig()
	kube := pflag.NewFlagSet("kubectl", pflag.ContinueOnError)
	s.kube.addTo(kube)
	kube.VisitAll(func(f *pflag.Flag) {
		f.Hidden = !slices.Contains(shownKubeFlags, f.Name)
	})
	kube.Lookup("namespace").Usage = "Namespace to judge; with -f, that of records that name none"
	flags.AddFlagSet(kube)
	completeSource(c, s)
}

// read reads the records. What is wrong inside of files is a problem of the input.
func (s *source) read(ctx context.Context) (*inputs, error) {
	if s.files == nil {
		if s.seen.file != "" {
			return nil, usagef("--observations is for files of records; a cluster is looked at as it is. Name the records with -f")
		}
		return s.readCluster(ctx)
	}
	switch {
	case len(s.files) == 0: // such as -f "$DIR" without a DIR: the cluster is not what was meant
		return nil, usagef("-f is empty: name a file or a folder, or leave -f out to judge the cluster")
	case s.allNamespaces:
		return nil, usagef("--all-namespaces is for a cluster; with -f every namespace of the files is judged")
	case s.observeVersions != "":
		return nil, usagef("--observe-versions is for a cluster; files do not show what runs. Have \"observe\" write what does, and name it with --observations")
	case s.observe != "":
		return nil, usagef("--observe-workloads is for a cluster; files do not show what runs")
	}
	set, err := s.load(ctx, manifest.Options{})
	if err != nil {
		return nil, err
	}
	return &inputs{namespaces: set.Namespaces, worlds: set.Worlds(), problems: set.Problems, foreign: set.Foreign, locate: set.Locate, from: strings.Join(s.files, ", ")}, nil
}

// loadWhole is load for commands that write: they fail where a part of the files cannot be
// read, which may hold what they would write again or contradict.
func (s *source) loadWhole(ctx context.Context) (*manifest.Set, error) {
	set, err := s.load(ctx, manifest.Options{})
	if err != nil {
		return nil, err
	}
	if len(set.Problems) > 0 {
		p := &set.Problems[0]
		return nil, fmt.Errorf("%s could not be read: %s. Remedy: %s", p.Where(), p.Message, p.Remedy)
	}
	return set, nil
}

// load reads the files of the source. They are read in the order of their names, so
// that the order in which they were named does not matter.
func (s *source) load(ctx context.Context, o manifest.Options) (*manifest.Set, error) {
	files := slices.Clone(s.files)
	slices.Sort(files)
	for _, f := range files {
		if strings.HasPrefix(f, "http://") || strings.HasPrefix(f, "https://") {
			return nil, usagef("%s is an address, and only files are read; pipe it in, as in: curl -fsSL %s | %s assess -f -", f, f, displayName(s.env.name))
		}
	}
	var err error
	if o.Beside, err = s.seen.beside(s.looked); err != nil {
		return nil, err
	}
	bar := s.env.progress()
	defer bar.done()
	o.Recursive, o.Namespace, o.Stdin = s.recursive, s.kube.namespace(), s.env.in
	o.Looked = s.looked
	o.Progress = func(files, documents int) { bar.say("%d files, %d documents read", files, documents) }
	return manifest.Load(ctx, slices.Compact(files), o)
}

// none says that there was nothing to judge, which is never a pass.
func (in *inputs) none() error {
	if len(in.worlds) > 0 || len(in.problems) > 0 {
		return nil
	}
	hint := ""
	if n := len(in.foreign); n > 0 {
		first := "an object or a list without kind"
		if f := in.foreign[0]; f.Kind != "" {
			first = strings.TrimSuffix(fmt.Sprintf("a %s of %s", f.Kind, f.APIVersion), " of ")
		}
		hint = fmt.Sprintf("; what was read is of other kinds (documents: %d, the first %s)", n, first)
	}
	return fmt.Errorf("no record of %s in %s: nothing can be judged%s", api.GroupName, in.from, hint)
}

// eachWorld does something with every world, several at a time.
func eachWorld[T any](ctx context.Context, worlds []*assess.World, do func(*assess.World) (T, error)) ([]T, error) {
	results, failures := make([]T, len(worlds)), make([]error, len(worlds))
	if err := parallel.Do(ctx, len(worlds), func(i int) { results[i], failures[i] = do(worlds[i]) }); err != nil {
		return nil, err
	}
	return results, errors.Join(failures...)
}

// completeSource offers values for the flags of a source.
func completeSource(c *cobra.Command, s *source) {
	must(c.MarkFlagFilename("filename", "yaml", "yml", "json"))
	must(c.RegisterFlagCompletionFunc("namespace", func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return s.namespaces(c.Context()), cobra.ShellCompDirectiveNoFileComp
	}))
	must(c.RegisterFlagCompletionFunc("context", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		raw, err := s.kube.loader().RawConfig()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		return slices.Sorted(maps.Keys(raw.Contexts)), cobra.ShellCompDirectiveNoFileComp
	}))
}

// namespaces returns those of the files, or those of the cluster; none where neither
// can be read, since a completion has nobody to tell.
func (s *source) namespaces(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, impatience)
	defer cancel()
	var names []string
	if len(s.files) > 0 {
		set, err := s.load(ctx, manifest.Options{SkipEvidence: true})
		if err != nil {
			return nil
		}
		for _, n := range set.Namespaces {
			names = append(names, n.Name)
		}
		return names
	}
	c, err := s.connect()
	if err != nil {
		return nil
	}
	list, err := c.metadata.Resource(namespacesResource).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	for i := range list.Items {
		names = append(names, list.Items[i].Name)
	}
	return names
}

// impatience is how long a completion may ask the cluster.
const impatience = 3 * time.Second
