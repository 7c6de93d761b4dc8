package acceptance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

// The location of the tests' invoice: a project of the sandbox's seed, and the
// ID that the sandbox assigns to the first invoice created after the seed.
const (
	address = "billing_teamwork_invoice.test"
	project = 1149
	firstID = 99
)

// site is an emulated Teamwork site for a single test.
type site struct {
	*sandbox.Box
	sandbox.Address
	baseURL string
	before  map[int]bool // IDs of the initial invoices
}

func newSite(t *testing.T) *site {
	t.Helper()
	return newSiteWith(t, sandbox.Options{})
}

func newSiteWith(t *testing.T, options sandbox.Options) *site {
	t.Helper()
	box := sandbox.New(options)
	address := box.StartTest(t).Address
	s := &site{Box: box, Address: address, baseURL: address.SystemURL("teamwork"), before: map[int]bool{}}
	for _, invoice := range box.Teamwork().Invoices() {
		s.before[invoice.ID] = true
	}
	return s
}

// config returns a complete configuration: a provider for this site that
// neither limits itself nor waits long, and the given blocks.
func (s *site) config(blocks ...string) string {
	return s.configWith("max_retries = 1", blocks...)
}

// configWith is like config, with additional lines in the provider block.
func (s *site) configWith(settings string, blocks ...string) string {
	return "provider \"billing\" {\n  " + settings + "\n" + s.Block("teamwork", "requests_per_minute = 0") + "}\n\n" + strings.Join(blocks, "\n")
}

// values are attributes of a block, as HCL expressions.
type values map[string]string

// block renders a block, with its attributes ordered by name.
func block(header string, attributes values) string {
	var text strings.Builder
	text.WriteString(header + " {\n")
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if attributes[name] == "" {
			continue
		}
		fmt.Fprintf(&text, "  %s = %s\n", name, attributes[name])
	}
	return text.String() + "}\n"
}

// invoice renders the resource at address with the required values of an
// invoice, without protection, which has its own tests, and with the given
// values in addition or instead. A value of "" omits the attribute.
func invoice(changes values) string { return invoiceNamed("test", changes) }

func invoiceNamed(name string, changes values) string {
	attributes := values{"project_id": "1149", "number": `"T-1"`, "display_date": `"2026-01-31"`, "protect_completed": "false"}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource \"billing_teamwork_invoice\" %q", name), attributes)
}

// test runs the steps with the provider inside this process, in parallel with
// other tests. Regardless of the steps, the final destroy leaves nothing behind
// that the provider has created.
func (s *site) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			if left := s.created(); len(left) > 0 {
				return fmt.Errorf("after the destroy, the site still has %d invoices of the provider: %+v", len(left), left)
			}
			return nil
		},
	})
}

func inProcess() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		provider.TypeName: func() (tfprotov6.ProviderServer, error) { return serve.NewServer(provider.New("test")()), nil },
	}
}

// created lists the invoices that the provider has created and not deleted.
func (s *site) created() []teamwork.Invoice {
	return slices.DeleteFunc(s.Teamwork().Invoices(), func(invoice teamwork.Invoice) bool {
		return s.before[invoice.ID] || invoice.CreatedBy.ID != credentialsUser
	})
}

// credentialsUser is the ID of the user that the provider acts as.
const credentialsUser = 414

// hasCreated checks the number of created invoices.
func (s *site) hasCreated(want int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if found := s.created(); len(found) != want {
			return fmt.Errorf("the site has %d invoices of the provider, want %d: %+v", len(found), want, found)
		}
		return nil
	}
}

// edit changes an invoice in the site's own screens.
func (s *site) edit(id int, change func(*teamwork.Invoice)) func() {
	return func() { s.Teamwork().UpdateInvoice(id, change) }
}

// requests lists the requests since the last reset, as in "GET /invoices/49.json".
func (s *site) requests() []string {
	lines := []string{}
	for _, request := range s.Requests() {
		line := request.Method + " " + request.Path
		if request.RawQuery != "" {
			line += "?" + request.RawQuery
		}
		lines = append(lines, line)
	}
	return lines
}

// writes lists the requests that change something.
func (s *site) writes() []string {
	return slices.DeleteFunc(s.requests(), func(line string) bool { return strings.HasPrefix(line, "GET ") })
}

// wrote checks that these requests, in this order, are the ones that changed
// something since the last reset.
func (s *site) wrote(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(append([]string{}, want...), s.writes()); diff != "" {
			return fmt.Errorf("writes differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// all combines checks of one step.
func all(checks ...resource.TestCheckFunc) resource.TestCheckFunc {
	return resource.ComposeAggregateTestCheckFunc(checks...)
}
