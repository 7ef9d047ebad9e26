package brokertest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// contract holds what the client sends, and what the fake answers it, against
// the description that the real handlers are held against too.
type contract struct {
	routes routers.Router
	mu     sync.Mutex
	broken []error
}

// description is read once: parsing it takes longer than most tests.
var description = sync.OnceValues(func() (*openapi3.T, error) {
	_, here, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "..", "..", "..", "infra", "openapi.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read the API's description: %w", err)
	}
	api, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("load the API's description: %w", err)
	}
	api.Servers = nil // the fake is at an address of its own
	return api, nil
})

// newContract makes the test fail at its end if anything was not as described.
func newContract(t testing.TB) *contract {
	t.Helper()
	api, err := description()
	if err != nil {
		t.Fatal(err)
	}
	routes, err := legacy.NewRouter(api)
	if err != nil {
		t.Fatal(err)
	}
	held := &contract{routes: routes}
	t.Cleanup(func() {
		for _, err := range held.violations() {
			t.Errorf("not as infra/openapi.yaml describes it: %v", err)
		}
	})
	return held
}

// over lets requests through to next and looks at both directions.
func (c *contract) over(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		recorded := httptest.NewRecorder()
		recorded.Header().Set("Date", w.Header().Get("Date"))
		next.ServeHTTP(recorded, r)
		r.Body = io.NopCloser(bytes.NewReader(body))
		c.check(r, recorded)
		for name, values := range recorded.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorded.Code)
		_, _ = w.Write(recorded.Body.Bytes())
	})
}

func (c *contract) check(r *http.Request, answer *httptest.ResponseRecorder) {
	route, params, err := c.routes.FindRoute(r)
	if err != nil {
		c.note(r, "has no such route", err)
		return
	}
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	request := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(context.Background(), request); err != nil {
		c.note(r, "was sent otherwise", err)
	}
	if answer.Code == http.StatusFound {
		return // the fake leaves the page out and sends the browser on to the client
	}
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request, Status: answer.Code, Header: answer.Header(), Options: options,
	}
	response.SetBodyBytes(answer.Body.Bytes())
	if err := openapi3filter.ValidateResponse(context.Background(), response); err != nil {
		c.note(r, "was answered otherwise", err)
	}
}

func (c *contract) note(r *http.Request, what string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = append(c.broken, fmt.Errorf("%s %s %s: %w", r.Method, r.URL.Path, what, err))
}

func (c *contract) violations() []error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.broken
}
