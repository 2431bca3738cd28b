package scenarios

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite report.json of every story")

func TestStories(t *testing.T) {
	stories, err := Load(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		t.Run(s.Name, func(t *testing.T) {
			have, err := Render(s.Judge())
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join(s.Name, "report.json")
			if *update {
				if err := os.WriteFile(golden, have, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(have, want) {
				t.Errorf("the report differs from %s; review it, then run with -update\nhave:\n%s", golden, have)
			}
		})
	}
}
