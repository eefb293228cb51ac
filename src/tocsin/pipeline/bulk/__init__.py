"""Coding in bulk: any number of texts into Parquet, by one process, several, or several machines."""

from tocsin.pipeline.bulk.asking import open_coded
from tocsin.pipeline.bulk.batches import Batch, BatchResult, code_batch, cut_batches
from tocsin.pipeline.bulk.clusters import join_cluster, start_cluster
from tocsin.pipeline.bulk.folder import CodedFolder, Totals
from tocsin.pipeline.bulk.loading import add_coded
from tocsin.pipeline.bulk.pacing import Pace
from tocsin.pipeline.bulk.processes import start_processes
from tocsin.pipeline.bulk.running import Crew, code_documents

__all__ = [
    "Batch",
    "BatchResult",
    "CodedFolder",
    "Crew",
    "Pace",
    "Totals",
    "add_coded",
    "code_batch",
    "code_documents",
    "cut_batches",
    "join_cluster",
    "open_coded",
    "start_cluster",
    "start_processes",
]
