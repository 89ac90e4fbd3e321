# Aliases of dev.py, for those whose fingers know make.
.PHONY: run test check messages bench screenshots

run test check messages bench screenshots:
	python3 dev.py $@
