# Aliases of dev.py, for those whose fingers know make.
.PHONY: run test check messages bench fuzz hostile screenshots

run test check messages bench fuzz hostile screenshots:
	python3 dev.py $@
