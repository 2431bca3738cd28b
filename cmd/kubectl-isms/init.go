package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/facts"
)

//go:embed templates
var templates embed.FS

// workflowFile is where GitHub looks for the workflow.
const workflowFile = ".github/workflows/isms.yaml"

// repository is what the templates are filled with.
type repository struct {
	Organisation, Namespace, Version string
	Due                              api.Date
	Activities                       []activity
	Controls                         []annexa.Control
	Resources                        []string
}

// activity is a row of the matrix of accountability.
type activity struct{ Name, Activity, Accountable, Responsible string }

const (
	manager    = "information-security-manager"
	management = "top-management"
)

// activities are those that the default policy asks for.
var activities = []activity{
	{"Policies", "Policy", management, manager},
	{"Risk assessment", "RiskAssessment", manager, "risk-owner"},
	{"Statement of Applicability", "StatementOfApplicability", manager, manager},
	{"Internal audit", "InternalAudit", management, "internal-auditor"},
	{"Management review", "ManagementReview", management, "management-review-team"},
	{"Incidents", "IncidentManagement", manager, "system-administrator"},
	{"Access", "AccessControl", manager, "system-administrator"},
	{"Suppliers", "SupplierManagement", manager, manager},
	{"Awareness", "Awareness", manager, manager},
	{"Improvement", "Improvement", manager, manager},
}

func newInit(e *env) *cobra.Command {
	r := repository{Version: release(theBuild().Version), Activities: activities, Controls: annexa.All()}
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a first evidence repository, which says what to fill in",
		Long: `Write a first evidence repository: the roles that an ISMS must have, a matrix of
accountability, a Statement of Applicability with every control of Annex A still
undecided, a kustomization, and a workflow for pull requests. It claims nothing that is
not known yet; "assess" then says what to fill in. No file is ever overwritten.`,
		Example: examples(e, `%[1]s init evidence/
%[1]s init . --organization "ACME Software" --namespace acme-isms`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one folder to write to, as in: init evidence/")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if problems := validation.IsDNS1123Label(r.Namespace); len(problems) > 0 {
				return usagef("--namespace %q is no name of a namespace: %s", r.Namespace, problems[0])
			}
			if strings.TrimSpace(r.Organisation) == "" || len([]rune(r.Organisation)) > 128 {
				return usagef("--organization must have 1 to 128 characters")
			}
			r.Due = e.today().AddMonths(6)
			files, err := r.files()
			if err != nil {
				return err
			}
			return writeNew(e, args[0], files)
		},
	}
	c.Flags().StringVar(&r.Organisation, "organization", facts.TemplateOrganization, "Name of the organisation")
	c.Flags().StringVarP(&r.Namespace, "namespace", "n", "isms", "Namespace that the records go to in a cluster")
	return c
}

// release is the version to install; the latest where this build is of none.
func release(version string) string {
	if strings.HasPrefix(version, "v") && !strings.Contains(version, "-") && !strings.Contains(version, "+") {
		return version
	}
	return "latest"
}

// file is a file to write, below the folder that is named.
type file struct {
	name    string
	content []byte
}

// files fills in the templates.
func (r repository) files() ([]file, error) {
	names, err := fs.Glob(templates, "templates/*.*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if base := path.Base(name); strings.HasSuffix(base, ".yaml") && base != "kustomization.yaml" {
			r.Resources = append(r.Resources, base)
		}
	}
	var all []file
	for _, name := range append(names, "templates/workflow/isms.yaml") {
		t, err := template.New(path.Base(name)).Delims("<%", "%>").ParseFS(templates, name)
		if err != nil {
			return nil, err
		}
		var content bytes.Buffer
		if err := t.Execute(&content, r); err != nil {
			return nil, err
		}
		target := path.Base(name)
		if name == "templates/workflow/isms.yaml" {
			target = workflowFile
		}
		all = append(all, file{target, content.Bytes()})
	}
	return all, nil
}

// writeNew writes files, all of them or, where one is there already, none.
func writeNew(e *env, dir string, files []file) error {
	var there []string
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(f.name))); err == nil {
			there = append(there, f.name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("%s has %s already, and no file is overwritten: name another folder", dir, strings.Join(there, ", "))
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		_, err = out.Write(f.content)
		if closed := out.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		fmt.Fprintln(e.out, "wrote", name)
	}
	fmt.Fprintf(e.out, "\nNow see what to fill in:\n  %s assess -f %s\n", displayName(e.name), dir)
	return nil
}
