#!/usr/bin/env bash
# Runs mnist-scorer with spark-submit:
#
#   ./submit.sh [SPARK-ARGS --] [COMMAND] [JOB-ARGS]
#
# What is before a -- goes to spark-submit, untouched. --dry-run as the first word prints the command and ends.
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
  # The release file describes the JVM without starting it.
  local release version major
  release=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")/release
  if [[ -f $release ]]; then
    jvm=$(<"$release")
  else
    jvm=$("$java" -version 2>&1 || true)
  fi
  version=$(sed -n -e 's/^JAVA_VERSION="\(.*\)"/\1/p' -e 's/.*version "\([^"]*\)".*/\1/p' <<<"$jvm")
  major=${version%%[!0-9]*}
  if [[ -z $major ]] || ((major < 17)) || ((major > 23)); then
    fail 2 "Cannot run on Java ${version:-of unknown version} ($java): Spark needs 17 or 21; set JAVA_HOME to one"
  fi
}

# Java decodes its arguments and the names of files as the locale says, which for cron and systemd is often ASCII.
use_utf8() {
  case $(locale charmap 2>/dev/null) in
    '' | ANSI_X3.4-1968 | US-ASCII) { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
  esac
}

check_user() {
  id -un >/dev/null 2>&1 ||
    fail 2 "Cannot run as user $EUID: Hadoop needs a user with a name; add an entry for $EUID to /etc/passwd"
}

# For an argument of the job spark-submit would print its own usage, a hundred lines.
check_spark_args() {
  local name template word
  [[ -f $home/conf/scoring.properties ]] || return 0
  template=$'\n'$(<"$home/conf/scoring.properties")
  template=${template//#/}
  [[ ${1:--} == -* ]] || misplaced "$1"
  for word in "$@"; do
    name=${word#--}
    [[ $word == "$name" || $template != *$'\n'"${name%%=*}="* ]] || misplaced "$word"
  done
}

misplaced() {
  fail 1 "Cannot pass $1 to spark-submit: arguments of the job belong after the --"
}

# Whether the jar is missing, or older than what it is made of.
is_stale() {
  [[ ! -f $jar ]] || [[ -n $(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit 2>/dev/null) ]] ||
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

check_spark_args "${spark_args[@]}"
find_java
if ! $dry_run; then
  check_user
  ! is_stale || build
fi
use_utf8

# The width of the terminal, which only its shell knows.
if [[ -t 1 && -z ${COLUMNS:-} ]] && size=$(stty size <&1 2>/dev/null); then
  export COLUMNS=${size#* }
fi
export MNIST_SCORER_CONF=${MNIST_SCORER_CONF:-$home/conf}
if [[ -t 2 ]]; then
  # A default: the settings of the user take precedence.
  export SPARK_SUBMIT_OPTS="-Dspark.ui.showConsoleProgress=true ${SPARK_SUBMIT_OPTS:-}"
fi
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
# accepts only an archive that it made itself, of the same jars in the same place: the name of the archive depends on them.
share_classes() {
  local archive jars
  jars=$(stat -c '%n %s %Y' -- "$spark"/jars/* | cksum)
  archive=$(cksum <<<"$jvm")
  archive=$spark/classes-${archive% *}-${jars% *}
  # The log of an attempt that failed prevents another one.
  if [[ ! -f $archive.jsa && ! -f $archive.log && -w $spark ]] && ! $dry_run; then
    find "$spark" -maxdepth 1 -name 'classes*' ! -name "classes-*-${jars% *}.*" -delete
    make_archive "$archive"
  fi
  if [[ -f $archive.jsa ]]; then
    # Warnings of the JVM go to standard error, except that an archive does not fit, as with --driver-class-path.
    command=("${command[0]}" "-XX:SharedArchiveFile=$archive.jsa" -Xlog:disable -Xlog:all=warning:stderr
      '-Xlog:cds*=off:stderr' "${command[@]:1}")
  fi
}

make_archive() {
  local attempt=$1.$$ job=("${command[@]}")
  printf 'Preparing faster starts (once, 15 seconds)\n' >&2
  launch --master 'local[*]' --class dev.mnistscorer.Main "$jar" --input sample:500
  # Without the user's scoring.properties, which may say where to write.
  if MNIST_SCORER_CONF=$spark "${command[0]}" "-XX:ArchiveClassesAtExit=$attempt" "${command[@]:1}" >"$attempt.log" 2>&1 &&
    [[ -f $attempt ]]; then
    mv -f -- "$attempt" "$1.jsa"
    rm -f -- "$attempt.log"
  else
    rm -f -- "$attempt"
    mv -f -- "$attempt.log" "$1.log"
    printf 'Cannot prepare faster starts: see %s; this run and later ones start without\n' "$1.log" >&2
  fi
  command=("${job[@]}")
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
