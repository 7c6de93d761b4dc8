// Package serve runs a provider as the process that Terraform talks to. It does
// what the framework's own providerserver.Serve does, and less of what nobody
// asked for: a run of thousands of resources is mostly calls of the plugin
// protocol.
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

// address is the provider's, as a registry knows it.
const address = "registry.terraform.io/projectbilling/billing"

// garbagePercent is by how much the heap may grow before it is collected. What
// stays of a call is little (see callContext) and what it throws away is much:
// collecting at Go's own 100 % takes a quarter of the provider's processor time,
// and saves few megabytes.
const garbagePercent = 400

// softMemoryLimit is from how many bytes on it is collected more often than that:
// far above what a small run takes, and so never slowing one, and about what is
// left of the heap of a run with three lists of 5,000 records.
const softMemoryLimit = 192 << 20

// Serve serves a provider until Terraform ends the process; with isDebugged,
// until it is interrupted, and it prints how Terraform can attach.
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

// NewServer makes the server of a provider as Terraform talks to it, for callers
// in the same process.
func NewServer(provider provider.Provider) tfprotov6.ProviderServer {
	return newServer(provider, false)
}

// server is all that the framework serves.
type server = linearset.Inner

// newServer is the framework's server, with what it leaves to be done around it.
// Where there is a log, requests that several calls share may write to it when
// the call that sent them is over, so nothing is forgotten then.
func newServer(provider provider.Provider, isQuiet bool) tfprotov6.ProviderServer {
	framework := providerserver.NewProtocol6(provider)()
	full, isWhole := framework.(server)
	if !isWhole {
		return framework
	}
	return newInterruptible(linearset.NewServer(context.Background(), provider, newUnknownParents(longLists{server: full})), isQuiet)
}
