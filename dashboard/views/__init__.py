"""Panel views: each follows the one selection and may set it. Created once for each session, then updated."""
