"""From the bytes of a file to a process: `xml` keeps what is hostile out, `bpmn` reads a file, `elements` its parts."""
