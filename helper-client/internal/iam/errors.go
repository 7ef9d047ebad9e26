package iam

import (
	"errors"

	"vouch.dev/client/internal/broker"
)

// ErrNoRegion means that neither the caller nor the AWS settings name a Region, which a signature needs.
var ErrNoRegion = errors.New("no AWS Region is set")

// NoIdentity means that the AWS settings do not lead to an identity.
type NoIdentity struct{ Err error }

func (n *NoIdentity) Error() string { return "no AWS identity was found: " + n.Err.Error() }

func (n *NoIdentity) Unwrap() error { return n.Err }

// Refusal is the server's own answer that it will not, with the whole of its body.
type Refusal struct {
	*broker.Refusal
	Body []byte
}

func (r *Refusal) Unwrap() error { return r.Refusal }
