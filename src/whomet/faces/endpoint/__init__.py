"""Reading by a language model behind an endpoint that speaks OpenAI's protocol: on this machine, or, where the user
says so, elsewhere."""
