// Package protocol speaks Terraform's own protocol to the provider, against
// the sandbox: list resources, actions and identities need newer
// command-line interfaces than many machines have, and are proven here
// whichever of them is installed, or none.
package protocol
