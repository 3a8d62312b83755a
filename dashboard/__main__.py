"""`python -m dashboard`: serve the page for production, on $PORT and on every interface."""

from dashboard.server.run import main

if __name__ == "__main__":
    main()
