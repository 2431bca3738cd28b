package realdata

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestOpenSAM holds what SOURCE.txt says of the licences.
func TestOpenSAM(t *testing.T) {
	set := dataset(t, "opensam")
	for day, ended := range map[string]int{"2025-11-11": 0, "2026-01-01": 7, "2026-06-01": 34} {
		if got := set.found(t, "ToolLicense", day, "ContractExpired"); len(got) != ended {
			t.Errorf("%s: %d contracts have ended, want %d: %v", day, len(got), ended, got)
		}
	}
	if got := set.found(t, "ToolLicense", "2026-06-01", "LicenseOverused"); !slices.Equal(got, []string{"slack-enterprise"}) {
		t.Errorf("over-used: %v, want Slack Enterprise alone", got)
	}
	unused, installed := 0, int64(0)
	for _, o := range set.ofKind("ToolLicense") {
		assigned, _, _ := unstructured.NestedInt64(o.Object, "spec", "seats", "assigned")
		installed += assigned
		if assigned == 0 {
			unused++
		}
	}
	// The four seats of the four who are terminated are among them.
	if unused != 5 || installed != 317 {
		t.Errorf("%d licensed and never installed, want 5; %d seats in use, want 317", unused, installed)
	}
}

// TestOpenSAMNotice: inside its notice period an undecided licence is a lapse, and before it a
// warning.
func TestOpenSAMNotice(t *testing.T) {
	set := dataset(t, "opensam")
	for _, c := range []struct{ why, day, want string }{
		{"the day of the facts", "2025-11-11", "confluence figma-professional jira-software microsoft-365-e3 new-relic-pro workday-hcm"},
		{"the last day for notice of Figma", "2025-11-08", "confluence jira-software microsoft-365-e3 new-relic-pro workday-hcm"},
		{"the day after it", "2025-11-09", "confluence figma-professional jira-software microsoft-365-e3 new-relic-pro workday-hcm"},
	} {
		if got := strings.Join(set.found(t, "ToolLicense", c.day, "RenewalDecisionDue", api.GradeMinor), " "); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.day, c.why, got, c.want)
		}
	}
}

// TestOpenSAMTerminated: of four users the register says that they are terminated, and not
// since when. They come in as people who left on an unknown day, and nobody is left out.
func TestOpenSAMTerminated(t *testing.T) {
	set := dataset(t, "opensam")
	users := 0
	for _, read := range set.Report.Read {
		if read.Resource == "users" {
			users += read.Rows
		}
	}
	people, left := set.ofKind("Person"), 0
	for _, o := range people {
		if state, _, _ := unstructured.NestedString(o.Object, "spec", "state"); state == string(api.StateLeft) {
			left++
		}
	}
	if users == 0 || len(people) != users || left != 4 {
		t.Errorf("%d users became %d people, %d of them left; want all, and 4", users, len(people), left)
	}
}

// TestMiniSMSI holds what SOURCE.txt says of the assets.
func TestMiniSMSI(t *testing.T) {
	set := dataset(t, "mini-smsi-fr")
	for day, want := range map[string]string{"2026-06-01": "a004 a010 a015 a018 a019 a020 a023", "2026-01-01": "a015 a018 a019 a020"} {
		if got := strings.Join(set.found(t, "InfrastructureAsset", day, "VendorSupportEnded"), " "); got != want {
			t.Errorf("%s: past their end of life: %s, want %s", day, got, want)
		}
	}
	var none []string
	for _, o := range set.ofKind("InfrastructureAsset") {
		if _, there, _ := unstructured.NestedString(o.Object, "spec", "supportEndsOn"); !there {
			none = append(none, o.GetName())
		}
	}
	if got, want := strings.Join(none, " "), "a002 a003 a007 a008 a009 a012 a016 a017 a021 a024 a025"; got != want {
		t.Errorf("without end of life: %s, want %s", got, want)
	}
	// Two of them are software of the highest value. The others are no software, or less hangs
	// on them: nothing is asked of them, and no end is made up.
	if got := set.found(t, "InfrastructureAsset", "2026-06-01", "SupportEndUnknown"); !slices.Equal(got, []string{"a002", "a003"}) {
		t.Errorf("nobody knows until when they are supported: %v", got)
	}
}

// TestMiniSMSIOwners: owners are functions in words, which are nobody until the register has
// the role, and then are the role.
func TestMiniSMSIOwners(t *testing.T) {
	set := dataset(t, "mini-smsi-fr")
	owners := map[string]int{}
	report := set.judged(t, "2026-06-01")
	for i := range report.Results {
		for _, f := range report.Results[i].Findings {
			if f.Record.Kind == "InfrastructureAsset" && f.Reason == "OwnerNotARole" {
				owners[report.Results[i].Owner.Name()]++
			}
		}
	}
	if owners["DSI"] != 9 || owners["RSSI"] != 4 || owners["CTO"] != 3 {
		t.Errorf("words that are nobody: %v", owners)
	}
	set.Objects = append(set.Objects, unstructured.Unstructured{Object: map[string]any{
		"apiVersion": api.GroupVersion.String(), "kind": "SecurityRole", "metadata": map[string]any{"name": "it-director", "namespace": set.Name},
		"spec": map[string]any{"title": "Directeur des systèmes d'information", "aliases": []any{"dsi"}},
	}})
	report, named := set.judged(t, "2026-06-01"), 0
	for i := range report.Results {
		if report.Results[i].Owner.Role() == "it-director" && report.Results[i].Kind.Name == "InfrastructureAsset" {
			named++
		}
	}
	inactive := set.found(t, "InfrastructureAsset", "2026-06-01", "OwnerInactive")
	if named != 9 || len(inactive) != 9 {
		t.Errorf("with a role of that name that nobody holds, %d assets are owned by it, and it is found on %v", named, inactive)
	}
}

// TestPayBridgesRisks holds what SOURCE.txt says of risks.
func TestPayBridgesRisks(t *testing.T) {
	set := dataset(t, "paybridges")
	risks := set.ofKind("Risk")
	for _, c := range []struct {
		path []string
		want map[string]int
	}{
		{[]string{"inherent", "rating"}, map[string]int{"Critical": 2, "High": 15, "Medium": 3}},
		{[]string{"residual", "rating"}, map[string]int{"High": 3, "Medium": 11, "Low": 6}},
		{[]string{"treatment"}, map[string]int{"Mitigate": 20}},
		{[]string{"treatmentState"}, map[string]int{"Implemented": 13, "InProgress": 7}},
		{[]string{"residual", "acceptance", "acceptedOn"}, map[string]int{"": 20}},
	} {
		if got := counted(risks, c.path...); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", strings.Join(c.path, "."), got, c.want)
		}
	}
	for _, c := range []struct {
		why, reason string
		grade       api.Grade
		want        string
	}{
		{"treated, though a control is in progress", "TreatmentContradicted", api.GradeObservation, "rr-03 rr-07 rr-17"},
		{"treated, residual High, and no acceptance is on record, which is not denied", "ResidualRiskNotAccepted", api.GradeUnknown, "rr-01 rr-03 rr-05"},
		{"no residual rating is above the inherent one", "RatingsContradict", api.GradeUnknown, ""},
	} {
		if got := strings.Join(set.found(t, "Risk", "2026-06-01", c.reason), " "); got != c.want || got != strings.Join(set.found(t, "Risk", "2026-06-01", c.reason, c.grade), " ") {
			t.Errorf("%s: %s, want %s as %s", c.why, got, c.want, c.grade)
		}
	}
	// The register has no day on which a risk was assessed, which leaves all of them unknown.
	if got := set.found(t, "Risk", "2026-06-01", "RiskNotAssessed", api.GradeUnknown); len(got) != 20 {
		t.Errorf("assessed on an unknown day: %v", got)
	}
}

// TestPayBridgesStatement holds what SOURCE.txt says of controls and actions.
func TestPayBridgesStatement(t *testing.T) {
	set := dataset(t, "paybridges")
	var controls []unstructured.Unstructured
	var excluded []string
	list, _, _ := unstructured.NestedSlice(set.ofKind("StatementOfApplicability")[0].Object, "spec", "controls")
	for _, c := range list {
		control := c.(map[string]any)
		controls = append(controls, unstructured.Unstructured{Object: map[string]any{"spec": control}})
		if control["applicability"] == "Excluded" {
			excluded = append(excluded, control["id"].(string))
		}
	}
	if want := []string{"A.7.5", "A.7.6", "A.7.8", "A.7.11", "A.7.12"}; len(list) != 93 || !slices.Equal(excluded, want) {
		t.Errorf("%d controls, excluded %v, want %v", len(list), excluded, want)
	}
	if got := counted(controls, "applicability"); got["Applicable"] != 88 {
		t.Errorf("applicability: %v", got)
	}
	if got := counted(controls, "implementation"); got["Implemented"] != 80 || got["InProgress"] != 8 {
		t.Errorf("implementation: %v", got)
	}
	if got := set.found(t, "StatementOfApplicability", "2026-06-01", "SoaTotalsMismatch"); len(got) > 0 {
		t.Error("its summary sheet and its entries agree, and are found not to")
	}
	if got := set.found(t, "Improvement", "2026-06-01", "ImprovementOverdue"); !slices.Equal(got, []string{"capa-01", "capa-02", "capa-03"}) {
		t.Errorf("overdue: %v", got)
	}
}
