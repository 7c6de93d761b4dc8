package finalvalue

import (
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/vmihailenco/msgpack/v5"
)

// encode writes a model value in the format of Terraform's protocol: attr.Value
// of a scalar kind, structs with tfsdk tags, slices of either, maps of texts,
// and pointers to texts; nil is null.
func encode(encoder *msgpack.Encoder, value reflect.Value) error {
	if scalar, isScalar := reflect.TypeAssert[attr.Value](value); isScalar {
		return encodeScalar(encoder, scalar)
	}
	switch value.Kind() {
	case reflect.Slice:
		return encodeList(encoder, value)
	case reflect.Struct:
		return encodeObject(encoder, value)
	case reflect.Map:
		return encodeMap(encoder, value)
	case reflect.Pointer:
		if value.IsNil() {
			return encoder.EncodeNil()
		}
		return encode(encoder, value.Elem())
	case reflect.String:
		return encoder.EncodeString(value.String())
	default:
		return fmt.Errorf("a %s cannot be encoded in Terraform's protocol", value.Type())
	}
}

func encodeScalar(encoder *msgpack.Encoder, scalar attr.Value) error {
	if scalar.IsNull() || scalar.IsUnknown() { // values that were read are never unknown
		return encoder.EncodeNil()
	}
	switch known := scalar.(type) {
	case types.String:
		return encoder.EncodeString(known.ValueString())
	case types.Int64:
		return encoder.EncodeInt(known.ValueInt64())
	case types.Bool:
		return encoder.EncodeBool(known.ValueBool())
	case interface{ ValueString() string }: // a custom type of texts
		return encoder.EncodeString(known.ValueString())
	default:
		return fmt.Errorf("a %T cannot be encoded in Terraform's protocol", scalar)
	}
}

func encodeList(encoder *msgpack.Encoder, list reflect.Value) error {
	if list.IsNil() {
		return encoder.EncodeNil()
	}
	err := encoder.EncodeArrayLen(list.Len())
	for i := 0; i < list.Len() && err == nil; i++ {
		err = encode(encoder, list.Index(i))
	}
	return err
}

func encodeMap(encoder *msgpack.Encoder, entries reflect.Value) error {
	if entries.IsNil() {
		return encoder.EncodeNil()
	}
	err := encoder.EncodeMapLen(entries.Len())
	for _, key := range entries.MapKeys() {
		if err == nil {
			err = encoder.EncodeString(key.String())
		}
		if err == nil {
			err = encode(encoder, entries.MapIndex(key))
		}
	}
	return err
}

func encodeObject(encoder *msgpack.Encoder, object reflect.Value) error {
	fields := fieldsOf(object.Type(), nil)
	err := encoder.EncodeMapLen(len(fields))
	for _, field := range fields {
		if err == nil {
			err = encoder.EncodeString(field.name)
		}
		if err == nil {
			err = encode(encoder, object.FieldByIndex(field.index))
		}
	}
	return err
}

// field is a field of a model and its attribute.
type field struct {
	name  string
	index []int
}

// fieldsOf returns the fields of a model, including those of embedded models.
func fieldsOf(model reflect.Type, within []int) []field {
	var fields []field
	for i := range model.NumField() {
		each := model.Field(i)
		index := append(append([]int{}, within...), i)
		name := each.Tag.Get("tfsdk")
		switch {
		case each.Anonymous && name == "":
			fields = append(fields, fieldsOf(each.Type, index)...)
		case name != "" && name != "-":
			fields = append(fields, field{name: name, index: index})
		}
	}
	return fields
}
