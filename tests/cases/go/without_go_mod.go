// Without a go.mod, an import path is matched to the one folder it can end in.

// --- file: engine.go
package web

import "github.com/acme/web/render"

func Serve() { // @def Serve
	render.JSON() // @calls JSON
}

// --- file: render/json.go
package render

import (
	"encoding/json"

	"github.com/acme/web/internal/bytesconv"
)

func JSON() { // @def JSON
	bytesconv.Bytes() // @calls Bytes
	json.Marshal(1)
}

// --- file: internal/bytesconv/conv.go
package bytesconv

func Bytes() {} // @def Bytes

// --- file: internal/json/json.go
package json

func Marshal() {} // @def Marshal
