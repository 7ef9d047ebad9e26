package broker

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// attempts is one call and at most two repeats.
const attempts = 3

// again calls a request that may be repeated: each attempt has its own proof,
// and a mint carries an idempotency key, so that it counts once.
func (c *Client) again(ctx context.Context, call call) error {
	for attempt := 1; ; attempt++ {
		err := c.do(ctx, call)
		if err == nil || attempt == attempts || !mayRepeat(ctx, err) {
			return err
		}
		if c.pause(ctx, attempt) != nil {
			return err
		}
	}
}

func mayRepeat(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	var unreachable *Unreachable
	if errors.As(err, &unreachable) {
		return !unreachable.Timeout
	}
	var refusal *Refusal
	return errors.As(err, &refusal) && refusal.temporary()
}

// jitter waits 100 to 300 ms before the second attempt, twice that before the third.
func jitter(ctx context.Context, attempt int) error {
	base := time.Duration(attempt) * 100 * time.Millisecond
	timer := time.NewTimer(base + rand.N(2*base)) //nolint:gosec // spreads clients out; nothing depends on a guess
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
