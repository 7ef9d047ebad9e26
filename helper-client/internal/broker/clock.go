package broker

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxSkew is how far the server lets a proof's time be off, either way.
	maxSkew = 60 * time.Second
	// blur is how far off a Date header may seem without being so: it counts whole
	// seconds, and the answer took its time.
	blur = 2 * time.Second
)

// ClockOff means that this machine's clock is too far from the server's for a
// proof to be accepted.
type ClockOff struct {
	Server string
	Ahead  time.Duration // of this machine; negative when it is behind
}

func (c *ClockOff) Error() string {
	way := "ahead of"
	if c.Ahead < 0 {
		way = "behind"
	}
	return fmt.Sprintf("this machine's clock is %s %s that of %s; %s is the limit",
		c.Ahead.Abs().Round(time.Second), way, c.Server, maxSkew)
}

// Expired means that the server handed out a credential whose time was over.
type Expired struct {
	Server string
	At     time.Time
}

func (e *Expired) Error() string {
	return fmt.Sprintf("the credential that %s sent had ended at %s already", e.Server, e.At.UTC().Format(time.RFC3339))
}

// ahead is how far this machine's clock is ahead of the server's, by the Date
// header and, where a cache answered, the Age beside it (RFC 9111 §4.2.3). It is
// zero when the server does not say, or when it is too little to be told.
func (c *Client) ahead(response *http.Response, asked time.Time) time.Duration {
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return 0
	}
	if age, err := strconv.Atoi(response.Header.Get("Age")); err == nil && age > 0 {
		date = date.Add(time.Duration(age) * time.Second)
	}
	// The server wrote its date between the two, somewhere within that second.
	answered := c.now()
	switch {
	case asked.After(date.Add(time.Second + blur)):
		return asked.Sub(date).Round(time.Second)
	case answered.Before(date.Add(-blur)):
		return answered.Sub(date).Round(time.Second)
	}
	return 0
}

// blameClock tells a proof that was refused for its time by what is wrong here.
func (c *Client) blameClock(err error, ahead time.Duration) error {
	var refusal *Refusal
	if ahead != 0 && errors.As(err, &refusal) && refusal.Code == "proof_expired" {
		return &ClockOff{Server: c.base, Ahead: ahead}
	}
	return err
}

// here is a time of the server's on this machine's clock. Without it a clock that
// is behind would hand out a credential after its end.
func here(at time.Time, ahead time.Duration) time.Time { return at.Add(ahead) }
