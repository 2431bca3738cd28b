package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// version is set by the build: -ldflags "-X main.version=v1.2.3".
var version = ""

// build is what the plugin is made of.
type build struct {
	Version    string `json:"version"`
	Commit     string `json:"commit,omitempty"`
	Go         string `json:"go"`
	Platform   string `json:"platform"`
	APIVersion string `json:"apiVersion"`
}

// theBuild is this build. A plugin that "go install" made knows its version from
// the module.
func theBuild() build {
	b := build{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, APIVersion: api.GroupVersion.String()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if b.Version == "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}

func newVersion(e *env) *cobra.Command {
	format := "text"
	c := &cobra.Command{
		Use:   "version",
		Short: "Tell the version of the plugin and of the API that it judges",
		Example: examples(e, `%[1]s version
%[1]s version -o json`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := theBuild()
			switch format {
			case "text":
				fmt.Fprintf(e.out, "%s %s (%s, %s), for %s\n", displayName(e.name), b.Version, b.Go, b.Platform, b.APIVersion)
				return nil
			case "json":
				out := json.NewEncoder(e.out)
				out.SetIndent("", "  ")
				return out.Encode(b)
			}
			return oneOf("the format", format, []string{"text", "json"})
		},
	}
	c.Flags().StringVarP(&format, "output", "o", format, "Format: text, json")
	complete(c, "output", []string{"text", "json"})
	return c
}
