package browser_test

import (
	"fmt"
	"reflect"
	"testing"
)

// view is all that a reader chose, and what they see of it.
const view = `({...state, language, record: document.querySelector('#chosen-name')?.textContent || '', verdict: document.getElementById('verdict').textContent,
	count: document.getElementById('filter-count').textContent, q: document.getElementById('filter-q').value, owner: document.getElementById('filter-owner').value})`

// TestAddressRestoresTheView: what a reader looks at is in the address, so that whoever gets
// it sees the same, and the back button leads where they were.
func TestAddressRestoresTheView(t *testing.T) {
	p := open(t, "samples", "", 1400)
	step := func(what string) map[string]any {
		before := ask[string](p, "location.hash")
		p.do(what)
		if what != "" {
			p.until("location.hash !== " + fmt.Sprintf("%q", before))
		}
		p.rests()
		return ask[map[string]any](p, view)
	}
	views := []map[string]any{
		step(""),
		step("go({day: '2027-03-01'})"),
		step("go({point: 'P6', grade: 'Minor'})"),
		step("go({owner: 'system-administrator', q: 'maint'})"),
		step("document.querySelector('#points-body a[data-record], #records-body a[data-record], #todo a[data-record]').click()"),
		step("(document.getElementById('language').value = 'de', document.getElementById('language').dispatchEvent(new Event('change', {bubbles: true})))"),
	}
	for i := range views[1:] {
		if reflect.DeepEqual(views[i], views[i+1]) {
			t.Errorf("step %d changed nothing: %v", i+1, views[i])
		}
	}
	shared := open(t, "samples", ask[string](p, "location.hash"), 1400)
	if have := ask[map[string]any](shared, view); !reflect.DeepEqual(have, views[len(views)-1]) {
		t.Errorf("whoever gets the address sees\n%v, and not\n%v", have, views[len(views)-1])
	}
	for i := len(views) - 2; i >= 0; i-- {
		if have := step("history.back()"); !reflect.DeepEqual(have, views[i]) {
			t.Errorf("back to step %d is\n%v, want\n%v", i, have, views[i])
		}
	}
}

// TestOddAddresses: whatever stands in an address, the page shows something sound.
func TestOddAddresses(t *testing.T) {
	for _, hash := range []string{"#day=2026-02-31", "#day=9999-12-31", "#ns=none&record=x/y&lang=xx&point=P99&grade=Z&owner=%3Cscript%3E", "#=&&=", "#%", "#points", "#day=<img src=x>", "#record=" + "__proto__"} {
		p := open(t, "samples", hash, 1400)
		if day := ask[string](p, "state.day"); day != "2026-06-01" {
			t.Errorf("%s shows %s", hash, day)
		}
		if n := ask[int](p, "document.querySelectorAll('#grid li').length"); n != 13 {
			t.Errorf("%s shows %d points", hash, n)
		}
	}
}

// TestNamespaces: each of several is chosen in the head, and has a slider of its own.
func TestNamespaces(t *testing.T) {
	p := open(t, "several", "", 1400)
	if names := ask[[]string](p, "[...document.getElementById('namespace').options].map((o) => o.value)"); fmt.Sprint(names) != "[first second]" {
		t.Fatalf("the choice is %v", names)
	}
	first := ask[int](p, "namespaceNow().records.length")
	p.do("document.getElementById('namespace').value = 'second', document.getElementById('namespace').dispatchEvent(new Event('change'))")
	if second := ask[int](p, "namespaceNow().records.length"); second >= first {
		t.Errorf("the second namespace has %d records, and the first %d", second, first)
	}
	if hash := ask[string](p, "location.hash"); hash != "#ns=second" {
		t.Errorf("the address is %s", hash)
	}
}
