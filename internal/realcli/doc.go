// Package realcli sets the stage for the real command-line interface: it finds
// Terraform or OpenTofu, builds a provider of this checkout into a mirror that
// the interface installs it from, keeps the caller's own settings away, and
// runs the sandbox as a process beside it. The demo and the benchmark play on
// that stage; both have to be started from the root of the repository.
package realcli
