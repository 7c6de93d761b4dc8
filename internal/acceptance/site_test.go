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

// Where the tests' invoice lives: a project of the sandbox's seed, and the id
// that the sandbox gives to the first invoice created after the seed.
const (
	address = "billing_teamwork_invoice.test"
	project = 1149
	firstID = 99
)

// site is an emulated Teamwork site that a test has to itself.
type site struct {
	*sandbox.Box
	sandbox.Address
	baseURL string
	before  map[int]bool // ids of the invoices that were there from the start
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

// config is a whole configuration: a provider for this site that neither
// limits itself nor waits long, and the given blocks.
func (s *site) config(blocks ...string) string {
	return s.configWith("max_retries = 1", blocks...)
}

// configWith is config with further lines of the provider block.
func (s *site) configWith(settings string, blocks ...string) string {
	return "provider \"billing\" {\n  " + settings + "\n" + s.Block("teamwork", "requests_per_minute = 0") + "}\n\n" + strings.Join(blocks, "\n")
}

// values are attributes of a block, as HCL expressions.
type values map[string]string

// block renders a block, its attributes in order of their names.
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

// invoice renders the resource at address: what every invoice needs, no
// protection, which tests of its own are about, and the given values in addition
// or instead. A value of "" leaves the attribute out.
func invoice(changes values) string { return invoiceNamed("test", changes) }

func invoiceNamed(name string, changes values) string {
	attributes := values{"project_id": "1149", "number": `"T-1"`, "display_date": `"2026-01-31"`, "protect_completed": "false"}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource \"billing_teamwork_invoice\" %q", name), attributes)
}

// test runs the steps with the provider inside this process, side by side with
// other tests. Whatever happened in the steps, the final destroy leaves
// nothing behind that the provider has made.
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

// created lists the invoices that the provider has made and not deleted.
func (s *site) created() []teamwork.Invoice {
	return slices.DeleteFunc(s.Teamwork().Invoices(), func(invoice teamwork.Invoice) bool {
		return s.before[invoice.ID] || invoice.CreatedBy.ID != credentialsUser
	})
}

// credentialsUser is the id of the user whose credentials the provider has.
const credentialsUser = 414

// hasCreated checks how many of them there are.
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

// writes lists those of the requests that change something.
func (s *site) writes() []string {
	return slices.DeleteFunc(s.requests(), func(line string) bool { return strings.HasPrefix(line, "GET ") })
}

// wrote checks that the requests which changed something since the last reset
// are these, in this order.
func (s *site) wrote(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(append([]string{}, want...), s.writes()); diff != "" {
			return fmt.Errorf("writes differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// all joins checks of one step.
func all(checks ...resource.TestCheckFunc) resource.TestCheckFunc {
	return resource.ComposeAggregateTestCheckFunc(checks...)
}
