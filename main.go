// Command terraform-provider-billing is a Terraform and OpenTofu provider that
// manages project billing as code.
package main

import (
	"flag"
	"log"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

// version is the release version. The release build sets it.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, and print how to attach Terraform")
	flag.Parse()

	if err := serve.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}
