package provider

import (
	"github.com/projectbilling/terraform-provider-billing/internal/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod"
)

// systems is the registry: a new system is one folder and one line here.
func systems() []system.System {
	return []system.System{
		teamwork.System(),
		intacct.System(),
		wethod.System(),
	}
}
