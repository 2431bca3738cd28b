package access

import "testing"

func TestParseSubject(t *testing.T) {
	for _, row := range []struct {
		why, text string
		want      Subject
		written   string // empty is text
	}{
		{"a user", "User/alice", Subject{Kind: User, Name: "alice"}, ""},
		{"names of users may hold slashes", "User/https://login.example/#bob", Subject{Kind: User, Name: "https://login.example/#bob"}, ""},
		{"names of groups may, too", "Group/team/ops", Subject{Kind: Group, Name: "team/ops"}, ""},
		{"a service account has a namespace", "ServiceAccount/shop/builder", Subject{Kind: ServiceAccount, Namespace: "shop", Name: "builder"}, ""},
		{"a service account by its user name is the same", "User/system:serviceaccount:shop:builder", Subject{Kind: ServiceAccount, Namespace: "shop", Name: "builder"}, "ServiceAccount/shop/builder"},
		{"a user name that only looks like one stays", "User/system:serviceaccount:shop", Subject{Kind: User, Name: "system:serviceaccount:shop"}, ""},
		{"so does one with a part too many", "User/system:serviceaccount:a:b:c", Subject{Kind: User, Name: "system:serviceaccount:a:b:c"}, ""},
	} {
		got, err := ParseSubject(row.text)
		if err != nil || got != row.want {
			t.Errorf("%s: %q is %+v, %v", row.why, row.text, got, err)
		}
		want := row.written
		if want == "" {
			want = row.text
		}
		if got.String() != want {
			t.Errorf("%s: written %q", row.why, got)
		}
	}
	for _, row := range []struct{ why, text string }{
		{"nothing", ""}, {"no kind", "alice"}, {"kinds are written as RBAC does", "user/alice"}, {"no name", "User/"}, {"no name, no slash", "Group"},
		{"a service account without namespace", "ServiceAccount/builder"}, {"with an empty one", "ServiceAccount//builder"},
		{"without a name", "ServiceAccount/shop/"}, {"with too many parts", "ServiceAccount/shop/builder/x"},
	} {
		if got, err := ParseSubject(row.text); err == nil {
			t.Errorf("%s: %q is %+v", row.why, row.text, got)
		}
	}
}

func TestSystemAndWide(t *testing.T) {
	for _, row := range []struct {
		why, text    string
		system, wide bool
	}{
		{"a person", "User/alice", false, false},
		{"a component", "User/system:kube-scheduler", true, false},
		{"the group that may do anything", "Group/system:masters", true, false},
		{"all who logged in are people as well", "Group/system:authenticated", true, true},
		{"all who did not", "Group/system:unauthenticated", true, true},
		{"its user", "User/system:anonymous", true, true},
		{"all programs", "Group/system:serviceaccounts", true, true},
		{"all of a namespace", "Group/system:serviceaccounts:shop", true, true},
		{"a controller", "ServiceAccount/kube-system/job-controller", true, false},
		{"public information", "ServiceAccount/kube-public/x", true, false},
		{"leases of nodes", "ServiceAccount/kube-node-lease/x", true, false},
		{"a program", "ServiceAccount/shop/builder", false, false},
		{"a namespace whose name begins so", "ServiceAccount/kube-system-x/builder", false, false},
		{"a program by its user name", "User/system:serviceaccount:shop:builder", false, false},
		{"a name that holds system: later", "User/not-system:x", false, false},
	} {
		s, err := ParseSubject(row.text)
		if err != nil {
			t.Fatal(err)
		}
		if s.System() != row.system || s.Wide() != row.wide {
			t.Errorf("%s: %s is system %t, wide %t", row.why, s, s.System(), s.Wide())
		}
	}
	if s := (Subject{Kind: User, Name: "system:serviceaccount:shop:builder"}); s.System() {
		t.Error("a program by its user name, not parsed, is a system one")
	}
}
