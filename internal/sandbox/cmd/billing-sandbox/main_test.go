package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func TestRun_tellsItsAddressAndServesUntilAskedToEnd(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-seed", "empty", "-invoices", "3"}, writer, io.Discard)
		_ = writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	if !lines.Scan() || !regexp.MustCompile(`^listening on http://127\.0\.0\.1:[0-9]+$`).MatchString(lines.Text()) {
		t.Fatalf("the first line is %q", lines.Text())
	}
	address := sandbox.Address(strings.TrimPrefix(lines.Text(), "listening on "))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address.SystemURL("teamwork")+"/invoices.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	sandbox.Authorize(request)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.Header.Get("X-Records") != "3" {
		t.Errorf("%s records, want 3", response.Header.Get("X-Records"))
	}
	end()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
	var variables []string
	var rest strings.Builder
	for lines.Scan() {
		rest.WriteString(lines.Text() + "\n")
		if variable, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			variables = append(variables, variable)
		}
	}
	if !strings.Contains(rest.String(), address.ProviderBlock()) {
		t.Errorf("the provider block is missing:\n%s", rest.String())
	}
	if diff := cmp.Diff(address.Environment(), variables); diff != "" {
		t.Errorf("the variables of the provider differ (-want +got):\n%s", diff)
	}
}

func TestParse_readsEveryFlag(t *testing.T) {
	t.Parallel()
	options, address, err := parse([]string{
		"-addr", "127.0.0.1:8123", "-seed", "empty", "-invoices", "10", "-time-logs", "30", "-templates", "20", "-page-size", "25",
		"-latency", "50ms", "-rate", "150", "-faults", "reset=0.05,status500=0.05,lost=0.02,seed=1",
		"-values", "trim,currency=EUR,soft-delete,forget-page-headers",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := sandbox.Options{
		Seed: sandbox.SeedEmpty, Invoices: 10, TimeLogs: 30, Templates: 20, PageSize: 25, Latency: 50 * time.Millisecond, Rate: 150,
		Faults: sandbox.Faults{Seed: 1, Shares: map[sandbox.FaultKind]float64{
			sandbox.FaultReset: 0.05, sandbox.FaultStatus500: 0.05, sandbox.FaultLost: 0.02,
		}},
		DiscardRequests: true,
		Teamwork: teamwork.Shapes{
			Values:     quirks.Values{Trim: true, OverrideCurrency: "EUR"},
			SoftDelete: true, PageHeaders: teamwork.PageHeadersForgotten,
		},
		Intacct: intacct.Options{Values: quirks.Values{Trim: true, OverrideCurrency: "EUR"}, SoftDelete: true},
		Wethod:  wethod.Options{Shapes: wethod.Shapes{Values: quirks.Values{Trim: true, OverrideCurrency: "EUR"}}},
	}
	if diff := cmp.Diff(want, options); diff != "" || address != "127.0.0.1:8123" {
		t.Errorf("address %s, options differ (-want +got):\n%s", address, diff)
	}
}

func TestParse_defaults(t *testing.T) {
	t.Parallel()
	options, address, err := parse(nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if address != "127.0.0.1:0" || options.Seed != sandbox.SeedDemo || options.PageSize != 50 || options.Rate != 0 {
		t.Errorf("address %s, options %+v", address, options)
	}
}

func TestRun_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ arguments, want string }{
		"another address":        {"-addr 0.0.0.0:0", "loopback"},
		"no address":             {"-addr nonsense", "host:port"},
		"unknown seed":           {"-seed full", "seed"},
		"empty seed":             {"-seed=", "seed"},
		"negative invoices":      {"-invoices -1", "invoices"},
		"negative time logs":     {"-time-logs -1", "time logs"},
		"page size of zero":      {"-page-size 0", "page-size"},
		"latency without a unit": {"-latency 50", "latency"},
		"unknown fault":          {"-faults resets=0.1", "unknown fault"},
		"unknown change":         {"-values trimmed", "-values: unknown part"},
		"unknown flag":           {"-port 80", "port"},
		"arguments":              {"demo", "only flags are accepted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), strings.Fields(test.arguments), io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestRun_helpIsNoError(t *testing.T) {
	t.Parallel()
	var usage strings.Builder
	if err := run(t.Context(), []string{"-h"}, io.Discard, &usage); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"-faults", "-values", "forget-page-headers"} {
		if !strings.Contains(usage.String(), want) {
			t.Errorf("the usage does not tell of %s: %s", want, usage.String())
		}
	}
}
