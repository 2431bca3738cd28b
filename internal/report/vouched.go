package report

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Vouched is a registration of a key or of an authority for time stamps, as whoever verifies by hand
// follows it to the trust root.
type Vouched struct {
	facts.Vouching
	// file is a name for what was signed, without its end, and keys that of the file of keys.
	file, keys string
}

// vouchedOf are the registrations of a namespace; several says that there are other namespaces
// beside it.
func vouchedOf(c *assess.Context, several bool) (all []Vouched) {
	taken := map[string]bool{}
	for _, of := range facts.Vouchings(c) {
		v := Vouched{Vouching: of, keys: AllowedSignersFile(c.World.Namespace, several)}
		name := fileNameOf("authority", "", of.Name)
		if of.Person != "" {
			name = fileNameOf("key", of.Person, of.Name)
		}
		if several {
			name = c.World.Namespace + "." + name
		}
		name = shortened(name)
		v.file = name
		for n := 2; taken[v.file]; n++ { // in a file two can have one name
			v.file = fmt.Sprintf("%s.%d", name, n)
		}
		taken[v.file] = true
		all = append(all, v)
	}
	return all
}

// Files are the statement, and the signature beside it, as ssh-keygen has them.
func (v *Vouched) Files() []SignedFile {
	name := v.file + ".json"
	return []SignedFile{{name, v.Statement}, {name + SignatureEnd, []byte(signoff.Armored(v.Signature))}}
}

// Command verifies the registration by hand, by the keys that "allowed-signers" writes, on its day.
// A key that nobody of the records has is in no such file: of that it says which it is, to be
// compared with the trust root.
func (v *Vouched) Command() string {
	if v.By == "" {
		return v.KeylessCommand()
	}
	return verifyCommand(v.keys, v.By, v.Namespace, v.On, v.file+".json")
}

// KeylessCommand says by hand which key made the registration.
func (v *Vouched) KeylessCommand() string { return keylessCommand(v.Namespace, v.file+".json") }

// verifyCommand verifies the signature of a file by the keys of another, on a day.
func verifyCommand(keys, who, namespace string, on api.Date, file string) string {
	return fmt.Sprintf("ssh-keygen -Y verify -f %s -I %s -n %s -O verify-time=%s120000Z %s",
		wording.ShellWord(keys), wording.ShellWord(who), namespace, compactDay(on), operands(file))
}

// keylessCommand says by which key a file was signed.
func keylessCommand(namespace, file string) string {
	return fmt.Sprintf("ssh-keygen -Y check-novalidate -n %s %s", namespace, operands(file))
}

// operands name the files of a signature and of what was signed to ssh-keygen.
func operands(file string) string {
	file = SignedFolder + file
	return fmt.Sprintf("-s %s < %s", wording.ShellWord(file+SignatureEnd), wording.ShellWord(file))
}
