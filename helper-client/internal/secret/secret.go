// Package secret holds text that must not be printed. A Text shows itself only
// where Reveal is called, so the places are found with grep.
package secret

// Text is a secret. Printed by fmt with any verb, or put into JSON, it does not
// show: the value is behind a function, out of reach of reflection.
type Text struct {
	reveal func() string
}

// New makes a secret of value.
func New(value string) Text {
	return Text{reveal: func() string { return value }}
}

// Reveal returns the value. Call it only to hand the secret to its receiver.
func (t Text) Reveal() string {
	if t.reveal == nil {
		return ""
	}
	return t.reveal()
}

// IsEmpty tells whether there is no secret.
func (t Text) IsEmpty() bool { return t.Reveal() == "" }

func (Text) String() string { return "[secret]" }

// GoString keeps %#v from walking into the value.
func (Text) GoString() string { return "[secret]" }

// MarshalText keeps encoders from writing the value.
func (Text) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }
