"""A DAG that scores every night with Airflow's SparkSubmitOperator (apache-airflow-providers-apache-spark).

spark-submit ends with the exit status of the job: 1 invalid command line, 2 invalid input, 3 internal or cluster failure,
4 a quality gate failed. Only after a 3 can another attempt end otherwise: the others fail the task without a retry. A retry
is safe: its run-id is that of the DAG run, and a run that is already published does nothing.

The incoming images have no labels, so the only gate is the rate of invalid rows. Gates like --min-accuracy need labels: run
them in another task, on labelled images.

deploy_mode is "client": then the driver's exit status is that of spark-submit. In cluster mode on YARN spark-submit ends with
1 for every failure; on a standalone cluster, and without spark.yarn.submit.waitAppCompletion on YARN, it does not wait for the
driver at all, and its 0 only means that the application was accepted.
"""

import re
from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

# The operator states the exit status in its message only.
FINAL_STATUS = re.compile(r"Error code is: [124]\.")

# The ID of the DAG run in letters that a run-id may have; unlike ds it is also defined for manual runs.
RUN = "{{ run_id | replace(':', '') | replace('+', '_') }}"


class ScoreOperator(SparkSubmitOperator):
    """Runs the job, and fails without a retry where another attempt would end the same way."""

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowException as failure:
            if FINAL_STATUS.search(str(failure)):
                raise AirflowFailException(str(failure)) from failure
            raise


with DAG(
    dag_id="score_digits",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    ScoreOperator(
        task_id="score",
        conn_id="spark_default",
        deploy_mode="client",
        application="/opt/mnist-scorer/target/mnist-scorer.jar",
        java_class="dev.mnistscorer.Main",
        executor_memory="1g",
        retries=2,
        retry_delay=timedelta(minutes=10),
        application_args=[
            "score",
            "--input", "hdfs:///digits/incoming",
            "--incremental",
            "--weights", "hdfs:///models/digits.keras",
            "--output", "hdfs:///digits/scores",
            "--run-id", RUN,
            "--report", "hdfs:///digits/reports/" + RUN,
            "--history", "hdfs:///digits/history",
            "--on-bad-row", "quarantine",
            "--max-bad-rows", "1%",
        ],
    )
