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
build_args=()
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
  if [[ -z $major ]] || ((major < 17)) || ((major > 22)); then
    fail 2 "Cannot run on Java ${version:-of unknown version} ($java): Spark needs 17 or 21; set JAVA_HOME to one"
  fi
}

# The names of its jars tell the version of the Spark in SPARK_HOME without starting a JVM.
find_spark() {
  local core scala
  [[ -n ${SPARK_HOME:-} ]] || return 0
  [[ -x $SPARK_HOME/bin/spark-submit ]] ||
    fail 2 "Cannot run Spark: SPARK_HOME is $SPARK_HOME, which has no bin/spark-submit"
  core=$(find -L "$SPARK_HOME/jars" -maxdepth 1 -name 'spark-core_*.jar' -print -quit 2>/dev/null) || true
  [[ -n $core ]] ||
    fail 2 "Cannot tell the version of Spark: SPARK_HOME is $SPARK_HOME, which has no jars/spark-core_*.jar"
  core=${core##*/spark-core_}
  core=${core%.jar}
  scala=${core%%-*}
  spark_version=${core#*-}
  case $scala:$spark_version in
    2.1[23]:3.5.*)
      jar=$home/target/spark3.5_$scala/mnist-scorer-spark3.5_$scala.jar
      # Without a copy of the jars of Spark: SPARK_HOME has them.
      build_args=("-Pspark3.5_$scala" -Dmdep.skip)
      ;;
    2.13:4.[012].*) ;;
    *)
      fail 2 "Cannot run on Spark $spark_version with Scala $scala (SPARK_HOME is $SPARK_HOME):" \
        "this job runs on Spark 3.5 with Scala 2.12 or 2.13, and on Spark 4.0 to 4.2 with Scala 2.13"
      ;;
  esac
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
  mvn -B -ntp -q -f "$home/pom.xml" "${build_args[@]}" -Dmaven.test.skip=true package >&2 ||
    fail 3 "Cannot build: see the messages of Maven"
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
find_spark
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

# Prints a setting as spark-submit would take it: from its arguments, else from its file of settings.
setting() {
  local name=$1 value='' file=$conf/spark-defaults.conf i word
  for ((i = 0; i < ${#spark_args[@]}; i++)); do
    word=${spark_args[i]}
    case $word in
      --conf | -c | --properties-file) word=$word=${spark_args[++i]:-} ;;
    esac
    case $word in
      --properties-file=*) file=${word#*=} ;;
      --conf="$name"=* | -c="$name"=*) value=${word#*=*=} ;;
    esac
  done
  if [[ -z $value && -f $file ]]; then
    value=$(sed -n "s/^[[:space:]]*${name//./\\.}[[:space:]]*[=:[:space:]][[:space:]]*//p" -- "$file" | tail -n 1)
  fi
  printf '%s' "$value"
}

# JVMs that the cluster starts take the locale of the cluster, which may be ASCII too.
give_utf8() {
  local name
  for name in spark.executorEnv.LC_ALL spark.yarn.appMasterEnv.LC_ALL spark.kubernetes.driverEnv.LC_ALL; do
    [[ -n $(setting "$name") ]] || spark_args+=(--conf "$name=C.UTF-8")
  done
}

# Spark 3.5 does not open the module of the vector kernel by itself. These settings do not replace extraJavaOptions.
give_vectors() {
  local name value
  for name in spark.driver.defaultJavaOptions spark.executor.defaultJavaOptions; do
    value=$(setting "$name")
    spark_args+=(--conf "$name=${value:+$value }--add-modules=jdk.incubator.vector")
  done
}

# YARN would start a driver that ended with 1, 2 or 4 once more; the record of that run would replace the first one.
give_one_attempt() {
  local name=spark.yarn.maxAppAttempts words=" ${spark_args[*]} "
  if [[ $words == *' --deploy-mode cluster '* || $words == *' --deploy-mode=cluster '* ]] ||
    [[ $(setting spark.submit.deployMode) == cluster ]]; then
    [[ -n $(setting "$name") ]] || spark_args+=(--conf "$name=1")
  fi
}

if [[ -n ${SPARK_HOME:-} ]]; then
  conf=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
  [[ -f $conf/spark-defaults.conf ]] || spark_args=(--properties-file "$home/conf/spark-defaults.conf" "${spark_args[@]}")
  command=("$SPARK_HOME/bin/spark-submit")
else
  export SPARK_HOME=$spark SPARK_SCALA_VERSION=2.13
  own_conf=false
  [[ -n ${SPARK_CONF_DIR:-} ]] || own_conf=true
  export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$home/conf}
  conf=$SPARK_CONF_DIR
  command=(spark-submit)
fi
give_utf8
give_one_attempt
[[ ${spark_version:-} != 3.* ]] || give_vectors
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
