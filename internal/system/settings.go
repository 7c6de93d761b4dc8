package system

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Settings reads one system's configuration: each value from the provider block
// or, if it is not set there, from an environment variable. It collects
// unknown, missing and invalid values instead of failing, because a system that
// is not used does not have to be configured.
type Settings struct {
	name, title string
	block       path.Path
	values      map[string]attr.Value
	environment func(string) string

	unknown []string // attributes whose values are not known yet
	missing []Setting
	refused []string         // attributes with an invalid value, which are not missing
	wrong   diag.Diagnostics // mistakes in the provider block
	unfit   diag.Diagnostics // mistakes that matter only once the system is used
}

// Setting is a value that a system requires.
type Setting struct {
	Attribute string // such as base_url
	Variable  string // the environment variable to use instead
	Example   string // an HCL expression
}

// NewSettings reads the nested object block of the system called name.
// environment is os.Getenv, or a test's own function.
func NewSettings(name, title string, block types.Object, environment func(string) string) *Settings {
	settings := &Settings{
		name:        name,
		title:       title,
		block:       path.Root(name),
		values:      block.Attributes(),
		environment: environment,
	}
	if block.IsUnknown() {
		settings.unknown = append(settings.unknown, name)
	}
	return settings
}

// InBlock reports whether the provider block itself sets the attribute, to a
// known or an unknown value. The empty string counts as not set.
func (s *Settings) InBlock(attribute string) bool {
	value, ok := s.values[attribute]
	if !ok || value.IsNull() {
		return false
	}
	text, isText := value.(types.String)
	return !isText || text.IsUnknown() || text.ValueString() != ""
}

// Text returns the value of a string attribute, or else of the environment
// variable (if one is named), or else fallback. It is "" if there is none or it
// is not known yet.
func (s *Settings) Text(attribute, variable, fallback string) string {
	if s.InBlock(attribute) {
		text, _ := s.values[attribute].(types.String)
		if text.IsUnknown() {
			s.unknown = append(s.unknown, s.name+"."+attribute)
			return ""
		}
		return text.ValueString()
	}
	if variable != "" {
		if value := s.environment(variable); value != "" {
			return value
		}
	}
	return fallback
}

// Number returns the value of an integer attribute, or else fallback. It also
// returns fallback for an unknown value: the numbers are limits, which are not
// worth waiting for.
func (s *Settings) Number(attribute string, fallback int) int {
	number, ok := s.values[attribute].(types.Int64)
	if !ok || number.IsNull() || number.IsUnknown() {
		return fallback
	}
	return int(number.ValueInt64())
}

// Reads returns the value of the attribute reads. An unknown value counts as
// the default: it only changes how many requests are sent.
func (s *Settings) Reads() reads.Mode {
	text, _ := s.values["reads"].(types.String)
	return readsModes()[text.ValueString()]
}

// readsModes returns the values of the attribute reads.
func readsModes() map[string]reads.Mode {
	return map[string]reads.Mode{"auto": reads.Auto, "list": reads.List, "single": reads.Single}
}

// BaseURL returns the system's address, checked. It is nil if the address is
// missing or invalid, which BaseURL then reports.
func (s *Settings) BaseURL(setting Setting, fallback string) *url.URL {
	text := s.Text(setting.Attribute, setting.Variable, fallback)
	if text == "" {
		s.Require(setting)
		return nil
	}
	address, err := transport.ParseBaseURL(text)
	if err != nil {
		s.Refuse(setting, err)
		return nil
	}
	return address
}

// Credential returns a secret that is sent in a header, checked for characters
// that a header cannot carry. It is "" if the secret is missing or invalid,
// which Credential then reports.
func (s *Settings) Credential(setting Setting) string {
	value := s.Text(setting.Attribute, setting.Variable, "")
	if err := transport.CheckCredential(value); err != nil {
		s.Refuse(setting, err)
		return ""
	}
	return value
}

// Require reports that a required value is missing, unless it is only not known
// yet, or has been refused.
func (s *Settings) Require(setting Setting) {
	if !s.isUnknown(setting.Attribute) && !slices.Contains(s.refused, setting.Attribute) {
		s.missing = append(s.missing, setting)
	}
}

// Refuse reports an invalid value. A value from the provider block is a mistake
// in the configuration. A value from the environment matters only when the
// system is used.
func (s *Settings) Refuse(setting Setting, reason error) {
	s.refused = append(s.refused, setting.Attribute)
	if s.InBlock(setting.Attribute) {
		s.wrong.AddAttributeError(s.block.AtName(setting.Attribute),
			fmt.Sprintf("Invalid %s.%s", s.name, setting.Attribute),
			sentence(fmt.Sprintf("The value of %s.%s cannot be used: %s", s.name, setting.Attribute, reason)))
		return
	}
	s.unfit.AddError(
		fmt.Sprintf("Invalid environment variable %s", setting.Variable),
		sentence(fmt.Sprintf("%s (for %s.%s): %s",
			setting.Variable, s.name, setting.Attribute, reason)))
}

// Conflict reports that two values cannot be combined.
func (s *Settings) Conflict(first, second Setting) {
	s.unfit.AddError(
		fmt.Sprintf("%s is configured twice", s.title),
		fmt.Sprintf("Both %s and %s are set, but only one can be used. Unset one of them, or set %s.%s or %s.%s in the provider block.",
			first.Variable, second.Variable, s.name, first.Attribute, s.name, second.Attribute))
}

func (s *Settings) isUnknown(attribute string) bool {
	for _, unknown := range s.unknown {
		if unknown == s.name || unknown == s.name+"."+attribute {
			return true
		}
	}
	return false
}

// isReady reports whether the settings are complete.
func (s *Settings) isReady() bool {
	return len(s.unknown) == 0 && len(s.missing) == 0 && !s.wrong.HasError() && !s.unfit.HasError()
}

// notConfigured returns the error for a resource whose system lacks a value. It
// names each attribute, its environment variable and an example.
func (s *Settings) notConfigured() diag.Diagnostics {
	var diags diag.Diagnostics
	diags.Append(s.unfit...)
	if len(s.missing) == 0 {
		return diags
	}
	var attributes, variables, values []string
	for _, setting := range s.missing {
		attributes = append(attributes, s.name+"."+setting.Attribute)
		variables = append(variables, setting.Variable)
		values = append(values, setting.Attribute+" = "+setting.Example)
	}
	plural := ""
	if len(variables) > 1 {
		plural = "s"
	}
	diags.AddError(
		s.title+" is not configured",
		fmt.Sprintf("%s needs %s. Set the environment variable%s %s, or add to the provider block:\n\n  %s = { %s }",
			s.title, enumerated(attributes), plural, enumerated(variables), s.name, strings.Join(values, ", ")))
	return diags
}

// enumerated joins words, as in "a, b and c".
func enumerated(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func sentence(text string) string {
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
