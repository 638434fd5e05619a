"""A DAG that scores every night with Airflow's SparkSubmitOperator (apache-airflow-providers-apache-spark).

The operator raises for every exit status but 0, and does not report which: see run.json, whose exitStatus is 2 for invalid
input, 3 for an internal or cluster failure, 4 for a failed quality gate. Only 3 is worth a retry, and a retry is safe: the
run-id is that of the interval, and a run that is already published does nothing.

deploy_mode is "client": then the driver's exit status is that of spark-submit. In cluster mode on YARN spark-submit ends with
1 for every failure; on a standalone cluster, and without spark.yarn.submit.waitAppCompletion on YARN, it does not wait for the
driver at all, and its 0 only means that the application was accepted.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="score_digits",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    SparkSubmitOperator(
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
            "--run-id", "{{ ds }}",
            "--report", "hdfs:///digits/reports/{{ ds }}",
            "--history", "hdfs:///digits/history",
            "--on-bad-row", "quarantine",
            "--max-bad-rows", "1%",
            "--min-accuracy", "0.95",
        ],
    )
