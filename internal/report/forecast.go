package report

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Forecast is what is rendered of a forecast: what changes when in all namespaces
// while nobody edits a record, and what could not be judged.
type Forecast struct {
	// From is the day that is compared with first, Until the last day that is foretold.
	From, Until api.Date
	// Timelines of the namespaces, by name.
	Timelines []*assess.Timeline
	// Locate, Problems and Foreign are as those of an Assessment.
	Locate   func(namespace string, record assess.Ref, field string) Position
	Problems []Problem
	Foreign  []Foreign
}

// ForecastFormats returns every format of a forecast, in the order in which they are listed.
func ForecastFormats() []Format[*Forecast] {
	return nil
}
