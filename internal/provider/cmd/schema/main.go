// Command schema writes the provider's schemas to standard output in the form of `terraform providers schema -json`.
// The documentation is generated from them (make generate).
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/provider/schemajson"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return err
	}
	return schemajson.Write(ctx, os.Stdout, provider.TypeName, server)
}
