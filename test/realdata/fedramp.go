package realdata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

const fedRAMPName = "fedramp-marketplace"

// marketplace is the published file. Only what is used of products is read.
type marketplace struct {
	Data struct {
		Products     []product
		AtoMapping   []json.RawMessage
		ReuseMapping []json.RawMessage
		Assessors    []json.RawMessage
	} `json:"data"`
}

// product is a cloud service offering of the marketplace.
type product struct {
	ID          string `json:"id"`
	Provider    string `json:"csp"`
	Offering    string `json:"cso"`
	ImpactLevel string `json:"impact_level"`
}

// authorisation is a row of AtoMapping or ReuseMapping, with all its columns: a
// new one must not go by unseen.
type authorisation struct {
	ID             string `json:"id"`
	AgencyID       string `json:"agency_id"`
	Parent         string `json:"parent"`
	SubID          string `json:"sub_id"`
	Sub            string `json:"sub"`
	ATODate        string `json:"ato_date"`
	AuthDate       string `json:"auth_date"`
	ExpDate        string `json:"exp_date"`
	AssessmentDate string `json:"assessment_date"`
}

// impactLevels maps the impact level of FedRAMP (FIPS 199) to our criticality.
var impactLevels = map[string]string{"high": "High", "moderate": "Medium", "low": "Low", "li-saas": "Low"}

func fedRAMP(from *folder) (Dataset, error) {
	data, err := from.file("sample.json")
	if err != nil {
		return Dataset{}, err
	}
	var source marketplace
	if err := json.Unmarshal(data, &source); err != nil {
		return Dataset{}, err
	}
	m := mapping{set: Dataset{Name: fedRAMPName}, products: map[string]product{}, used: map[string]bool{}}
	for _, p := range source.Data.Products {
		m.products[strings.TrimSpace(p.ID)] = p
	}
	if err := m.rows("AtoMapping", "ato", source.Data.AtoMapping); err != nil {
		return Dataset{}, err
	}
	if err := m.rows("ReuseMapping", "reuse", source.Data.ReuseMapping); err != nil {
		return Dataset{}, err
	}
	m.set.leave(len(m.products)-len(m.used), "products", "no row authorises them")
	m.set.leave(len(source.Data.Assessors), "assessors", "no row names one")
	m.set.leave(m.authDates, "auth_date", "a date of the FedRAMP programme, not of the agency's term")
	m.set.leave(m.assessmentDates, "assessment_date", "a day without a year")
	m.set.leave(m.otherLevels, "impact levels", "none of high, moderate, low and LI-SaaS")
	return m.set, nil
}

// mapping turns rows into records and counts what it leaves out.
type mapping struct {
	set      Dataset
	products map[string]product
	used     map[string]bool

	authDates, assessmentDates, otherLevels int
}

// rows converts a table. Records are named by their row, counted from 1, because
// the source has no key: two dozen agencies authorised one product twice.
func (m *mapping) rows(table, prefix string, rows []json.RawMessage) error {
	for i, raw := range rows {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.DisallowUnknownFields()
		var row authorisation
		if err := decoder.Decode(&row); err != nil {
			return fmt.Errorf("%s row %d: %w", table, i+1, err)
		}
		m.set.add("OutsourcedService", fmt.Sprintf("%s-%04d", prefix, i+1), fmt.Sprintf("%s/%d", table, i+1), m.spec(row))
		m.authDates += count(row.AuthDate)
		m.assessmentDates += count(row.AssessmentDate)
	}
	return nil
}

func count(value string) int {
	if value == "" {
		return 0
	}
	return 1
}

// spec returns what the row says. Spaces around an ID or an agency's name are
// slips of the keyboard and say nothing.
func (m *mapping) spec(row authorisation) map[string]any {
	spec := map[string]any{}
	id := strings.TrimSpace(row.ID)
	product, known := m.products[id]
	if known {
		m.used[id] = true
	} else {
		product.Provider = id // all that the row says of it
	}
	put(spec, "supplier", product.Provider)
	put(spec, "service", product.Offering)
	level, ok := impactLevels[strings.ToLower(product.ImpactLevel)]
	if !ok {
		m.otherLevels += count(product.ImpactLevel)
	}
	put(spec, "criticality", level)
	if agency := joinAgency(row.Parent, row.Sub); agency != "" {
		spec["owner"] = map[string]any{"statedAs": agency}
	}
	term := map[string]any{}
	put(term, "start", day(row.ATODate))
	put(term, "end", day(row.ExpDate))
	if len(term) > 0 {
		spec["term"] = term
	}
	return spec
}

// put sets a field, unless the source says nothing.
func put(fields map[string]any, name, value string) {
	if value != "" {
		fields[name] = value
	}
}

func joinAgency(parent, sub string) string {
	parent, sub = strings.TrimSpace(parent), strings.TrimSpace(sub)
	if parent == "" || sub == "" {
		return parent + sub
	}
	return parent + " / " + sub
}

// timestamp is how the source writes a day.
const timestamp = "2006-01-02T15:04:05.000Z"

// day returns the UTC day of a timestamp, and everything else as it stands.
//
// The UTC day is the day that was meant: the source writes 20:00 UTC, which is
// the afternoon in Washington, and in two rows of the year 0202 04:56:02 UTC,
// which is midnight in New York by the local time of before there were time zones.
func day(value string) string {
	t, err := time.Parse(timestamp, value)
	if err != nil {
		return value
	}
	return t.Format(time.DateOnly)
}
