package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/observation"
)

type observeOptions struct {
	source
	namespaces []string
	members    string
	to         string
	unclaimed  bool
}

const observeLong = `Read the roles and bindings of the cluster of the current context, and write them as an
observation: a file that "assess" and the other commands take with --observations, to hold
what the cluster grants against what the records say of people, roles and duties. It takes
the right to list roles and bindings, and writes nothing to the cluster.

The file has the rules of roles, and whom bindings name; nothing of labels, annotations or
who edited what. It has the accounts that people of each namespace of the cluster state, or
of the records of -f, so that each ISMS in a cluster knows those of the others. Two readings
of a cluster in which nothing changed differ in the time and in the digest over it alone.

What may not be read is told, and stands in the file as not observable; what is judged by it
then says that nobody looked. Who is in a group no cluster knows: name the members with
--members, in a file of a directory, as lines of group,user or as YAML of lists by group.

With --unclaimed it shows instead who holds rights that no Person states as an account, by
name, for whoever writes the accounts. That is shown here alone: findings and statuses name
bindings, and not whom they name.

Objects that the records of -f name as proof are looked for where --observe-workloads names
their kind: whether they are there, and the owner that their label names. --observe-versions
reads of some kinds the versions of images and kubelets, the days of certificates and whether
Argo CD has run what Git says, too, and keeps nothing else of them.

An observation holds names of users. Who may read it may read those.

Exit codes: 0, also where a part could not be read; 2 for bad usage, and where nothing can
be read.`

func newObserve(e *env) *cobra.Command {
	o := &observeOptions{source: source{env: e, kube: newKubeconfig()}}
	c := &cobra.Command{
		Use:   "observe [-o FILE]",
		Short: "Write what the cluster grants to whom, to be judged beside records in files",
		Long:  observeLong,
		Example: examples(e, `# What the cluster grants, into the repository of the records
%[1]s observe -o observations/production.yaml

# Then judge the records with it
%[1]s assess -R -f evidence/ --observations observations/production.yaml

# Without rights in the whole cluster
%[1]s observe --namespaces shop,shop-staging -o observations/shop.yaml

# With who is in which group, from a directory
%[1]s observe --members groups.csv -o observations/production.yaml

# Who holds rights that no Person of the files states as an account
%[1]s observe --unclaimed -R -f evidence/`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.addTo(c)
	return c
}

// addTo adds the flags.
func (o *observeOptions) addTo(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with records: whose accounts people state, in the place of those of the cluster")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Read the folders below a folder of -f, too")
	flags.StringSliceVar(&o.namespaces, "namespaces", nil, "Read the roles and bindings of these namespaces alone; of all where absent")
	flags.StringVar(&o.members, "members", "", "File that says who is in which group: lines of group,user, or YAML of lists by group")
	flags.StringVarP(&o.to, "output", "o", "", "File to write; standard output where absent")
	flags.BoolVar(&o.unclaimed, "unclaimed", false, "Show who holds rights that no Person states as an account, in the place of the file")
	flags.StringVar(&o.observe, "observe-workloads", "", "Kinds of the cluster whose objects the records of -f may name as proof, such as apps/v1/Deployment,v1/Node")
	flags.StringVar(&o.observeVersions, "observe-versions", "", "Kinds of which versions are looked at, too: apps/v1/Deployment, apps/v1/StatefulSet, apps/v1/DaemonSet, batch/v1/CronJob, v1/Node, cert-manager.io/v1/Certificate, argoproj.io/v1alpha1/Application, and v1/Service for that of the API server")
	kube := pflag.NewFlagSet("kubectl", pflag.ContinueOnError)
	o.kube.addTo(kube)
	kube.VisitAll(func(f *pflag.Flag) { f.Hidden = !slices.Contains(shownKubeFlags, f.Name) })
	kube.Lookup("namespace").Usage = "Namespace of records of -f that name none"
	flags.AddFlagSet(kube)
	must(c.MarkFlagFilename("members", "csv", "yaml", "yml", "json"))
	must(c.MarkFlagFilename("output", "yaml", "yml"))
	completeSource(c, &o.source)
	must(c.RegisterFlagCompletionFunc("namespaces", func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		named := o.source
		named.files = nil // those of the cluster
		return named.namespaces(c.Context()), cobra.ShellCompDirectiveNoFileComp
	}))
}

func (o *observeOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	if _, _, err := o.kindsObserved(); err != nil {
		return err
	}
	members, err := readMembers(o.members)
	if err != nil {
		return err
	}
	var records []gather.Namespace
	if len(o.files) > 0 {
		if records, err = o.records(ctx); err != nil {
			return err
		}
	}
	c, err := o.connect()
	if err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), ", and no file was named with -f", ""))
	}
	defer c.bar.done()
	look := c.looker(o.env)
	reading, err := look.rights(ctx, o.namespaces, true)
	if nothing := (errorNothing{}); errors.As(err, &nothing) && len(o.namespaces) == 0 {
		return fmt.Errorf("%w, or name with --namespaces those in which you may", err)
	}
	if err != nil {
		return err
	}
	reading.SeenAt, reading.Members, reading.Server = o.env.now(), members, o.kube.version()
	if err := look.claimed(ctx, records, reading); err != nil {
		return err
	}
	observer, err := o.observer(c)
	if err != nil {
		return err
	}
	for i := range records {
		records[i].Observe(func(ref api.WorkloadReference) (assess.Workload, bool) { return observer.look(ctx, ref) })
		reading.Workloads = observation.Looked(reading.Workloads, records[i].Observation.Workloads)
	}
	c.bar.done()
	return o.finish(observation.New(reading))
}

// check refuses what cannot be meant.
func (o *observeOptions) check() error {
	switch {
	case slices.Contains(o.namespaces, ""):
		return usagef("--namespaces has an empty name; write it as --namespaces shop,shop-staging, or leave it out for all")
	case o.observe+o.observeVersions != "" && len(o.files) == 0:
		return usagef("--observe-workloads and --observe-versions look for the objects that records name: name the records with -f")
	}
	return nil
}

// records are those of the files, of which each one has to be read: whoever is not read
// claims nothing.
func (o *observeOptions) records(ctx context.Context) ([]gather.Namespace, error) {
	set, err := o.load(ctx, manifest.Options{SkipEvidence: true})
	if err != nil {
		return nil, err
	}
	if n := len(set.Problems); n > 0 {
		p := &set.Problems[0]
		fmt.Fprintf(o.env.err, "warning: records could not be judged in %d places, first %s: %s; accounts that they may state are not known\n", n, p.Where(), p.Message)
	}
	return set.Namespaces, nil
}

// finish tells what could not be read, and writes or shows what was.
func (o *observeOptions) finish(f *observation.File) error {
	for _, u := range f.Unobservable {
		fmt.Fprintf(o.env.err, "warning: not observed: %s\n", u)
	}
	if o.to != "" {
		if err := writeFile(o.to, f.Write); err != nil {
			return err
		}
	}
	if o.unclaimed {
		return o.show(observation.Unclaimed(f))
	}
	if o.to == "" {
		return f.Write(o.env.out)
	}
	return nil
}

// show shows who holds rights that nobody claims.
func (o *observeOptions) show(all []observation.Stranger) error {
	if len(all) == 0 {
		_, err := io.WriteString(o.env.out, "No user, group or service account holds rights that no Person states as an account\n")
		return err
	}
	rows := make([][]string, len(all))
	for i := range all {
		s := &all[i]
		where := "whole cluster"
		if s.Grant.Namespace != "" {
			where = s.Grant.Namespace
		}
		who := s.Who.String()
		if s.Who != s.Grant.Subject {
			who += " (in " + s.Grant.Subject.String() + ")"
		}
		rows[i] = []string{who, s.Grant.Binding.Kind + "/" + s.Grant.Binding.Name, s.Grant.Role.Kind + "/" + s.Grant.Role.Name, where}
	}
	return columns(o.env.out, []string{"SUBJECT", "BINDING", "ROLE", "NAMESPACE"}, rows)
}
