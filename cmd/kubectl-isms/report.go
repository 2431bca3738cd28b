package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

type reportOptions struct {
	source
	output[*dossier]
	on, until date
	language  string
	history   pastOption
	pack      packOptions
	hidden    pseudonyms
}

// dossier is what a report is written from.
type dossier struct {
	*inputs
	// on is the day that was judged, and until the last of which it is told what it brings.
	on, until api.Date
	// page is all that is shown, judged.
	page *page.Page
	// language of the words that are neither those of records nor of rules.
	language string
	// pack is the auditor's pack, where it is asked for.
	pack []byte
	// judged is what formats for other tools are written from.
	judged *report.Assessment
	// briefs are what top management is told, where it is asked for.
	briefs *report.Briefs
	// names are those of people where pseudonyms stand for them; nil otherwise.
	names *pseudonym.Names
}

// dossierFormats are the forms that a report has.
func dossierFormats() []report.Format[*dossier] {
	formats := []report.Format[*dossier]{
		{Name: "html", Description: "the page: one file, for every browser, without a request to anywhere", Write: writePage},
		{Name: "brief", Description: "two pages for top management, as Markdown: what there is to decide, and what an interviewer asks", Write: writeBrief},
		{Name: "zip", Description: "the auditor's pack: all of a revision of a Git repository on a day, to be checked by others", Write: writePack},
	}
	for _, f := range report.OSCALFormats() {
		formats = append(formats, report.Format[*dossier]{Name: f.Name, Description: f.Description, Write: func(w io.Writer, d *dossier, style report.Style) error {
			return f.Write(w, d.judged, style)
		}})
	}
	return formats
}

func writePage(w io.Writer, d *dossier, _ report.Style) error { return d.page.Write(w, d.language) }

func writeBrief(w io.Writer, d *dossier, _ report.Style) error { return report.WriteBrief(w, d.briefs) }

func writePack(w io.Writer, d *dossier, _ report.Style) error {
	_, err := w.Write(d.pack)
	return err
}

// reportLong is what the help of report says.
const reportLong = `Write what people read and take away. The page shows the verdict, the points and what
to do first, for each day of a slider; below them what the brief says, the work of each
owner, deadlines, matrices, and every record with what is open on it. It is one file that
asks nobody for anything, works from a disk, and prints on A4.

The slider runs from the day to twelve months after the next external audit that a
ClauseAssessment names, the last of several; without one, for a year. With --history it
begins in the past: each day before is judged with the records of that day, as the commits
of the Git repository of -f have them, and the page names the commits.

The brief is two pages for top management: the verdict today and on the day of the next
external audit, what lapses until then, what there is to decide and what it costs, which
high risks wait, who has too much to do, and what an interviewer will ask whom.

The pack is made of the files of -f as a revision of their Git repository has them; what is
not committed is not in it. It is the same to the byte whoever makes it, and "verify" and
the VERIFY.md in it tell how to check it. With --point and --kind its lists and documents
are of those alone; its verdict and records are of everything, and it says so.

All of it holds names of people where records do. Who may read it may read those. With
--pseudonyms each name is replaced by one such as person-3f9a1c07be, the same at each run
with the same key file. Whose is whose stands beside the key, in KEYFILE.names.csv, and
nowhere else. Free text may still tell who somebody is.

Exit codes: 0, whatever the verdict; 2 for bad usage, and for input of which a part, or
nothing at all, could be judged. What was asked for is written all the same, and says so.`

func newReport(e *env) *cobra.Command {
	o := &reportOptions{source: source{env: e}, output: output[*dossier]{env: e, formats: dossierFormats()}, hidden: pseudonyms{env: e}}
	c := &cobra.Command{
		Use:   "report [-f FILE|DIR|-]...",
		Short: "Write what people read and take away: the page, the brief, the auditor's pack",
		Long:  reportLong,
		Example: examples(e, `# The page of a repository
%[1]s report -R -f evidence/ -o html=isms.html

# With the year before, from the commits of its Git repository
%[1]s report -R -f evidence/ --history -o html=isms.html

# As of the day of the audit, without the days after it
%[1]s report -R -f evidence/ --as-of 2026-10-13 --until 2026-10-13 -o html=audit.html

# Two pages for top management
%[1]s report -R -f evidence/ -o brief=brief.md

# The pack for an auditor, of what was committed last
%[1]s report -R -f evidence/ --as-of 2026-10-13 -o zip=pack.zip

# A page that others may see: names of people are replaced
%[1]s report -R -f evidence/ --pseudonyms ~/isms.key -o html=isms.html

# The same with lists and documents of outsourcing and tools alone
%[1]s report -R -f evidence/ --point P7 --kind ToolLicense -o zip=pack.zip

# For a tool of compliance
%[1]s report -R -f evidence/ -o oscal=results.json

# The page of a namespace of the cluster, in German
%[1]s report -n isms --lang de -o html=isms.html`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	c.Flags().Var(&o.on, "as-of", "Day that is judged and that the slider begins with, as 2026-10-31; today (UTC) where absent")
	c.Flags().Var(&o.until, "until", "Last day of the slider; twelve months after the next external audit, or after the day, where absent")
	c.Flags().Var(&o.history, "history", "Begin the slider of the page in the past: each day with the records of then, from Git; from a day, as --history=2026-01-31, or 12 months back")
	c.Flags().Lookup("history").NoOptDefVal = aYear
	c.Flags().StringVar(&o.language, "lang", page.Languages()[0], "Language of the page's own words: en, de; a reader can change it")
	complete(c, "lang", page.Languages())
	o.pack.addTo(c)
	o.hidden.addTo(c, "Key file with which names of people are replaced by pseudonyms; it is made where it is not there")
	return c
}

func (o *reportOptions) run(ctx context.Context) error {
	on, err := o.checked()
	if err != nil {
		return err
	}
	if err := o.hidden.open(true); err != nil {
		return err
	}
	d, notJudged := &dossier{inputs: &inputs{}, on: on, language: o.language}, 0
	if o.asks("zip") {
		if d.pack, notJudged, err = o.pack.make(ctx, &o.source, &o.hidden, on, o.language); err != nil {
			return err
		}
	}
	if err := o.fill(ctx, d); err != nil {
		return err
	}
	if err := o.write(d); err != nil {
		return err
	}
	if err := o.hidden.tell(d.names); err != nil {
		return err
	}
	if n := len(d.problems); n > 0 { // what is written may be read much later, or by a program
		p := &d.problems[0]
		text := fmt.Sprintf("%s of the input, which could not be judged, the first %s: %s. Remedy: %s", wording.Number(n, "problem", "problems"), p.Where(), p.Message, p.Remedy)
		fmt.Fprintf(o.source.env.err, "warning: %s\n", wording.Plain(text))
	}
	if notJudged+len(d.problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// fill reads and judges what is shown, but for the pack, which is made of other files.
func (o *reportOptions) fill(ctx context.Context, d *dossier) (err error) {
	oscal := slices.ContainsFunc(report.OSCALFormats(), func(f report.Format[*report.Assessment]) bool { return o.asks(f.Name) })
	if !oscal && !o.asks("html") && !o.asks("brief") {
		return nil
	}
	if d.inputs, err = o.read(ctx); err != nil {
		return err
	}
	if err := d.none(); err != nil {
		return err
	}
	if o.hidden.asked() {
		if d.inputs, d.names, err = o.hidden.hide(d.inputs); err != nil {
			return err
		}
	}
	bar := o.source.env.progress()
	defer bar.done()
	if oscal {
		bar.say("judging")
		d.judged = &report.Assessment{AsOf: d.on, Locate: d.locate, Problems: d.problems, Foreign: d.foreign, Pseudonyms: d.names != nil}
		if d.judged.Namespaces, err = eachWorld(ctx, d.worlds, func(w *assess.World) (*assess.Report, error) {
			return assess.Run(ctx, rules.Registry(), w, d.on)
		}); err != nil {
			return err
		}
	}
	if o.asks("brief") {
		bar.say("foretelling")
		if d.briefs, err = o.brief(ctx, d); err != nil {
			return err
		}
	}
	if !o.asks("html") {
		return nil
	}
	d.until = o.until.or(aYearAfter(d.worlds, d.on))
	bar.done()
	past, done, err := o.past(ctx, d.on)
	if err != nil {
		return err
	}
	defer done()
	d.page, err = o.makePage(ctx, d.inputs, page.Source{On: d.on, Until: d.until, Past: past, Pseudonyms: d.names != nil,
		Command: o.command(made{since: o.history.since(d.on), on: d.on, until: d.until, targets: o.targets, names: d.names})})
	return err
}

// brief makes what top management is told, up to the next external audit.
func (o *reportOptions) brief(ctx context.Context, d *dossier) (*report.Briefs, error) {
	audit := nextAudit(d.worlds, d.on)
	until := o.until.or(horizon(d.worlds, d.on))
	all, err := eachWorld(ctx, d.worlds, func(w *assess.World) (*brief.Brief, error) {
		now, err := assess.Judge(ctx, rules.Registry(), w, d.on)
		if err != nil {
			return nil, err
		}
		then, err := assess.Foretell(ctx, rules.Registry(), w, d.on, until, nil)
		if err != nil {
			return nil, err
		}
		return brief.Make(w, now, then, until == audit), nil
	})
	return &report.Briefs{All: all, Problems: d.problems, Pseudonyms: o.hidden.asked()}, err
}

// checked refuses what cannot be written, and returns the day to judge.
func (o *reportOptions) checked() (api.Date, error) {
	if err := o.check(); err != nil {
		return api.Date{}, err
	}
	if _, ok := page.LanguageNamed(o.language); !ok {
		return api.Date{}, oneOf("--lang", o.language, page.Languages())
	}
	if len(o.pack.points)+len(o.pack.kinds) > 0 && !o.asks("zip") {
		return api.Date{}, usagef("--point and --kind are for -o zip; page, brief and OSCAL are of everything")
	}
	on := o.on.or(o.source.env.today())
	if !o.until.IsZero() && o.until.Before(on) {
		return on, usagef("--until %s is before the start, %s", o.until.Date, on)
	}
	if o.history.asked && o.hidden.file != "" {
		return on, usagef("--history shows records of the past, in which names are not replaced: leave --history or --pseudonyms out")
	}
	return on, o.pastAsked(on)
}

// aYearAfter is the last day of the slider: a year after the next external audit of any
// register, or after the day where none is named.
func aYearAfter(worlds []*assess.World, on api.Date) api.Date {
	if audit := nextAudit(worlds, on); !audit.IsZero() {
		return audit.AddMonths(12)
	}
	return on.AddMonths(12)
}
