package login

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

var errRepeated = errors.New("a parameter appears twice")

// single parses a query in which no parameter may appear twice (RFC 6749 §3.1).
func single(raw string) (map[string]string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fmt.Errorf("parse the query: %w", err)
	}
	query := make(map[string]string, len(values))
	for name, all := range values {
		if len(all) != 1 {
			return nil, errRepeated
		}
		query[name] = all[0]
	}
	return query, nil
}

// page writes one fixed sentence: nothing from the request reaches the page.
func page(w http.ResponseWriter, status int, sentence string) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	header.Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<!doctype html>\n<html lang=\"en\"><title>Vouch</title><p>%s</p></html>\n", sentence)
}
