package login

import "crypto/sha256"

// ConfirmationCode is what the terminal and the page both show, so that a person
// notices a login that somebody else started: 40 bits of the SHA-256 of the DPoP
// key's thumbprint, in Crockford's base 32, as XXXX-XXXX.
func ConfirmationCode(thumbprint string) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	digest := sha256.Sum256([]byte("vouch-confirmation:" + thumbprint))
	var bits uint64
	for _, b := range digest[:5] {
		bits = bits<<8 | uint64(b)
	}
	code := make([]byte, 0, 9)
	for shift := 35; shift >= 0; shift -= 5 {
		if len(code) == 4 {
			code = append(code, '-')
		}
		code = append(code, alphabet[bits>>shift&31])
	}
	return string(code)
}
