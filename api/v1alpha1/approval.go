package v1alpha1

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// ContentHash returns the hash that binds an approval to content: "sha256:" and
// the SHA-256 of the content as JSON. The content is a spec without its approval
// and without what may change after it.
func ContentHash(content any) string {
	data, err := json.Marshal(content)
	if err != nil {
		return "" // no spec of this package fails to marshal; an empty hash never matches
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}
