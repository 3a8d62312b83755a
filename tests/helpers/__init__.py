"""What tests share: small worlds, servers, a browser and its visitor. No tests here."""
