package report_test

import (
	"testing"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
)

func TestNotJudgedCountsRecords(t *testing.T) {
	ada, ben := &input.Record{Kind: "Person", Namespace: "isms", Name: "ada"}, &input.Record{Kind: "Person", Namespace: "isms", Name: "ben"}
	other, nameless := &input.Record{Kind: "Person", Namespace: "else", Name: "ada"}, &input.Record{Kind: "Person"}
	for _, tc := range []struct {
		why     string
		records []*input.Record
		want    int
	}{
		{"nothing is wrong", nil, 0},
		{"two problems of one record are one record", []*input.Record{ada, ada}, 1},
		{"two records are two", []*input.Record{ada, ben, ada}, 2},
		{"a record of another namespace bears on that", []*input.Record{ada, other}, 1},
		{"nobody knows whose a document without a record is", []*input.Record{nil, nil}, 2},
		{"nor whether two records without a name are one", []*input.Record{nameless, nameless}, 2},
	} {
		a := report.Assessment{}
		for _, r := range tc.records {
			a.Problems = append(a.Problems, input.Problem{Record: r})
		}
		if got := a.NotJudged("isms"); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.why, got, tc.want)
		}
	}
}
