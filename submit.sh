#!/usr/bin/env bash
# Runs mnist-scorer with spark-submit:
#
#   ./submit.sh [SPARK-ARGS --] [COMMAND] [JOB-ARGS]
#
# What stands before a -- goes to spark-submit, untouched. --dry-run as the first word prints the command and ends.
# SPARK_HOME, where it is set, names the Spark to run on; without it, Spark runs from the jars that Maven fetched.
set -euo pipefail

home=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
jar=$home/target/mnist-scorer.jar
spark=$home/target/spark

# The exit statuses of the job itself: 1 bad command line, 2 bad input or configuration, 3 a fault.
fail() {
  local status=$1
  shift
  printf '%s\n' "$*" >&2
  exit "$status"
}

find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || fail 2 "Cannot run Java: JAVA_HOME is $JAVA_HOME, which has no bin/java"
  else
    java=$(command -v java) || fail 2 "Cannot find Java: install a JDK 17 or 21, or set JAVA_HOME to one"
  fi
  check_java_version
}

check_java_version() {
  # The release file says it without starting a JVM.
  local release version major
  release=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")/release
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$release" 2>/dev/null || true)
  [[ -n $version ]] || version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')
  major=${version%%[!0-9]*}
  if [[ -z $major ]] || ((major < 17)) || ((major > 23)); then
    fail 2 "Cannot run on Java ${version:-of unknown version} ($java): Spark needs 17 or 21; set JAVA_HOME to one"
  fi
}

# Whether the jar is missing, or older than what it is made of.
is_stale() {
  [[ ! -f $jar ]] || [[ -n $(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit) ]] ||
    { [[ -z ${SPARK_HOME:-} ]] && [[ ! -d $spark/jars ]]; }
}

build() {
  command -v mvn >/dev/null || fail 2 "Cannot build: Maven (mvn) is not installed"
  printf 'Building %s (the first time, Maven fetches Spark, about 330 MB)\n' "$jar" >&2
  mvn -B -ntp -q -f "$home/pom.xml" -Dmaven.test.skip=true package >&2 || fail 3 "Cannot build: see the messages of Maven"
}

dry_run=false
if [[ ${1:-} == --dry-run ]]; then
  dry_run=true
  shift
fi

spark_args=()
job_args=("$@")
for ((i = 1; i <= $#; i++)); do
  if [[ ${!i} == -- ]]; then
    spark_args=("${@:1:i-1}")
    job_args=("${@:i+1}")
    break
  fi
done

find_java
if ! $dry_run && is_stale; then
  build
fi

export MNIST_SCORER_CONF=${MNIST_SCORER_CONF:-$home/conf}
if [[ -n ${SPARK_HOME:-} ]]; then
  [[ -x $SPARK_HOME/bin/spark-submit ]] || fail 2 "Cannot run Spark: SPARK_HOME is $SPARK_HOME, which has no bin/spark-submit"
  conf=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
  [[ -f $conf/spark-defaults.conf ]] || spark_args=(--properties-file "$home/conf/spark-defaults.conf" "${spark_args[@]}")
  command=("$SPARK_HOME/bin/spark-submit")
else
  export SPARK_HOME=$spark SPARK_SCALA_VERSION=2.13
  own_conf=false
  [[ -n ${SPARK_CONF_DIR:-} ]] || own_conf=true
  export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$home/conf}
  command=(spark-submit)
fi
command+=("${spark_args[@]}" --class dev.mnistscorer.Main "$jar" "${job_args[@]}")

# What Spark's own bin/spark-class does: its launcher turns the arguments of spark-submit into the command line of a JVM,
# which it prints after a NUL and a line feed, each word with a NUL behind it.
launch() {
  mapfile -d '' -t command < <("$java" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$spark/jars/*" \
    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
  ((${#command[@]} > 1)) || fail 1 "Cannot start Spark with these arguments: see the message above"
  command=("${command[@]:1}")
  command[0]=${command[0]#$'\n'}
  if $own_conf; then
    # Classes can be shared between runs only if the class path is jars and nothing else.
    local i
    for i in "${!command[@]}"; do
      [[ ${command[i]} != -cp ]] || command[i + 1]=${command[i + 1]#"$SPARK_CONF_DIR/:"}
    done
    command=("${command[0]}" "-Dlog4j2.configurationFile=$SPARK_CONF_DIR/log4j2.properties" "${command[@]:1}")
  fi
}

# A start takes two thirds of the time when the JVM finds Spark's classes in an archive that an earlier run left. The JVM
# checks that the archive fits, and does without it where it does not.
share_classes() {
  local archive=$spark/classes.jsa
  if [[ ! -f $archive ]] && ! $dry_run && [[ -w $spark ]]; then
    printf 'Preparing faster starts (once, 15 seconds)\n' >&2
    local job=("${command[@]}")
    launch --master 'local[*]' --class dev.mnistscorer.Main "$jar" --input sample:500
    "${command[0]}" "-XX:ArchiveClassesAtExit=$archive.$$" "${command[@]:1}" >/dev/null 2>&1 || true
    [[ ! -f $archive.$$ ]] || mv -f "$archive.$$" "$archive"
    command=("${job[@]}")
  fi
  [[ ! -f $archive ]] || command=("${command[0]}" "-XX:SharedArchiveFile=$archive" -Xlog:disable "${command[@]:1}")
}

if [[ ${command[0]} == spark-submit && -d $spark/jars ]]; then
  launch "${command[@]:1}"
  if $own_conf; then
    share_classes
  fi
fi

if $dry_run; then
  printf '%q ' "${command[@]}"
  printf '\n'
else
  exec "${command[@]}"
fi
