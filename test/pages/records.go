package pages

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func (p *Page) writeDays(out string) error {
	if p.Days == nil {
		return nil
	}
	text, err := json.Marshal(p.Days)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, p.Name+".json"), text, 0o644)
}

// texts of somebody who wants the page to do something.
var texts = []string{
	`<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`,
	`</script><script>document.title='owned'</script>`,
	"javascript:document.title='owned'",
	"abc\u202egnp.exe\u2066 \u2028 \"'`${document.title='owned'}",
	`<!--<script>{{.}}`,
}

// free are fields that take any text.
var free = map[string]bool{
	"Organization": true, "Scope": true, "Title": true, "Description": true, "Product": true, "Supplier": true, "Service": true, "DisplayName": true,
	"Competency": true, "Objective": true, "Need": true, "Reason": true, "StatedAs": true, "URI": true, "Rationale": true, "Justification": true,
	"Location": true, "Notes": true, "Issuer": true, "Target": true,
}

// hostile are the records with such texts wherever they take any.
func hostile(records []api.Record) []api.Record {
	all, n := make([]api.Record, len(records)), 0
	for i, r := range records {
		all[i] = r.DeepCopyObject().(api.Record)
		spoil(reflect.ValueOf(all[i]).Elem().FieldByName("Spec"), "", &n)
	}
	return all
}

func spoil(v reflect.Value, field string, n *int) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && free[field] && v.String() != "" {
			v.SetString(texts[*n%len(texts)])
			*n++
		}
	case reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem(), field, n)
		}
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i), field, n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[api.Date]() {
			return
		}
		for i := range v.NumField() {
			spoil(v.Field(i), v.Type().Field(i).Name, n)
		}
	}
}

// Many are so many records of five kinds, of which each lapses on another day of a year;
// about half of them have a finding.
func Many(n int) []api.Record {
	records := make([]api.Record, 0, n)
	for i := range n {
		name := fmt.Sprintf("r%06d", i/5)
		ref := api.Reference{Name: name}
		owner := &api.Actor{PersonRef: &api.Reference{Name: fmt.Sprintf("r%06d", i/500)}}
		var r api.Record
		switch i % 5 {
		case 0:
			r = &api.Person{Spec: api.PersonSpec{DisplayName: "Person " + name, Sourcing: api.SourcingInternal}}
		case 1:
			r = &api.SecurityRole{Spec: api.SecurityRoleSpec{Title: "Role " + name, RequiredCompetencies: []api.RequiredCompetency{{Competency: "Basics"}},
				Assignments: []api.Assignment{{Name: name, PersonRef: ref}}}}
		case 2:
			r = &api.CompetencyRecord{Spec: api.CompetencyRecordSpec{PersonRef: ref, Competency: "Basics", Basis: api.BasisExperience, CredentialID: "C",
				AchievedOn: api.MustDate("2024-01-01"), Validity: &api.Validity{ValidUntil: api.MustDate("2026-01-01").AddDays(i % 545)}}}
		case 3:
			r = &api.ToolLicense{Spec: api.ToolLicenseSpec{Product: "Tool " + name, Criticality: api.CriticalityHigh,
				Common: api.Common{Owner: owner}, Term: &api.Term{End: api.MustDate("2026-01-01").AddDays(i % 545)}}}
		default:
			r = &api.OutsourcedService{Spec: api.OutsourcedServiceSpec{Supplier: "Supplier " + name, Criticality: api.CriticalityLow, DataAccessed: []api.DataClass{api.DataNone},
				Common: api.Common{Owner: owner}, Term: &api.Term{End: api.MustDate("2030-01-01")}}}
		}
		r.SetName(name)
		records = append(records, r)
	}
	return records
}
