package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// signedRepo is a repository with the records of an office, and the day of its pack.
func signedRepo(t *testing.T) (o *stampOffice, r *repo) {
	t.Helper()
	o = newSignedOffice(t)
	return o, newRepo(t, o.records)
}

// unpacked is a pack in a folder of its own, with what runs a script in it.
func unpacked(t *testing.T, data []byte) (dir string, run func(script string) string) {
	t.Helper()
	for _, tool := range []string{"bash", "unzip", "sha256sum", "openssl", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: signatures of a pack are not verified by hand, because %s is not installed; make test-pack installs it", tool)
		}
	}
	outer := t.TempDir()
	dir = filepath.Join(outer, "pack")
	writeTo(t, filepath.Join(outer, "pack.zip"), string(data))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	run = func(script string) string {
		cmd := exec.Command("bash", "-euc", script)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "TSA="+filepath.Join(outer, "tsa.pem"))
		out, err := cmd.CombinedOutput()
		if err != nil {
			out = append(out, err.Error()...)
		}
		return string(out)
	}
	if said := run("unzip -q ../pack.zip; sha256sum --check --strict --quiet SHA256SUMS"); said != "" {
		t.Fatal(said)
	}
	return dir, run
}

// signatureBlocks are what VERIFY.md shows to be run for signatures.
func signatureBlocks(t *testing.T, dir string) (blocks []string) {
	t.Helper()
	_, section, found := strings.Cut(content(t, filepath.Join(dir, "VERIFY.md")), "## 5. ")
	if !found {
		t.Fatal("VERIFY.md does not tell of signatures")
	}
	for i, part := range strings.Split(section, "```") {
		if i%2 == 1 {
			blocks = append(blocks, strings.TrimSpace(strings.TrimPrefix(part, "sh\n"))+" || true") // one may not count
		}
	}
	return blocks
}

// TestPackVerifySignatures: what VERIFY.md shows is run on an unpacked pack, by ssh-keygen and
// openssl alone, and says of each signature what the engine does.
func TestPackVerifySignatures(t *testing.T) {
	o, r := signedRepo(t)
	args := []string{"-f", o.records, "--as-of", samplesDay, "--trust-root", o.root.fingerprint()}
	data := packOf(t, args...)
	dir, run := unpacked(t, data)
	writeTo(t, filepath.Join(dir, "../tsa.pem"), o.ca.PEM())
	blocks := signatureBlocks(t, dir)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks", len(blocks))
	}
	guide := content(t, filepath.Join(dir, "VERIFY.md"))
	if !strings.Contains(guide, "    "+o.root.fingerprint()+"\n") || !strings.Contains(guide, "by another way than this pack") {
		t.Error(guide)
	}
	said := run(blocks[0])
	good := strings.Count(said, "Good \"approval@isms-operator.io\" signature for zoe with ED25519 key "+o.zoe.fingerprint())
	if good != 3 || strings.Count(said, "Good \"act@isms-operator.io\" signature for zoe") != 1 || strings.Count(said, "Good ") != 7 || strings.Count(said, "+ ssh-keygen") != 9 {
		t.Errorf("ssh-keygen says\n%s", said)
	}
	for namespace, n := range map[string]int{"key": 2, "timestamp-authority": 1} { // what leads to the trust root
		if strings.Count(said, "Good \""+namespace+"@isms-operator.io\" signature for rex with ED25519 key "+o.root.fingerprint()) != n {
			t.Errorf("registrations of the namespace %s:\n%s", namespace, said)
		}
	}
	stamped := run(blocks[1])
	if strings.Count(stamped, "Verification: OK") != 1 || !strings.Contains(stamped, "Time stamp: Jun  1 12:00:00 2026 GMT") {
		t.Errorf("openssl says\n%s", stamped)
	}
	certificate, _, _ := strings.Cut(stamped, " ")
	if len(certificate) != 64 || !strings.Contains(guide, "    sha256:"+certificate+"  notary\n") {
		t.Errorf("%s is not the certificate that VERIFY.md names:\n%s", certificate, guide)
	}
	// The keys are those of the command, and what was signed is what it extracts.
	if keys := isms(t, "allowed-signers", "-f", o.records, "--trust-root", o.root.fingerprint()).must(t, 0).out; content(t, filepath.Join(dir, "allowed_signers")) != keys {
		t.Errorf("the pack has other keys than\n%s", keys)
	}
	isms(t, "approvals", "-f", o.records, "--extract", o.in("extracted")).must(t, 0)
	extracted, err := os.ReadDir(o.in("extracted"))
	if err != nil || len(extracted) != 20 {
		t.Errorf("%d files are extracted, %v", len(extracted), err)
	}
	for _, f := range extracted {
		if content(t, filepath.Join(dir, "signed", f.Name())) != content(t, filepath.Join(o.in("extracted"), f.Name())) {
			t.Errorf("%s is another in the pack", f.Name())
		}
	}
	// What is changed is found: by ssh-keygen, and by the plugin.
	if said := run("sed -i s/Fine/Bad/ signed/SecurityException.plain.zoe.json\n" + blocks[0]); strings.Count(said, "Good ") != 6 {
		t.Errorf("a statement that was changed is verified:\n%s", said)
	}
	if said := run("sed -i s/zoe/bob/ signed/key.zoe.lost.json\n" + blocks[0]); strings.Count(said, "Good ") != 5 {
		t.Errorf("a registration that was changed is verified:\n%s", said)
	}
	file := filepath.Join(t.TempDir(), "pack.zip")
	writeTo(t, file, string(data))
	isms(t, "verify", file, "--repository", r.dir).must(t, 0)
}

// TestPackOfSignaturesInPart: without a trust root, with something that could not be read, and with
// pseudonyms, the pack says what it lacks, and why.
func TestPackOfSignaturesInPart(t *testing.T) {
	o, r := signedRepo(t)
	in := []string{"-f", o.records, "--as-of", samplesDay}
	dir, run := unpacked(t, packOf(t, in...))
	guide := content(t, filepath.Join(dir, "VERIFY.md"))
	if said := run(signatureBlocks(t, dir)[0]); !strings.Contains(guide, "without a trust root") || strings.Count(said, "Good ") != 9 || strings.Contains(said, "zoe with") {
		t.Errorf("%s\n%s", guide, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "allowed_signers")); err == nil {
		t.Error("there are keys without a trust root")
	}

	key := filepath.Join(t.TempDir(), "key")
	hidden := packOf(t, append(in, "--trust-root", o.root.fingerprint(), "--pseudonyms", key)...)
	for _, name := range []string{"signed/", "# Keys that lead to", "BEGIN SSH", "zoe"} {
		if strings.Contains(string(hidden), name) { // nothing in a pack is compressed
			t.Errorf("a pack with pseudonyms has %q", name)
		}
	}
	if guide := entryOf(t, hidden, "VERIFY.md"); !strings.Contains(guide, "a pack with pseudonyms holds no signature") {
		t.Error(guide)
	}

	writeTo(t, filepath.Join(o.records, "d.yaml"), "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: odd}\nspec: {sourcing: Nonsense}\n")
	r.commit("Break it")
	broken := packEnding(t, exitUnusable, append(in, "--trust-root", o.root.fingerprint())...)
	if guide := entryOf(t, broken, "VERIFY.md"); !strings.Contains(guide, "may say that a key is revoked") || strings.Contains(string(broken), "# Keys that lead to") {
		t.Error(guide)
	}
}
