package status

import (
	"strconv"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rawjson"
)

// Parse is Read for the text of a status in JSON; nothing is an absent one.
func Parse(text []byte) *Status {
	if len(text) == 0 {
		return &Status{}
	}
	if s := plain(text); s != nil {
		return s
	}
	s := &Status{}
	if utiljson.Unmarshal(text, s) != nil {
		return nil
	}
	return s
}

// plain reads a status that has nothing but what every kind has, each field of its type, as
// the operator writes it; nil of any other, which the general decoder reads. After a restart
// every stored status is read.
func plain(text []byte) *Status {
	words := wordsOfStatuses.Get().(*rawjson.Words)
	defer wordsOfStatuses.Put(words)
	p := parser{Reader: rawjson.NewReader(text, words)}
	s := &Status{}
	p.object(func(key []byte) {
		switch string(key) {
		case "conditions":
			s.Conditions = p.conditions(s.Conditions != nil)
		case "observedGeneration":
			s.ObservedGeneration = p.number(64)
		case "counts":
			s.Counts = p.counts(s.Counts != nil)
		case "findings":
			s.Findings = p.findings(s.Findings != nil)
		case "signatures":
			s.Signatures = p.signatures(s.Signatures != nil)
		case "nextChangeOn":
			s.NextChangeOn = p.text()
		case "retainUntil":
			s.RetainUntil = p.text()
		default:
			p.skip()
		}
	})
	if p.other || p.Err() != nil {
		return nil
	}
	return s
}

// wordsOfStatuses are shared by statuses that are read one after the other.
var wordsOfStatuses = sync.Pool{New: func() any { return rawjson.NewWords() }}

// parser reads parts of a status. What it does not expect it notes, and skips.
type parser struct {
	*rawjson.Reader
	other bool
}

// object reads an object, if it is one.
func (p *parser) object(field func(key []byte)) {
	if p.is(rawjson.Object) {
		p.Fields(field)
	}
}

// array reads an array, if it is one. What was read for an earlier field of that name is not
// merged with it, as the general decoder does.
func (p *parser) array(had bool, item func()) {
	if p.other = p.other || had; p.is(rawjson.Array) {
		p.Items(item)
	}
}

// is reports whether the value at the place is of a kind; if not, it is skipped.
func (p *parser) is(kind rawjson.Kind) bool {
	if p.Kind() == kind {
		return true
	}
	p.skip()
	return false
}

func (p *parser) skip() {
	p.other = true
	p.Skip()
}

func (p *parser) text() string {
	s, ok := p.String()
	p.other = p.other || !ok
	return s
}

func (p *parser) number(bits int) int64 {
	if !p.is(rawjson.Word) {
		return 0
	}
	n, err := strconv.ParseInt(p.Word(), 10, bits)
	p.other = p.other || err != nil
	return n
}

func (p *parser) count() int32 { return int32(p.number(32)) }

func (p *parser) time() metav1.Time {
	at, err := time.Parse(time.RFC3339, p.text())
	p.other = p.other || err != nil
	return metav1.NewTime(at)
}

func (p *parser) counts(had bool) *api.FindingCounts {
	p.other = p.other || had
	n := &api.FindingCounts{}
	p.object(func(key []byte) {
		switch string(key) {
		case "major":
			n.Major = p.count()
		case "minor":
			n.Minor = p.count()
		case "unknown":
			n.Unknown = p.count()
		case "observation":
			n.Observation = p.count()
		case "opportunity":
			n.Opportunity = p.count()
		default:
			p.skip()
		}
	})
	return n
}

func (p *parser) conditions(had bool) []metav1.Condition {
	all := make([]metav1.Condition, 0, 4)
	p.array(had, func() {
		c := metav1.Condition{}
		p.object(func(key []byte) {
			switch string(key) {
			case "type":
				c.Type = p.text()
			case "status":
				c.Status = metav1.ConditionStatus(p.text())
			case "reason":
				c.Reason = p.text()
			case "message":
				c.Message = p.text()
			case "observedGeneration":
				c.ObservedGeneration = p.number(64)
			case "lastTransitionTime":
				c.LastTransitionTime = p.time()
			default:
				p.skip()
			}
		})
		all = append(all, c)
	})
	return all
}

func (p *parser) findings(had bool) []api.Finding {
	all := make([]api.Finding, 0, 4)
	p.array(had, func() {
		f := api.Finding{}
		p.object(func(key []byte) {
			switch string(key) {
			case "rule":
				f.Rule = p.text()
			case "reason":
				f.Reason = p.text()
			case "grade":
				f.Grade = api.Grade(p.text())
			case "field":
				f.Field = p.text()
			case "message":
				f.Message = p.text()
			case "remedy":
				f.Remedy = p.text()
			case "since":
				f.Since = p.text()
			case "sumsUp":
				f.SumsUp = p.text()
			default:
				p.skip()
			}
		})
		all = append(all, f)
	})
	return all
}

func (p *parser) signatures(had bool) []api.SignatureStatus {
	all := make([]api.SignatureStatus, 0, 2)
	p.array(had, func() {
		s := api.SignatureStatus{}
		p.object(func(key []byte) {
			switch string(key) {
			case "field":
				s.Field = p.text()
			case "worth":
				s.Worth = api.SignatureWorth(p.text())
			case "by":
				s.By = p.text()
			case "statedOn":
				s.StatedOn = p.text()
			case "key":
				s.Key = p.text()
			case "fingerprint":
				s.Fingerprint = p.text()
			case "stampedAt":
				s.StampedAt = p.text()
			default:
				p.skip()
			}
		})
		all = append(all, s)
	})
	return all
}
