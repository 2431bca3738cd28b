package report_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/matrix"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

func table(t *testing.T, name string, worlds []*assess.World, day api.Date) *report.Matrix {
	t.Helper()
	for _, kind := range report.Matrices() {
		if kind.Name == name {
			return kind.Build(&report.MatrixSource{AsOf: day, Worlds: worlds})
		}
	}
	t.Fatalf("no matrix %s", name)
	return nil
}

func TestMatrixFormats(t *testing.T) {
	for _, tc := range []struct{ table, story string }{
		{"competency", "competence-on-paper"}, {"raci", "raci-in-disorder"}, {"soa", "soa-in-disorder"},
		{"approvals", "approvals-nobody-signed"}, {"access", "deployer-approves-releases"}, {"access", "rights-nobody-keeps"},
	} {
		s := story(t, tc.story)
		for _, f := range report.MatrixFormats() {
			t.Run(tc.table+"/"+f.Name, func(t *testing.T) {
				m := table(t, tc.table, []*assess.World{s.World()}, s.AsOf)
				var b bytes.Buffer
				if err := f.Write(&b, m, style); err != nil {
					t.Fatal(err)
				}
				if report.Binary(f.Name) { // which is read back elsewhere
					return
				}
				name := tc.table
				if tc.story == "rights-nobody-keeps" {
					name = "unobserved"
				}
				golden(t, "matrix-"+name+"."+f.Name, b.Bytes())
			})
		}
	}
}

// The tables show as a gap what the rules find, and nothing else: in every story, on
// its day and later, and where nobody but deputies holds a role.
func TestMatricesAgreeWithTheVerdict(t *testing.T) {
	gapsSeen := 0
	agree := func(t *testing.T, all []api.Record, day api.Date) {
		t.Helper()
		found := mustRun(rules.Registry(), assess.NewWorld("isms", all), day).Rollup.Findings
		look := assess.Look(assess.NewWorld("isms", all), day)
		for table, got := range map[string]map[string]int{
			"competency": competencyGaps(look), "raci": raciGaps(look), "soa": soaGaps(look),
		} {
			want := expected(table, found)
			gapsSeen += len(want)
			if !maps.Equal(got, want) {
				t.Errorf("%s on %s: the table shows\n%v\nand the rules find\n%v", table, day, got, want)
			}
		}
	}
	for name, s := range records(t).stories {
		t.Run(name, func(t *testing.T) {
			for _, later := range []int{0, 90, 700} {
				agree(t, s.Records, s.AsOf.AddDays(later))
			}
		})
	}
	t.Run("deputies alone", func(t *testing.T) { agree(t, deputiesAlone(records(t).samples), api.MustDate("2026-06-01")) })
	if gapsSeen < 200 {
		t.Errorf("only %d kinds of gaps: the test shows little", gapsSeen)
	}
}

// deputiesAlone makes every holder of a role a deputy.
func deputiesAlone(all []api.Record) []api.Record {
	changed := make([]api.Record, len(all))
	for i, r := range all {
		if role, ok := r.(*api.SecurityRole); ok {
			role = role.DeepCopy()
			for j := range role.Spec.Assignments {
				role.Spec.Assignments[j].Capacity = api.CapacityDeputy
			}
			r = role
		}
		changed[i] = r
	}
	return changed
}

// reasonsOf are the reasons that each table can show.
var reasonsOf = map[string]string{
	"competency": "CompetenceNotEvidenced CompetenceGap CompetenceLevelUnknown GapWithoutPlan RoleUnfilled RoleWithoutCompetenceRequirement",
	"raci":       "NoAccountable MultipleAccountable NoResponsible RaciRoleUnfilled RaciRoleUnknown RaciCellUnreadable OwnershipConflict RaciActivityMissing",
	"soa": "NoStatementOfApplicability SoaIncomplete ControlWithoutResources ControlWithoutOwner ExclusionNotJustified InclusionNotJustified " +
		"ExclusionContradicted ImplementedControlUnsupported ControlIdDuplicate UnknownControlId ImplementationUnknown PlannedControlOverdue EvidenceStale",
}

// entry takes the entry that a field is of: "spec.rows[risks].accountableRoleRefs" is of "risks".
var entry = regexp.MustCompile(`^spec\.(?:assignments|rows|controls)\[(.*?)\](?:\.|$)`)

// several matches messages of findings that count controls.
var several = regexp.MustCompile(`(\d+) (?:of 93 )?controls`)

// expected counts what the rules find, by what the table can tell apart.
func expected(table string, findings []assess.Finding) map[string]int {
	n := map[string]int{}
	for _, f := range findings {
		if !strings.Contains(" "+reasonsOf[table]+" ", " "+f.Reason+" ") {
			continue
		}
		key := f.Reason
		switch f.Reason {
		case "CompetenceNotEvidenced": // once for a person, whatever roles of theirs take it
			n[key+" "+entry.FindStringSubmatch(f.Field)[1]]++
		case "CompetenceGap", "CompetenceLevelUnknown", "GapWithoutPlan":
			key += " " + f.Record.Name + " " + entry.FindStringSubmatch(f.Field)[1]
			n[key]++
		case "RoleUnfilled", "RoleWithoutCompetenceRequirement":
			n[key+" "+f.Record.Name] = 1
		case "RaciActivityMissing":
			n[key]++
		case "RaciRoleUnfilled": // one finding for all rows that hang on a role
			n[key+" "+f.Record.Name] = 1
		case "NoStatementOfApplicability":
			n[key] = 93
		case "SoaIncomplete", "ControlWithoutResources", "ControlWithoutOwner", "ImplementedControlUnsupported": // one finding for several controls
			count := 1
			if m := several.FindStringSubmatch(f.Message); m != nil {
				count, _ = strconv.Atoi(m[1])
			}
			n[key] += count
		default:
			id := entry.FindStringSubmatch(f.Field)[1]
			if table == "raci" {
				id = f.Record.Name + " " + id
			}
			n[key+" "+id] = 1
		}
	}
	return n
}

func competencyGaps(c *assess.Context) map[string]int {
	n := map[string]int{}
	told := map[string]bool{}
	for _, s := range matrix.Competences(c) {
		for _, reason := range s.Gaps {
			switch reason {
			case "RoleUnfilled", "RoleWithoutCompetenceRequirement":
				n[reason+" "+s.Role.Name] = 1
			case "CompetenceNotEvidenced":
				if gap := s.Assignment.PersonRef.Name + " " + facts.CompetencyName(s.Required.Competency); !told[gap] {
					told[gap] = true
					n[reason+" "+s.Assignment.Name]++
				}
			default:
				n[reason+" "+s.Role.Name+" "+s.Assignment.Name]++
			}
		}
	}
	return n
}

func raciGaps(c *assess.Context) map[string]int {
	n := map[string]int{}
	for _, s := range matrix.Accountabilities(c) {
		for _, reason := range s.Gaps {
			switch {
			case s.Matrix == nil:
				n[reason]++
			case reason == "RaciRoleUnfilled":
				n[reason+" "+s.Matrix.Name] = 1
			default:
				n[reason+" "+s.Matrix.Name+" "+s.Row.Name] = 1
			}
		}
	}
	return n
}

func soaGaps(c *assess.Context) map[string]int {
	n := map[string]int{}
	for _, s := range matrix.Controls(c) {
		for _, reason := range s.Gaps {
			switch reason {
			case "NoStatementOfApplicability", "SoaIncomplete", "ControlWithoutResources", "ControlWithoutOwner", "ImplementedControlUnsupported":
				n[reason]++
			default:
				n[reason+" "+s.ID] = 1
			}
		}
	}
	return n
}

// Where a record could not be read, no row claims that there is no gap.
func TestMatrixOfUnjudgedInput(t *testing.T) {
	problems := []input.Problem{{Position: input.Position{File: "=cmd.yaml", Line: 3}, Message: "It is no YAML", Remedy: "Mend it"}}
	for _, kind := range report.Matrices() {
		s := story(t, "certificate-expired")
		if kind.Name == "access" {
			s = story(t, "rights-as-registered")
		}
		sound := kind.Build(&report.MatrixSource{AsOf: s.AsOf, Worlds: []*assess.World{s.World()}})
		doubted := kind.Build(&report.MatrixSource{AsOf: s.AsOf, Worlds: []*assess.World{s.World()}, Problems: problems})
		none, unknown := 0, 0
		for i := range sound.Rows {
			last := len(sound.Columns) - 1
			if sound.Rows[i][last] == "none" {
				none++
			}
			if doubted.Rows[i][last] == "unknown" {
				unknown++
			}
		}
		if none == 0 || none != unknown {
			t.Errorf("%s: %d rows without a gap, of which %d are in doubt where a file could not be read", kind.Name, none, unknown)
		}
		for _, f := range report.MatrixFormats() {
			var b bytes.Buffer
			if err := f.Write(&b, doubted, style); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			if report.Binary(f.Name) {
				text = cellsOf(t, b.Bytes())
			}
			if !strings.Contains(text, "It is no YAML") {
				t.Errorf("%s as %s does not tell what could not be read", kind.Name, f.Name)
			}
		}
	}
}

func TestCSVIsHarmless(t *testing.T) {
	for _, tc := range []struct{ why, cell, want string }{
		{"text stays", "Backups", "Backups"},
		{"a formula", "=1+1", "'=1+1"},
		{"a formula after a space", " =1+1", "' =1+1"},
		{"a formula after a tab, which becomes a space", "\t=1+1", "' =1+1"},
		{"a sum", "+1", "'+1"},
		{"a negative", "-2+3", "'-2+3"},
		{"an old formula", "@SUM(A1)", "'@SUM(A1)"},
		{"a full-width sign, which some take as a formula", "＝1+1", "'＝1+1"},
		{"a pipe", "|calc", "'|calc"},
		{"a quote is doubled", `say "x"`, `say "x"`},
		{"separators of other countries do not split", "a;=1+1", "a;=1+1"},
		{"a line end becomes a space", "a\r\n=1+1", "a  =1+1"},
		{"a sign inside is no formula", "a=b", "a=b"},
		{"nothing", "", ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			f, _ := report.Lookup(report.MatrixFormats(), "csv")
			var b bytes.Buffer
			if err := f.Write(&b, &report.Matrix{Columns: []string{"A", "B"}, Rows: [][]string{{tc.cell, "x"}}}, style); err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(&b).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if got := rows[1][0]; got != tc.want {
				t.Errorf("cell %q, want %q", got, tc.want)
			}
		})
	}
}
