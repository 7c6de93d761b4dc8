package provider

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// positiveDuration accepts Go durations greater than zero, such as 30s.
func positiveDuration() validator.String {
	return customtypes.Checked{Summary: "Invalid duration", Rule: "a duration greater than zero, such as 30s or 2m", Check: func(text string) error {
		_, err := parseDuration(text)
		return err
	}}
}

// parseDuration parses a duration greater than zero.
func parseDuration(text string) (time.Duration, error) {
	duration, err := time.ParseDuration(text)
	if err != nil || duration <= 0 {
		return 0, fmt.Errorf("%q is not a duration greater than zero. Write a number and a unit, for example \"30s\" or \"2m\"", text)
	}
	return duration, nil
}
