package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// sshKeygen is the program of OpenSSH; the test is skipped where there is none. make test-pack
// installs it.
func sshKeygen(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("NOT TESTED: whether OpenSSH agrees with the engine. ssh-keygen is absent; make test-pack installs it")
	}
	return path
}

const registerISMS = "isms.example"

// signRegister is a random register of people, their keys and signed approvals.
type signRegister struct {
	records []api.Record
	roots   []string
	pens    []*pen
}

// around is a day near the days of approvals, so that bounds are met often; sometimes none.
func around(r *rand.Rand) (d api.Date) {
	if r.IntN(5) == 0 {
		d = api.MustDate("2026-03-10").AddDays(r.IntN(9) - 4)
	}
	return d
}

func newRegister(t *testing.T, r *rand.Rand, pens []*pen) *signRegister {
	g := &signRegister{pens: pens, roots: []string{pens[0].fingerprint()}}
	people := make([]*api.Person, 4)
	for i := range people {
		people[i] = &api.Person{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("p%d", i)}}
		people[i].Spec.EngagedFrom = api.MustDate("2026-01-01")
		if r.IntN(2) == 0 {
			if on := around(r); !on.IsZero() {
				people[i].Spec.EngagedFrom = on
			}
		}
		if r.IntN(2) == 0 {
			people[i].Spec.EngagedUntil = around(r)
		}
		g.records = append(g.records, people[i])
	}
	for i, pen := range pens {
		holder := people[i%len(people)]
		k := api.SigningKey{Name: fmt.Sprintf("k%d", i), PublicKey: pen.public(), ValidFrom: around(r), ValidUntil: around(r)}
		if r.IntN(3) == 0 {
			k.RevokedOn = around(r)
		}
		if i <= 1 {
			k.Uses = []api.KeyUse{api.UseRegistrations, api.UseApprovals}
		} else if r.IntN(4) == 0 {
			k.Uses = []api.KeyUse{api.UseRegistrations}
		}
		if by := r.IntN(2); i > 0 && r.IntN(8) > 0 { // one of the first two keys registers it
			k.RegisteredBy, k.RegisteredOn = api.PersonActor(people[by].Name), api.MustDate("2026-02-01").AddDays(r.IntN(40))
			message, err := signoff.Registration(registerISMS, holder.Name, &k)
			if err != nil {
				t.Fatal(err)
			}
			k.Registration = pens[by].sign(t, message, signoff.RegistrationNamespace)
			if r.IntN(8) == 0 {
				k.ValidUntil = k.ValidUntil.AddDays(1) // which was not signed
			}
		}
		holder.Spec.SigningKeys = append(holder.Spec.SigningKeys, k)
		if r.IntN(30) == 0 { // a key of two proves nothing of either
			people[(i+1)%len(people)].Spec.SigningKeys = append(people[(i+1)%len(people)].Spec.SigningKeys, k)
		}
	}
	isms := &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}}
	isms.Spec.Isms = registerISMS
	g.records = append(g.records, isms, g.approved(t, r), g.appointed(t, r))
	return g
}

// appointed is a role with appointments, of which some are not as they were signed, and some
// have been ended since.
func (g *signRegister) appointed(t *testing.T, r *rand.Rand) *api.SecurityRole {
	role := &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "role"}}
	role.Spec.Title = "Officer"
	for i := range g.pens {
		a := api.Assignment{Name: fmt.Sprint(i), PersonRef: api.Reference{Name: "p0"}, AppointedBy: api.PersonActor(fmt.Sprintf("p%d", i%4)), AppointedOn: api.MustDate("2026-03-10").AddDays(r.IntN(9) - 4)}
		statement := signoff.Act{What: api.ActAppointment, Entry: a.Name, By: a.AppointedBy, On: a.AppointedOn, Content: map[string]any{
			"assignment": map[string]any{"name": a.Name, "personRef": a.PersonRef}, // as the registry has it, written out
		}}
		message, err := signoff.ActStatement(signoff.SubjectOf("SecurityRole", registerISMS, role.Name), statement)
		if err != nil {
			t.Fatal(err)
		}
		a.AppointmentSignature = g.pens[i].sign(t, message, signoff.ActNamespace)
		switch r.IntN(24) {
		case 0:
			a.From = api.MustDate("2020-01-01")
		case 1:
			a.AppointedOn = a.AppointedOn.AddDays(1)
		case 2:
			a.AppointedBy = api.PersonActor(fmt.Sprintf("p%d", r.IntN(4)))
		case 3, 4, 5:
			a.Until = api.MustDate("2026-05-31")
		}
		role.Spec.Assignments = append(role.Spec.Assignments, a)
	}
	return role
}

// approved is a record with approvals, of which some are not as they were signed.
func (g *signRegister) approved(t *testing.T, r *rand.Rand) *api.SecurityException {
	e := &api.SecurityException{ObjectMeta: metav1.ObjectMeta{Name: "waiver"}}
	e.Spec.Reason = "There is nobody else"
	of := signoff.SubjectOf("SecurityException", registerISMS, e.Name)
	for i := range g.pens {
		a := api.Approval{Name: fmt.Sprint(i), By: *api.PersonActor(fmt.Sprintf("p%d", i%4)), ApprovedOn: api.MustDate("2026-03-10").AddDays(r.IntN(9) - 4), Rationale: "Fine\u2028\u007f <é>", ContentHash: signoff.Hash(of, e.Spec.Approvable())}
		message, err := signoff.Approval(of, &a)
		if err != nil {
			t.Fatal(err)
		}
		namespace := signoff.ApprovalNamespace
		if r.IntN(16) == 0 {
			namespace = "git"
		}
		a.Signature = g.pens[i].sign(t, message, namespace)
		switch r.IntN(24) {
		case 0:
			a.Rationale += "."
		case 1:
			a.ApprovedOn = a.ApprovedOn.AddDays(1)
		case 2:
			a.By = *api.PersonActor(fmt.Sprintf("p%d", r.IntN(4)))
		case 3:
			a.Signature = strings.Replace(a.Signature, "U1NIU0lH", "U1NIU0lI", 1)
		}
		e.Spec.Approvals = append(e.Spec.Approvals, a)
	}
	return e
}

// signRegisters are how many random registers there are; SIGNATURES in the environment says
// otherwise.
func signRegisters(t *testing.T) uint64 {
	text := os.Getenv("SIGNATURES")
	if text == "" {
		return 40
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n == 0 {
		t.Fatalf("SIGNATURES is %q, and no number of registers", text)
	}
	return n
}

// somePens are keys of all kinds that are taken.
func somePens(t *testing.T) (pens []*pen) {
	for i := range 6 {
		switch i {
		case 3:
			pens = append(pens, newSecurityKey(t, ssh.KeyAlgoSKED25519))
		case 4:
			pens = append(pens, newSecurityKey(t, ssh.KeyAlgoSKECDSA256))
		default:
			pens = append(pens, newPen(t))
		}
	}
	return pens
}

// TestOpenSSHAgrees: of each signature the engine says what OpenSSH says by the keys that are
// exported, on the day of the approval.
func TestOpenSSHAgrees(t *testing.T) {
	program := sshKeygen(t)
	dir := t.TempDir()
	pens := somePens(t)
	cases, counting := 0, 0
	for seed := range signRegisters(t) {
		g := newRegister(t, rand.New(rand.NewPCG(seed, 17)), pens)
		w := assess.NewWorld("default", g.records)
		w.Trust(g.roots)
		day := api.MustDate("2026-06-01")
		allowed := filepath.Join(dir, "allowed")
		keys, _ := report.AllowedSigners(day, w)
		writeTo(t, allowed, string(keys))
		for _, s := range report.SignOffsOf(day, []*assess.World{w}, nil).All {
			files, err := s.Files()
			if err != nil || len(files) < 2 {
				t.Fatal(err)
			}
			message := files[0].Content
			namespace := signoff.ApprovalNamespace
			if s.Act != nil {
				namespace = signoff.ActNamespace
			}
			signature := filepath.Join(dir, "signature")
			writeTo(t, signature, s.Signature())
			clock := []string{"000000Z", "235959Z"}[cases%2]
			cmd := exec.Command(program, "-Y", "verify", "-f", allowed, "-I", s.By().Person(), "-n", namespace, "-O", "verify-time="+strings.ReplaceAll(s.On().String(), "-", "")+clock, "-s", signature)
			cmd.Stdin = bytes.NewReader(message)
			said, err := cmd.CombinedOutput()
			if (err == nil) != (s.Signed.Reason == "") {
				t.Errorf("seed %d, %s by %s on %s: the engine says %q %s, and OpenSSH: %s\n%s", seed, s.Record, s.By().Name(), s.On(), s.Signed.Reason, s.Signed.Why, said, keys)
			}
			cases++
			if s.Signed.Reason == "" {
				counting++
			}
		}
	}
	if counting < cases/10 || counting > cases*9/10 {
		t.Errorf("of %d signatures %d count: the cases are too much alike", cases, counting)
	}
	t.Logf("%d signatures, of which %d count", cases, counting)
}
