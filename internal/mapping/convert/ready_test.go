package convert

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/mapping"
)

// ready reads one of the mappings of docs/import, without its head.
func ready(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "import", name))
	if err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(string(text), head)
	if !ok {
		t.Fatalf("%s does not begin with %q", name, head)
	}
	return body
}

// TestReadyMappings: a sheet in each language comes in, and nothing of it is rejected.
func TestReadyMappings(t *testing.T) {
	for _, c := range []struct {
		mapping, file, content string
		want                   []string
	}{
		{"assets.yaml", "a.csv", "Asset ID,Asset name,Type,Owner,Criticality\nA1,Mail,Server,IT,High (audited)\n", []string{`InfrastructureAsset/a1 {"criticality":"High","description":"Mail","displayName":"Mail","owner":{"statedAs":"IT"},"type":"Hardware"}`}},
		{"assets.yaml", "a.csv", "Inventarnummer;Bezeichnung;Typ;Verantwortlich;Schutzbedarf;Klassifizierung\nA1;Mail;Anwendung;IT;sehr hoch;Vertraulich\n", []string{`InfrastructureAsset/a1 {"classification":"Confidential","criticality":"Critical","description":"Mail","displayName":"Mail","owner":{"statedAs":"IT"},"type":"Software"}`}},
		{"assets.yaml", "a.csv", "Référence,Nom de l'actif,Type,Propriétaire,Criticité,Date fin de vie\nA1,Messagerie,Matériel,DSI,Critique,2027-01-01\n", []string{`InfrastructureAsset/a1 {"criticality":"Critical","description":"Messagerie","displayName":"Messagerie","owner":{"statedAs":"DSI"},"supportEndsOn":"2027-01-01","type":"Hardware"}`}},
		{"suppliers.yaml", "s.csv", "Supplier,Service,Contract end,Data accessed,DPA signed on\nAcme,Mail,Rolling,Personal; Internal,2026-01-01\n", []string{`OutsourcedService/acme-mail {"agreements":[{"signedOn":"2026-01-01","type":"DataProcessing"}],"dataAccessed":["Personal","Internal"],"service":"Mail","supplier":"Acme","term":{"evergreen":{"reason":"The register says: Rolling"}}}`}},
		{"suppliers.yaml", "s.csv", "Lieferant;Dienstleistung;Vertragsende;Kritikalität\nAcme;Post;2027-01-31;hoch\n", []string{`OutsourcedService/acme-post {"criticality":"High","service":"Post","supplier":"Acme","term":{"end":"2027-01-31"}}`}},
		{"suppliers.yaml", "s.csv", "Fournisseur,Prestation,Fin du contrat\nAcme,Courrier,Indéterminée\n", []string{`OutsourcedService/acme-courrier {"service":"Courrier","supplier":"Acme","term":{"evergreen":{"reason":"The register says: Indéterminée"}}}`}},
		{"risks.yaml", "r.csv", "Risk ID,Risk,Owner,Inherent rating,Residual rating,Treatment,Controls\nR1,Fire,CISO,High,Low,Reduce,A.7.5\n", []string{`Risk/r1 {"controls":["A.7.5"],"inherent":{"rating":"High"},"owner":{"statedAs":"CISO"},"residual":{"rating":"Low"},"title":"Fire","treatment":"Mitigate"}`}},
		{"risks.yaml", "r.csv", "Risiko-Nr.;Risiko;Risikoeigner;Bruttorisiko;Behandlung\nR1;Brand;CISO;Hoch;Akzeptieren\n", []string{`Risk/r1 {"inherent":{"rating":"High"},"owner":{"statedAs":"CISO"},"title":"Brand","treatment":"Accept"}`}},
		{"risks.yaml", "r.csv", "ID risque,Risque,Risque brut,Traitement\nR1,Incendie,Élevé,Transférer\n", []string{`Risk/r1 {"inherent":{"rating":"High"},"title":"Incendie","treatment":"Transfer"}`}},
		{"training.yaml", "t.csv", "Name,Course,Completed on,Valid until\nAda,Awareness,2026-01-01,Annual\n,First aid,2026-02-01,2028-02-01\n", []string{`Person/ada {"displayName":"Ada"}`, `CompetencyRecord/ada-awareness-2026-01-01 {"achievedOn":"2026-01-01","competency":"Awareness","personRef":{"name":"ada"}}`, `CompetencyRecord/ada-first-aid-2026-02-01 {"achievedOn":"2026-02-01","competency":"First aid","personRef":{"name":"ada"},"validity":{"validUntil":"2028-02-01"}}`}},
		{"raci.yaml", "raci.csv", "Aufgabe;ISB;IT-Leitung\nSicherung;I;A/R\nLegende;A = verantwortlich;\n", []string{`SecurityRole/isb {"title":"ISB"}`, `SecurityRole/it-leitung {"title":"IT-Leitung"}`, `AccountabilityMatrix/raci {"rows":[{"accountableRoleRefs":[{"name":"it-leitung"}],"informedRoleRefs":[{"name":"isb"}],"name":"sicherung","responsibleRoleRefs":[{"name":"it-leitung"}]}]}`}},
		{"soa.yaml", "soa.csv", "Mesure,Applicable,Motif,Statut\n5.1,Oui,Loi,Mis en œuvre\nA.7.4,Non,Sans locaux,-\n", []string{`StatementOfApplicability/soa {"controls":[{"applicability":"Applicable","id":"A.5.1","implementation":"Implemented","justification":"Loi"},{"applicability":"Excluded","id":"A.7.4","justification":"Sans locaux"}]}`}},
		{"assets.yaml", "a.csv", "Asset ID,Name,Description,Status,Environment,Last review,Reviewed by,Next review\nA1,Mail,Sends mail,Active,Production,2026-01-05,Ada,2027-01-05\n", []string{`InfrastructureAsset/a1 {"description":"Sends mail","displayName":"Mail","environment":"Production","review":{"lastReviewedOn":"2026-01-05","nextOn":"2027-01-05","reviewedBy":{"statedAs":"Ada"}},"state":"InUse"}`}},
		{"suppliers.yaml", "s.csv", "Supplier,Service,Status,Location,Sub-processor,DPA signed,NDA signed on\nAcme,Mail,Active,Ireland,Yes,No,2026-01-01\nBcme,Desk,Retired,,No,Not needed,\n", []string{`OutsourcedService/acme-mail {"agreements":[{"state":"NotSigned","type":"DataProcessing"},{"signedOn":"2026-01-01","type":"NonDisclosure"}],"location":"Ireland","processorRole":"Subprocessor","service":"Mail","state":"InUse","supplier":"Acme"}`, `OutsourcedService/bcme-desk {"agreements":[{"state":"NotNeeded","type":"DataProcessing"}],"service":"Desk","state":"Retired","supplier":"Bcme"}`}},
		{"risks.yaml", "r.csv", "Risk ID,Risk,Affected assets,Inherent likelihood,Inherent impact,Inherent risk,Existing controls,Likelihood,Impact,Rating,Status\nR1,Fire,Mail; Files,4,5,Critical,Detectors,2,5,Medium,In progress\n", []string{`Risk/r1 {"assets":[{"statedAs":"Mail"},{"statedAs":"Files"}],"existingControls":"Detectors","impact":"5","inherent":{"impact":"5","likelihood":"4","rating":"Critical"},"likelihood":"2","rating":"Medium","title":"Fire","treatmentState":"InProgress"}`}},
		{"training.yaml", "t.csv", "Training,Audience,Headcount,Completed,As of\nAwareness,All staff,42,28,2026-03-25\nIncident drill,On-call,5,5,2026-03-25\n", []string{`SecurityRole/on-call {"title":"On-call"}`, `CompetencyRecord/everybody-awareness {"competency":"Awareness","coverage":{"asOf":"2026-03-25","done":28,"of":42}}`, `CompetencyRecord/on-call-incident-drill {"competency":"Incident drill","coverage":{"asOf":"2026-03-25","done":5,"of":5,"roleRefs":[{"name":"on-call"}]}}`}},
		{"soa.yaml", "soa.csv", "Control,Applicable,Status,Implementation description,Document reference,Control owner,Target date\nA.8.13,Yes,Implemented,Daily and off site,Backup policy; Runbook,IT,2026-05-01\n", []string{`StatementOfApplicability/soa {"controls":[{"applicability":"Applicable","description":"Daily and off site","documents":["Backup policy","Runbook"],"id":"A.8.13","implementation":"Implemented","owner":{"statedAs":"IT"},"targetOn":"2026-05-01"}]}`}},
		{"soa.yaml", "soa.csv", "Control,Applicable,Document reference,Evidence\nA.8.13,Yes,Backup policy,https://wiki.example.org/restore-test; Restore log; Backup policy\nA.8.15,Yes,,\n", []string{`StatementOfApplicability/soa {"controls":[{"applicability":"Applicable","documents":["Backup policy","Restore log"],"evidence":[{"name":"https://wiki.example.org/restore-test","uri":"https://wiki.example.org/restore-test"}],"id":"A.8.13"},{"applicability":"Applicable","id":"A.8.15"}]}`}},
		{"tools.yaml", "tools.csv", "Software;Hersteller;Administratoren;Zugang vergibt;Zugang entzieht;Datenklassifizierung;Anzahl Lizenzen;Lizenzen in Nutzung;Vertragsende\nScan;Acme;IT, SOC;IT;IT;Intern;25;20;2027-01-31\n", []string{`ToolLicense/scan {"administrators":[{"statedAs":"IT"},{"statedAs":"SOC"}],"classification":"Internal","deprovisionedBy":{"statedAs":"IT"},"product":"Scan","provisionedBy":{"statedAs":"IT"},"seats":{"assigned":20,"purchased":25},"term":{"end":"2027-01-31"},"vendor":"Acme"}`}},
		{"ciso-assistant.yaml", "assets.csv", "ref_id,name,type\nA1,Mail,PR\n", []string{`InfrastructureAsset/a1 {"description":"Mail","displayName":"Mail"}`}},
		{"ciso-assistant.yaml", "risks.csv", "ref_id,name,inherent_level,treatment\nR1,Fire,High,mitigate\n", []string{`Risk/r1 {"inherent":{"rating":"High"},"title":"Fire","treatment":"Mitigate"}`}},
		{"eramba.yaml", "asset-import.csv", "\"Name (This field is mandatory.)\",\"Description (This field is optional.)\",\"Owner (Mandatory.)\"\nMail,x,User-ada|Group-IT\n", []string{`InfrastructureAsset/mail {"coOwners":[{"statedAs":"IT"}],"description":"x","displayName":"Mail","owner":{"statedAs":"ada"}}`}},
		{"eramba.yaml", "asset-import.csv", "\"Related Business Units (Mandatory.)\",\"Name (Mandatory.)\",\"Description (Optional.)\",\"Label (Optional.)\",\"Type (Mandatory.)\",\"Liabilities (Optional.)\",\"Review (YYYY-MM-DD)\",\"Owner (Mandatory.)\",\"Guardian (Optional.)\",\"User (Optional.)\"\nSales,Customers,x,Private,Data Asset,Privacy,2027-01-05,User-ada|Group-IT,Group-IT,\n", []string{`InfrastructureAsset/customers {"coOwners":[{"statedAs":"IT"}],"custodian":{"statedAs":"IT"},"description":"x","displayName":"Customers","owner":{"statedAs":"ada"},"review":{"nextOn":"2027-01-05"},"type":"Information"}`}},
		{"eramba.yaml", "third-parties.csv", "Name,Type,Sponsor,Description,Liabilities\nAcme,Suppliers,User-ada,Hosting,Privacy\n", []string{`OutsourcedService/acme {"owner":{"statedAs":"ada"},"service":"Hosting","supplier":"Acme"}`}},
		{"eramba.yaml", "risk-import.csv", "Title,Description,Risk Owner,Stakeholder,Tags,Review,Applicable Assets,Risk Treatment,Treatment: Internal Controls,Residual Score\nFire,x,User-ada,Group-IT,a,2027-01-05,Mail|Files,3,Detectors|Insurance,30\nFlood,y,User-ada,Group-IT,,2027-01-05,Mail,Accept,,100\n", []string{`Risk/fire {"assets":[{"statedAs":"Mail"},{"statedAs":"Files"}],"coOwners":[{"statedAs":"IT"}],"description":"x","existingControls":"Detectors, Insurance","owner":{"statedAs":"ada"},"review":{"nextOn":"2027-01-05"},"title":"Fire","treatment":"Mitigate"}`, `Risk/flood {"assets":[{"statedAs":"Mail"}],"coOwners":[{"statedAs":"IT"}],"description":"y","owner":{"statedAs":"ada"},"review":{"nextOn":"2027-01-05"},"title":"Flood","treatment":"Accept"}`}},
		{"eramba.yaml", "projects.csv", "Title,Goal,Project Start Date,Project Deadline,Owner,Planned Budget,Status\nSSO,One account each,2026-01-05,2026-06-30,User-ada,1000,2\n", []string{`Improvement/sso {"dueOn":"2026-06-30","expectedBenefit":{"statement":"One account each"},"openedOn":"2026-01-05","owner":{"statedAs":"ada"},"source":"Other","title":"SSO"}`}},
	} {
		t.Run(c.mapping+" "+strings.SplitN(c.content, "\n", 2)[0], func(t *testing.T) {
			r := convert(t, ready(t, c.mapping), map[string]string{c.file: c.content})
			wantSpecs(t, c.mapping, r, c.want...)
			wantRejects(t, c.mapping, r)
		})
	}
}

// FuzzRun: no table makes an import panic, nor a day that its mapping does not declare.
func FuzzRun(f *testing.F) {
	f.Add("Supplier,Contract end\nAcme,09/12/2025\n")
	f.Add("Lieferant;Vertragsende\n\"x;\n;;;\n")
	body, err := os.ReadFile("../../../docs/import/suppliers.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content string) {
		m, err := mapping.Parse("m.yaml", body)
		if err != nil {
			t.Fatal(err)
		}
		p, err := New(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, made := range runOn(t, p, content).Records {
			if end, _ := at(made.Spec, "term.end").(string); end != "" && !strings.Contains(content, end) {
				t.Errorf("%q became the day %s", content, end)
			}
		}
	})
}

// TestAffectedAssetsAreFound: what a risk is about becomes a reference where one asset, tool or
// service of the register is called so, and stays in words otherwise.
func TestAffectedAssetsAreFound(t *testing.T) {
	r := convert(t, ready(t, "risks.yaml"), map[string]string{"r.csv": "Risk ID,Risk,Affected assets\nR1,Fire,Mail server; Scan; Twice; Attic\n"},
		Named{"InfrastructureAsset", "srv-01", []string{"Mail server"}}, Named{"ToolLicense", "scan", []string{"Scan"}},
		Named{"InfrastructureAsset", "twice", []string{"Twice"}}, Named{"OutsourcedService", "twice", []string{"Twice"}})
	wantSpecs(t, "named and not", r, `Risk/r1 {"assets":[{"resourceRef":{"kind":"InfrastructureAsset","name":"srv-01"}},{"resourceRef":{"kind":"ToolLicense","name":"scan"}},{"statedAs":"Twice"},{"statedAs":"Attic"}],"title":"Fire"}`)
	var told []string
	for _, u := range r.Report.Unresolved {
		told = append(told, u.Found)
	}
	if want := []string{"Attic", "Twice"}; !slices.Equal(told, want) {
		t.Errorf("told as unresolved: %v, want %v", told, want)
	}
}
