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

func TestWide(t *testing.T) {
	for _, row := range []struct {
		why, text string
		wide      bool
	}{
		{"a person", "User/alice", false},
		{"a component", "User/system:kube-scheduler", false},
		{"the group that may do anything", "Group/system:masters", false},
		{"all who logged in are people as well", "Group/system:authenticated", true},
		{"all who did not", "Group/system:unauthenticated", true},
		{"its user", "User/system:anonymous", true},
		{"all programs", "Group/system:serviceaccounts", true},
		{"all of a namespace", "Group/system:serviceaccounts:shop", true},
		{"a controller", "ServiceAccount/kube-system/job-controller", false},
		{"public information", "ServiceAccount/kube-public/x", false},
		{"leases of nodes", "ServiceAccount/kube-node-lease/x", false},
		{"a program", "ServiceAccount/shop/builder", false},
		{"a namespace whose name begins so", "ServiceAccount/kube-system-x/builder", false},
		{"a program by its user name", "User/system:serviceaccount:shop:builder", false},
		{"a name that holds system: later", "User/not-system:x", false},
	} {
		s, err := ParseSubject(row.text)
		if err != nil {
			t.Fatal(err)
		}
		if s.Wide() != row.wide {
			t.Errorf("%s: %s is wide: %t", row.why, s, s.Wide())
		}
	}
}
