// Command terraform-provider-billing is a Terraform and OpenTofu provider that
// makes project billing declarative.
package main

import (
	"flag"
	"log"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, and print how Terraform can attach")
	flag.Parse()

	if err := serve.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}
