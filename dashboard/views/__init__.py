"""Panel views: each follows the one selection and may set it. Made once for each session, fed ever after."""
