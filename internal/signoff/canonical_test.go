package signoff_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// TestVectors are the published vectors of RFC 8785: its sample (sections 3.2.2 and 3.2.3),
// the order of its keys, and the numbers of its appendix B.
func TestVectors(t *testing.T) {
	for _, v := range []struct{ name, in, want string }{
		{"section 3.2.2", `{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
			`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		{"section 3.2.3", `{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}`,
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
	} {
		have, err := jcs.Transform([]byte(v.in))
		if err != nil || string(have) != v.want {
			t.Errorf("%s: %v\nhave %s\nwant %s", v.name, err, have, v.want)
		}
	}
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0", 0x8000000000000000: "0", 0x0000000000000001: "5e-324", 0x7fefffffffffffff: "1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992", 0x4430000000000000: "295147905179352830000", 0x44b52d02c7e14af5: "9.999999999999997e+22",
		0x44b52d02c7e14af6: "1e+23", 0x444b1ae4d6e2ef4e: "999999999999999700000", 0x3eb0c6f7a0b5ed8d: "0.000001", 0x41b3de4355555553: "333333333.3333332",
		0xbecbf647612f3696: "-0.0000033333333333333333", 0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		have, err := jcs.Transform([]byte("[" + strconv.FormatFloat(math.Float64frombits(bits), 'g', -1, 64) + "]"))
		if err != nil || string(have) != "["+want+"]" {
			t.Errorf("appendix B, %016x: %s %v, want %s", bits, have, err, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, tc := range []struct{ why, in, want string }{
		{"the order of fields does not matter", `{"b":1,"a":2}`, `{"a":2,"b":1}`},
		{"what is empty is not there", `{"a":null,"b":"","c":[],"d":{},"e":{"f":[]}}`, `{}`},
		{"what is zero or false is there: a number that is set to nothing says something", `{"a":0,"b":false}`, `{"a":0,"b":false}`},
		{"entries of a list stay in their places", `{"a":["",{},"x"]}`, `{"a":["",{},"x"]}`},
		{"the order of a list matters", `{"a":["y","x"]}`, `{"a":["y","x"]}`},
		{"what looks alike is not alike: nothing is normalised", `{"a":"\u0041\u030a","b":"\u00c5"}`, "{\"a\":\"A\u030a\",\"b\":\"Å\"}"},
		{"nor is what cannot be seen removed", `{"a":"x\u200by"}`, "{\"a\":\"x\u200by\"}"},
		{"escapes are of one form", `{"a":"\u003c\u007f\u2028"}`, "{\"a\":\"<\u007f\u2028\"}"},
	} {
		var v any
		if err := json.Unmarshal([]byte(tc.in), &v); err != nil {
			t.Fatal(err)
		}
		if have, err := signoff.Canonical(v); err != nil || string(have) != tc.want {
			t.Errorf("%s: %s gives %s, %v, want %s", tc.why, tc.in, have, err, tc.want)
		}
	}
}

// TestHashTells: whatever names the record, and each change of its content, is another hash.
func TestHashTells(t *testing.T) {
	spec := api.SecurityBudgetSpec{Currency: "EUR"}
	s := signoff.SubjectOf("SecurityBudget", "isms.example", "budget")
	of := signoff.Hash(s, spec.Approvable())
	if !strings.HasPrefix(of, "v2:sha256:") || signoff.Version(of) != 2 {
		t.Fatalf("%s is no hash of version 2", of)
	}
	for what, other := range map[string]string{
		"kind": signoff.Hash(signoff.SubjectOf("SecurityException", s.ISMS, s.Name), spec.Approvable()),
		"isms": signoff.Hash(signoff.SubjectOf(s.Kind, "other.example", s.Name), spec.Approvable()),
		"name": signoff.Hash(signoff.SubjectOf(s.Kind, s.ISMS, "other"), spec.Approvable()),
		"spec": signoff.Hash(s, (&api.SecurityBudgetSpec{Currency: "USD"}).Approvable()),
	} {
		if other == of || signoff.Holds(other, s, spec.Approvable()) {
			t.Errorf("another %s gives the same hash", what)
		}
	}
	for why, hash := range map[string]string{
		"as it is":                               of,
		"version 1":                              api.ContentHash(spec.Approvable()),
		"made before the ISMS had an identifier": signoff.Hash(signoff.SubjectOf(s.Kind, "", s.Name), spec.Approvable()),
	} {
		if !signoff.Holds(hash, s, spec.Approvable()) {
			t.Errorf("%s: %s does not hold", why, hash)
		}
	}
	for _, hash := range []string{"", "sha256:", of[3:], strings.ToUpper(of), of + " "} {
		if signoff.Holds(hash, s, spec.Approvable()) {
			t.Errorf("%q holds", hash)
		}
	}
}
