"""Getting feeds and pages: the one part of Whomet that speaks to the network, and only when `whomet fetch` or
`whomet watch` asks it to. docs/decisions/0013-fetching.md says why it is as it is."""
