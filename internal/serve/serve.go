// Package serve runs a provider as the process that Terraform talks to. It does
// what the framework's own providerserver.Serve does, with less overhead: a run
// of thousands of resources is mostly calls of the plugin protocol.
package serve

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
)

// address is the provider's address in a registry.
const address = "registry.terraform.io/projectbilling/billing"

// garbagePercent is by how much the heap can grow before a collection. A call
// keeps little (see callContext) and discards much: collecting at Go's default
// of 100 % takes a quarter of the provider's processor time and saves only a
// few megabytes.
const garbagePercent = 400

// softMemoryLimit is the heap size in bytes above which Go collects more often.
// It is far above the heap of a small run, which it never slows, and close to
// the remaining heap of a run with three lists of 5,000 records.
const softMemoryLimit = 192 << 20

// Serve serves a provider until Terraform ends the process. With isDebugged, it
// serves until it is interrupted, and prints how to attach Terraform.
func Serve(newProvider func() provider.Provider, isDebugged bool) error {
	isQuiet, err := quietSDK(os.Environ(), os.Setenv)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemoryLimit)
	}
	var options []tf6server.ServeOpt
	if isDebugged {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer {
		return newServer(newProvider(), isQuiet)
	}, options...)
}

// NewServer returns the server of a provider for callers in the same process,
// as Terraform talks to it.
func NewServer(provider provider.Provider) tfprotov6.ProviderServer {
	return newServer(provider, false)
}

// server is everything that the framework serves.
type server = linearset.Inner

// newServer returns the framework's server with the wrappers of this package.
// If there is a log, requests that several calls share may write to it after
// the call that sent them is over, so no context is released.
func newServer(provider provider.Provider, isQuiet bool) tfprotov6.ProviderServer {
	framework := providerserver.NewProtocol6(provider)()
	full, isWhole := framework.(server)
	if !isWhole {
		return framework
	}
	return newInterruptible(linearset.NewServer(context.Background(), provider, newUnknownParents(longLists{server: full})), isQuiet)
}
