package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// switchedSite names the campaign in the table.
const switchedSite = "switched site"

// playSwitched runs a campaign that creates its records on one site and then
// points the provider at another company's, which has records with the same
// IDs, numbers, and names. There, each command must fail and must not change
// any record. Back on its own site, the plan is clean and the records can be
// destroyed.
func (c *campaign) playSwitched(ctx context.Context) (result outcome, err error) {
	options := emptySandbox(sandbox.Faults{})
	own, other := c.kind.prepared(options, c.number), c.kind.prepared(options, c.number)
	c.box = own
	server, err := own.Start()
	if err != nil {
		return result, err
	}
	defer server.Close()
	stranger := httptest.NewServer(otherCompany(other))
	defer stranger.Close()

	here := c.kind.configuration(server, c.number, "as created")
	there := strings.ReplaceAll(c.kind.configuration(server, c.number, "as changed"), server.URL(), stranger.URL)
	there = strings.NewReplacer("ws@sandbox", "ws@stranger", `company = "sandbox"`, `company = "stranger"`).Replace(there)
	write := func(text string) error { return c.Write("main.tf", text) }
	if err := write(here); err != nil {
		return result, err
	}
	for _, command := range [][]string{{"init"}, {"apply", "-auto-approve"}} {
		if _, err := c.Run(ctx, command...); err != nil {
			return result, err
		}
	}
	c.kind.copyAsStranger(own, other)
	before := c.kind.records(other)
	if err := write(there); err != nil {
		return result, err
	}
	var unnoticed error
	for _, command := range [][]string{
		{"plan"}, {"apply", "-auto-approve"}, {"apply", "-auto-approve", "-refresh=false"},
		{"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"},
	} {
		_, err := c.Run(ctx, command...)
		_, isExit := errors.AsType[*exec.ExitError](err)
		if err == nil {
			unnoticed = errors.Join(unnoticed, fmt.Errorf("%v did not notice the other site", command))
		} else if !isExit {
			return result, err
		}
	}
	after := c.kind.records(other)
	for id, record := range before {
		if after[id] != record {
			result.strangers++
		}
		delete(after, id)
	}
	result.duplicates = len(after) // created on the other site
	if result.strangers > 0 || result.duplicates > 0 {
		return result, errors.Join(fmt.Errorf("%d strangers changed, %d records created on their site", result.strangers, result.duplicates), unnoticed)
	}

	if err := write(here); err != nil {
		return result, err
	}
	_, result.lost = c.kind.compare(own, c.number, "as created")
	for _, command := range [][]string{{"plan", "-detailed-exitcode"}, {"destroy", "-auto-approve"}} {
		if _, err := c.Run(ctx, command...); err != nil {
			return result, fmt.Errorf("back on its own site: %w", err)
		}
	}
	_, left := c.kind.compare(own, 0, "")
	result.lost += left
	result.applies, result.operations = 1, 2*c.number
	result.requests = len(own.Requests()) + len(other.Requests())
	if result.lost > 0 {
		return result, errors.Join(fmt.Errorf("%d lost", result.lost), unnoticed)
	}
	return result, unnoticed
}

// otherCompany serves a box whose companies in Intacct and Wethod are called
// stranger, because the sandbox itself has only one company.
func otherCompany(box *sandbox.Box) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			body = bytes.ReplaceAll(body, []byte("stranger"), []byte("sandbox"))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		if r.Header.Get("Wethod-Company") == "stranger" {
			r.Header.Set("Wethod-Company", "sandbox")
		}
		box.ServeHTTP(w, r)
	})
}
