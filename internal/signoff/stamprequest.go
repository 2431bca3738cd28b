package signoff

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"

	"github.com/digitorus/timestamp"
)

// TimestampRequest is a request for a time stamp of an armored signature (TimeStampReq of RFC
// 3161, in DER), which asks for the certificate of the authority. The answer has to repeat the
// nonce.
func TimestampRequest(armored string, nonce *big.Int) ([]byte, error) {
	blob, err := Blob(armored)
	if err != nil {
		return nil, err
	}
	of := sha256.Sum256(blob)
	request := timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: of[:], Certificates: true, Nonce: nonce}
	return request.Marshal()
}

// errNonce is an answer to another request, such as one that was recorded.
var errNonce = errors.New("it is the answer to another request: the nonce is another")

// TimestampResponse is the token, as records hold it, of what an authority answers (TimeStampResp
// in DER). It fails with what the authority says where it gave none, and where the nonce is
// another. Whether the token is a good one VerifyTimestamp says.
func TimestampResponse(der []byte, nonce *big.Int) (string, error) {
	stamp, err := timestamp.ParseResponse(der)
	switch {
	case err != nil:
		return "", fmt.Errorf("it gave no time stamp: %w", err)
	case stamp.Nonce == nil || stamp.Nonce.Cmp(nonce) != 0:
		return "", errNonce
	}
	return base64.StdEncoding.EncodeToString(stamp.RawToken), nil
}

// TimestampText is a TimeStampToken, or the one of a TimeStampResp, in DER, as records hold it.
func TimestampText(der []byte) (string, error) {
	token, err := bareToken(der)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(token), nil
}
