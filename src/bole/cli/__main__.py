from bole.cli import main

main()
