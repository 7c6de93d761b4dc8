package schemajson

import (
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// schema converts a schema with its version.
func schema(from *tfprotov6.Schema) (*tfjson.Schema, error) {
	b, err := block(from.Block)
	if err != nil {
		return nil, err
	}
	return &tfjson.Schema{Version: uint64(max(from.Version, 0)), Block: b}, nil
}

// actionSchema converts the schema of an action, which has no version because actions have no state.
func actionSchema(from *tfprotov6.ActionSchema) (*tfjson.ActionSchema, error) {
	b, err := block(from.Schema.Block)
	if err != nil {
		return nil, err
	}
	return &tfjson.ActionSchema{Block: b}, nil
}

// identitySchema converts the schema of a resource's identity.
func identitySchema(from *tfprotov6.ResourceIdentitySchema) (*tfjson.IdentitySchema, error) {
	identity := &tfjson.IdentitySchema{
		Version:    uint64(max(from.Version, 0)),
		Attributes: make(map[string]*tfjson.IdentityAttribute, len(from.IdentityAttributes)),
	}
	for _, a := range from.IdentityAttributes {
		t, err := valueType(a.Type)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
		identity.Attributes[a.Name] = &tfjson.IdentityAttribute{
			IdentityType:      t,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return identity, nil
}

// block converts a block and everything in it. A missing block becomes an empty one, as in the command-line interface.
func block(from *tfprotov6.SchemaBlock) (*tfjson.SchemaBlock, error) {
	if from == nil {
		return &tfjson.SchemaBlock{}, nil
	}
	attributes, err := attributes(from.Attributes)
	if err != nil {
		return nil, err
	}
	b := &tfjson.SchemaBlock{
		Attributes:      attributes,
		Description:     from.Description,
		DescriptionKind: descriptionKind(from.DescriptionKind),
		Deprecated:      from.Deprecated,
	}
	for _, nested := range from.BlockTypes {
		if b.NestedBlocks == nil {
			b.NestedBlocks = make(map[string]*tfjson.SchemaBlockType, len(from.BlockTypes))
		}
		if b.NestedBlocks[nested.TypeName], err = nestedBlock(nested); err != nil {
			return nil, fmt.Errorf("%s: %w", nested.TypeName, err)
		}
	}
	return b, nil
}

// nestedBlock converts a block inside a block.
func nestedBlock(from *tfprotov6.SchemaNestedBlock) (*tfjson.SchemaBlockType, error) {
	b, err := block(from.Block)
	if err != nil {
		return nil, err
	}
	modes := map[tfprotov6.SchemaNestedBlockNestingMode]tfjson.SchemaNestingMode{
		tfprotov6.SchemaNestedBlockNestingModeSingle: tfjson.SchemaNestingModeSingle,
		tfprotov6.SchemaNestedBlockNestingModeGroup:  tfjson.SchemaNestingModeGroup,
		tfprotov6.SchemaNestedBlockNestingModeList:   tfjson.SchemaNestingModeList,
		tfprotov6.SchemaNestedBlockNestingModeSet:    tfjson.SchemaNestingModeSet,
		tfprotov6.SchemaNestedBlockNestingModeMap:    tfjson.SchemaNestingModeMap,
	}
	mode, known := modes[from.Nesting]
	if !known {
		return nil, fmt.Errorf("unknown nesting mode %s", from.Nesting)
	}
	return &tfjson.SchemaBlockType{
		NestingMode: mode,
		Block:       b,
		MinItems:    uint64(max(from.MinItems, 0)),
		MaxItems:    uint64(max(from.MaxItems, 0)),
	}, nil
}

// attributes converts the attributes of a block or of a nested attribute. It returns nil if there are none.
func attributes(all []*tfprotov6.SchemaAttribute) (map[string]*tfjson.SchemaAttribute, error) {
	if len(all) == 0 {
		return nil, nil // No attributes is a valid result: the member is omitted.
	}
	converted := make(map[string]*tfjson.SchemaAttribute, len(all))
	for _, from := range all {
		to, err := attribute(from)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", from.Name, err)
		}
		converted[from.Name] = to
	}
	return converted, nil
}

// attribute converts one attribute, which has either a type or attributes of its own.
func attribute(from *tfprotov6.SchemaAttribute) (*tfjson.SchemaAttribute, error) {
	to := &tfjson.SchemaAttribute{
		Description:     from.Description,
		DescriptionKind: descriptionKind(from.DescriptionKind),
		Deprecated:      from.Deprecated,
		Required:        from.Required,
		Optional:        from.Optional,
		Computed:        from.Computed,
		Sensitive:       from.Sensitive,
		WriteOnly:       from.WriteOnly,
	}
	var err error
	if from.NestedType != nil {
		to.AttributeNestedType, err = nestedType(from.NestedType)
	} else {
		to.AttributeType, err = valueType(from.Type)
	}
	return to, err
}

// nestedType converts the content of a nested attribute.
func nestedType(from *tfprotov6.SchemaObject) (*tfjson.SchemaNestedAttributeType, error) {
	modes := map[tfprotov6.SchemaObjectNestingMode]tfjson.SchemaNestingMode{
		tfprotov6.SchemaObjectNestingModeSingle: tfjson.SchemaNestingModeSingle,
		tfprotov6.SchemaObjectNestingModeList:   tfjson.SchemaNestingModeList,
		tfprotov6.SchemaObjectNestingModeSet:    tfjson.SchemaNestingModeSet,
		tfprotov6.SchemaObjectNestingModeMap:    tfjson.SchemaNestingModeMap,
	}
	mode, known := modes[from.Nesting]
	if !known {
		return nil, fmt.Errorf("unknown nesting mode %s", from.Nesting)
	}
	attributes, err := attributes(from.Attributes)
	if err != nil {
		return nil, err
	}
	return &tfjson.SchemaNestedAttributeType{Attributes: attributes, NestingMode: mode}, nil
}

// descriptionKind converts the kind of a description.
func descriptionKind(kind tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if kind == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}
	return tfjson.SchemaDescriptionKindPlain
}
