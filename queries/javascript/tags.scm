(field_definition) @definition.field
