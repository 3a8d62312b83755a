"""`python -m dashboard`: run the production server, on $PORT and on every interface."""

from dashboard.server.run import main

if __name__ == "__main__":
    main()
