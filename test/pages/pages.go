// Package pages makes pages for the tests in a browser, which are a module of their own,
// each with what the engine says of every day of its slider.
package pages

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// Page is a page, and what the engine says.
type Page struct {
	Name string
	HTML []byte
	Days []Day
}

// Day is what the engine says of a day.
type Day struct {
	Day      string      `json:"day"`
	Verdict  string      `json:"verdict"`
	Counts   page.Counts `json:"counts"`
	Points   []Point     `json:"points"`
	Findings []string    `json:"findings"`
}

// Point is what it says of a point.
type Point struct {
	Verdict string      `json:"v"`
	Counts  page.Counts `json:"n"`
}

// told are the stories of which every day is compared: calm ones, and such that much comes
// of little.
var told = []string{"a-summer-of-neglect", "contract-renewals-missed", "raci-in-disorder", "certificate-about-to-expire", "not-ready-for-certification"}

// All makes every page; root is the folder of the project.
func All(root string) ([]Page, error) {
	stories, err := scenarios.Load(filepath.Join(root, "test", "scenarios"))
	if err != nil {
		return nil, err
	}
	var all []Page
	for _, s := range stories {
		if !slices.Contains(told, s.Name) {
			continue
		}
		p, err := dayByDay(s.Name, s.Records, s.AsOf, s.AsOf.AddDays(60))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	samples, err := scenarios.LoadFolder(filepath.Join(root, "config", "samples"))
	if err != nil {
		return nil, err
	}
	p, err := dayByDay("samples", samples, api.MustDate("2026-06-01"), api.MustDate("2027-10-13"))
	if err != nil {
		return nil, err
	}
	all = append(all, p)
	if p, err = past(samples); err != nil {
		return nil, err
	}
	all = append(all, p)
	waiting, err := undecided(root, samples)
	if err != nil {
		return nil, err
	}
	more, err := states(samples, waiting)
	return append(all, more...), err
}

// dayByDay is the page of records, with what the engine says of each of its days.
func dayByDay(name string, records []api.Record, on, until api.Date) (Page, error) {
	p, err := written(name, page.Source{Worlds: []*assess.World{assess.NewWorld("isms", records)}, On: on, Until: until, Command: "kubectl isms report -f " + name}, "en")
	if err != nil {
		return p, err
	}
	for day := on; !day.After(until); day = day.AddDays(1) {
		r, err := assess.Run(context.Background(), rules.Registry(), assess.NewWorld("isms", records), day)
		if err != nil {
			return p, err
		}
		p.Days = append(p.Days, said(r))
	}
	return p, nil
}

func said(r *assess.Report) Day {
	d := Day{r.AsOf.String(), string(r.Rollup.Verdict), counts(r.Rollup.Counts), nil, []string{}}
	for i := range r.Rollup.Points {
		d.Points = append(d.Points, Point{string(r.Rollup.Points[i].Verdict), counts(r.Rollup.Points[i].Counts())})
	}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		d.Findings = append(d.Findings, strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Point.ID, wording.Plain(f.Record.String()), wording.Plain(f.Field), wording.Plain(f.Message)}, "|"))
	}
	slices.Sort(d.Findings)
	return d
}

func counts(n api.FindingCounts) page.Counts {
	return page.Counts{n.Major, n.Minor, n.Unknown, n.Observation, n.Opportunity}
}

func written(name string, s page.Source, language string) (Page, error) {
	built, err := page.Build(context.Background(), s, nil)
	if err != nil {
		return Page{}, err
	}
	var b bytes.Buffer
	err = built.Write(&b, language)
	return Page{Name: name, HTML: b.Bytes()}, err
}

// states are pages of every other state: in German, hostile, with much that waits for top
// management, with something that could not be judged, with nothing recorded, of several namespaces, and of very many records.
func states(samples []api.Record, waiting *assess.World) ([]Page, error) {
	on := api.MustDate("2026-06-01")
	year := func(worlds ...*assess.World) page.Source {
		return page.Source{Worlds: worlds, On: on, Until: on.AddDays(400)}
	}
	unjudged := year(assess.NewWorld("isms", samples))
	for i := range 30 {
		unjudged.Problems = append(unjudged.Problems, input.Problem{
			Position: input.Position{File: fmt.Sprintf("tools/%d.yaml", i), Line: 7}, Record: &input.Record{Kind: "ToolLicense", Namespace: "isms", Name: fmt.Sprint("tool-", i)},
			Field: "spec.criticality", Message: `"Grave" is not one of Low, Medium, High, Critical`, Remedy: "Write one of them",
		})
	}
	evil := year(assess.NewWorld("isms", hostile(samples)))
	evil.Command, evil.Revision, evil.Version = texts[0], texts[1], texts[2]
	evil.Problems = []input.Problem{{Position: input.Position{File: texts[0]}, Field: texts[1], Message: texts[2], Remedy: texts[3]}}
	var all []Page
	for _, p := range []struct {
		name, language string
		source         page.Source
	}{
		{"german", "de", year(assess.NewWorld("isms", samples))},
		{"undecided", "en", year(waiting)},
		{"unjudged", "en", unjudged},
		{"hostile", "en", evil},
		{"empty", "en", year(assess.NewWorld("isms", []api.Record{&api.ClauseAssessment{}}))},
		{"several", "en", year(assess.NewWorld("first", samples), assess.NewWorld("second", samples[:40]))},
		{"large", "en", year(assess.NewWorld("isms", Many(10_000)))},
	} {
		made, err := written(p.name, p.source, p.language)
		if err != nil {
			return nil, err
		}
		all = append(all, made)
	}
	return all, nil
}

// Write writes all pages into a folder, and beside those that have it what the engine says.
func Write(root, out string) error {
	all, err := All(root)
	if err != nil {
		return err
	}
	for i := range all {
		if err := os.WriteFile(filepath.Join(out, all[i].Name+".html"), all[i].HTML, 0o644); err != nil {
			return err
		}
		if err := all[i].writeDays(out); err != nil {
			return err
		}
	}
	return nil
}
