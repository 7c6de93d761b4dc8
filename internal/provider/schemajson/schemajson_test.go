package schemajson_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/projectbilling/terraform-provider-billing/internal/provider/schemajson"
)

// offers is a provider whose schemas are the only thing in use.
type offers struct {
	tfprotov6.ProviderServer
	schemas       tfprotov6.GetProviderSchemaResponse
	schemasErr    error
	identities    tfprotov6.GetResourceIdentitySchemasResponse
	identitiesErr error
}

func (o offers) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &o.schemas, o.schemasErr
}

func (o offers) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &o.identities, o.identitiesErr
}

// everything offers one of each kind of type, which together contain each kind of attribute, block and value.
func everything() offers {
	id := &tfprotov6.SchemaAttribute{Name: "id", Type: tftypes.String, Computed: true, Description: "The id."}
	return offers{
		schemas: tfprotov6.GetProviderSchemaResponse{
			Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
				Description:     "A **provider**.",
				DescriptionKind: tfprotov6.StringKindMarkdown,
				Attributes: []*tfprotov6.SchemaAttribute{{
					Name:     "system",
					Optional: true,
					NestedType: &tfprotov6.SchemaObject{
						Nesting: tfprotov6.SchemaObjectNestingModeSingle,
						Attributes: []*tfprotov6.SchemaAttribute{
							{Name: "token", Type: tftypes.String, Optional: true, Sensitive: true},
							{Name: "password", Type: tftypes.String, Optional: true, WriteOnly: true, Deprecated: true},
						},
					},
				}},
			}},
			ResourceSchemas: map[string]*tfprotov6.Schema{"fake_thing": {
				Version: 2,
				Block: &tfprotov6.SchemaBlock{
					Deprecated: true,
					Attributes: []*tfprotov6.SchemaAttribute{
						id,
						{Name: "lines", Required: true, NestedType: &tfprotov6.SchemaObject{
							Nesting:    tfprotov6.SchemaObjectNestingModeSet,
							Attributes: []*tfprotov6.SchemaAttribute{id},
						}},
						{Name: "members", Optional: true, Computed: true, Type: tftypes.Object{AttributeTypes: map[string]tftypes.Type{
							"numbers": tftypes.List{ElementType: tftypes.Number},
							"flags":   tftypes.Set{ElementType: tftypes.Bool},
							"any":     tftypes.Map{ElementType: tftypes.DynamicPseudoType},
							"pair":    tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Number}},
						}}},
					},
					BlockTypes: []*tfprotov6.SchemaNestedBlock{{
						TypeName: "part",
						Nesting:  tfprotov6.SchemaNestedBlockNestingModeList,
						MinItems: 1,
						MaxItems: 3,
						Block:    &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{id}},
					}},
				},
			}},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"fake_things": {Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{id}}}},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"fake_token": {Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{id}}}},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"fake_thing": {}},
			ActionSchemas:            map[string]*tfprotov6.ActionSchema{"fake_send": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Description: "Sends."}}}},
		},
		identities: tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"fake_thing": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "The id."},
					{Name: "host", Type: tftypes.String, OptionalForImport: true},
				},
			}},
		},
	}
}

const everythingAsJSON = `{
  "format_version": "1.0",
  "provider_schemas": {
    "registry.terraform.io/hashicorp/fake": {
      "provider": {
        "version": 0,
        "block": {
          "attributes": {
            "system": {
              "nested_type": {
                "attributes": {
                  "password": {"type": "string", "description_kind": "plain", "deprecated": true, "optional": true, "write_only": true},
                  "token": {"type": "string", "description_kind": "plain", "optional": true, "sensitive": true}
                },
                "nesting_mode": "single"
              },
              "description_kind": "plain",
              "optional": true
            }
          },
          "description": "A **provider**.",
          "description_kind": "markdown"
        }
      },
      "resource_schemas": {
        "fake_thing": {
          "version": 2,
          "block": {
            "attributes": {
              "id": {"type": "string", "description": "The id.", "description_kind": "plain", "computed": true},
              "lines": {
                "nested_type": {
                  "attributes": {"id": {"type": "string", "description": "The id.", "description_kind": "plain", "computed": true}},
                  "nesting_mode": "set"
                },
                "description_kind": "plain",
                "required": true
              },
              "members": {
                "type": ["object", {
                  "any": ["map", "dynamic"],
                  "flags": ["set", "bool"],
                  "numbers": ["list", "number"],
                  "pair": ["tuple", ["string", "number"]]
                }],
                "description_kind": "plain",
                "optional": true,
                "computed": true
              }
            },
            "block_types": {
              "part": {
                "nesting_mode": "list",
                "block": {
                  "attributes": {"id": {"type": "string", "description": "The id.", "description_kind": "plain", "computed": true}},
                  "description_kind": "plain"
                },
                "min_items": 1,
                "max_items": 3
              }
            },
            "description_kind": "plain",
            "deprecated": true
          }
        }
      },
      "data_source_schemas": {
        "fake_things": {
          "version": 0,
          "block": {
            "attributes": {"id": {"type": "string", "description": "The id.", "description_kind": "plain", "computed": true}},
            "description_kind": "plain"
          }
        }
      },
      "ephemeral_resource_schemas": {
        "fake_token": {
          "version": 0,
          "block": {
            "attributes": {"id": {"type": "string", "description": "The id.", "description_kind": "plain", "computed": true}},
            "description_kind": "plain"
          }
        }
      },
      "list_resource_schemas": {"fake_thing": {"version": 0, "block": {}}},
      "action_schemas": {"fake_send": {"block": {"description": "Sends.", "description_kind": "plain"}}},
      "resource_identity_schemas": {
        "fake_thing": {
          "version": 1,
          "attributes": {
            "host": {"type": "string", "optional_for_import": true},
            "id": {"type": "string", "description": "The id.", "required_for_import": true}
          }
        }
      }
    }
  }
}`

func TestWrite_everyKindOfSchemaIsDescribed(t *testing.T) {
	t.Parallel()

	var written bytes.Buffer
	if err := schemajson.Write(t.Context(), &written, "fake", everything()); err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(written.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(everythingAsJSON), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written schemas (-want +got):\n%s", diff)
	}
}

func TestWrite_isReadAsTheSameSchemas(t *testing.T) {
	t.Parallel()

	var written bytes.Buffer
	if err := schemajson.Write(t.Context(), &written, "fake", everything()); err != nil {
		t.Fatal(err)
	}
	var read tfjson.ProviderSchemas // Its decoder also checks the version of the format.
	if err := json.Unmarshal(written.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	described, err := schemajson.Describe(t.Context(), "fake", everything())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(described, &read, cmp.Comparer(cty.Type.Equals)); diff != "" {
		t.Errorf("schemas after writing and reading (-written +read):\n%s", diff)
	}
}

func TestDescribe_whatCannotBeDescribedIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()

	attribute := func(a tfprotov6.SchemaAttribute) map[string]*tfprotov6.Schema {
		a.Name = "odd"
		return map[string]*tfprotov6.Schema{"fake_thing": {Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{&a}}}}
	}
	refused := []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Mind"},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Refused", Detail: "Not today."},
	}
	for name, test := range map[string]struct {
		offered offers
		want    string
	}{
		"no answer":               {offers{schemasErr: errors.New("gone")}, "get the provider's schemas: gone"},
		"refused":                 {offers{schemas: tfprotov6.GetProviderSchemaResponse{Diagnostics: refused}}, "get the provider's schemas: Refused: Not today."},
		"no answer on identities": {offers{identitiesErr: errors.New("gone")}, "get the provider's identity schemas: gone"},
		"refused identities": {
			offers{identities: tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: refused}},
			"get the provider's identity schemas: Refused: Not today.",
		},
		"attribute without a type": {
			offers{schemas: tfprotov6.GetProviderSchemaResponse{ResourceSchemas: attribute(tfprotov6.SchemaAttribute{})}},
			"resource fake_thing: odd: no type",
		},
		"nested attribute of no mode": {
			offers{schemas: tfprotov6.GetProviderSchemaResponse{ListResourceSchemas: attribute(tfprotov6.SchemaAttribute{NestedType: &tfprotov6.SchemaObject{}})}},
			"list resource fake_thing: odd: unknown nesting mode INVALID",
		},
		"function": {
			offers{schemas: tfprotov6.GetProviderSchemaResponse{Functions: map[string]*tfprotov6.Function{"f": {}}}},
			"does not support yet",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := schemajson.Describe(t.Context(), "fake", test.offered)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}
