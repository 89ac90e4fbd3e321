# Aliases of dev.py, for those whose fingers know make.
.PHONY: run test check messages bench fuzz hostile screenshots simulate soak

run test check messages bench fuzz hostile screenshots simulate soak:
	python3 dev.py $@
