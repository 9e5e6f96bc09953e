# What whoever works on NanoClaw types: `just test-fast`. The work itself is in eng/build.sh, which needs no just.

# What there is
default:
    @just --list

# Everything, built
build *arguments:
    eng/build.sh build {{arguments}}

# Every test there is
test:
    eng/build.sh test

# The tests that start no service and no build, once all is built
test-fast:
    eng/build.sh test-fast

# What the formatters would change, and the workflows
lint:
    eng/build.sh lint

# The sources, written by the formatters
format:
    eng/build.sh format

# What is measured, each beside its baseline
bench:
    eng/build.sh bench

# How much of each project its tests run through
coverage *projects:
    eng/build.sh coverage {{projects}}

# NanoClaw as a folder for each platform
publish *platforms:
    eng/build.sh publish {{platforms}}
