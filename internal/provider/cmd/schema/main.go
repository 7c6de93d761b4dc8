// Command schema writes the provider's schemas to standard output in the format of `terraform providers schema -json`. make
// generate generates the documentation from them.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/provider/schemajson"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	return schemajson.Write(ctx, os.Stdout, provider.TypeName, serve.NewServer(provider.New("dev")())) //nolint:contextcheck // the server outlives any call
}
