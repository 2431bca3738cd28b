package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// fieldsText is a part of a record as a file is to have it: fields in the order of the
// definition, without those that are empty.
func fieldsText(part any) (yamledit.Mapping, error) {
	value, err := textOf(part)
	m, _ := value.(yamledit.Mapping)
	return m, err
}

// namedText is a list whose entries have names.
func namedText(part any) (*yamledit.List, error) {
	value, err := textOf(part)
	list, ok := value.(*yamledit.List)
	if !ok && err == nil {
		return nil, errValue
	}
	if ok {
		list.Keys = []string{"name"}
	}
	return list, err
}

var errValue = errors.New("it is not what a record holds")

func textOf(part any) (any, error) {
	text, err := json.Marshal(part)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return nextText(d)
}

// nextText is the next value of JSON, whose fields keep their order.
func nextText(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return itemsText(d)
		}
		return membersText(d)
	case json.Number:
		if n, err := token.Int64(); err == nil {
			return n, nil
		}
		return token.Float64()
	case string, bool:
		return token, nil
	}
	return nil, errValue
}

func membersText(d *json.Decoder) (any, error) {
	m := yamledit.Mapping{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := nextText(d)
		if err != nil {
			return nil, err
		}
		m = append(m, yamledit.Entry{Name: name.(string), Value: value})
	}
	_, err := d.Token()
	return m, err
}

func itemsText(d *json.Decoder) (any, error) {
	list := &yamledit.List{}
	for d.More() {
		item, err := nextText(d)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, item)
	}
	_, err := d.Token()
	return list, err
}
