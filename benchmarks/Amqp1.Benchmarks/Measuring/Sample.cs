namespace Amqp1.Benchmarks.Measuring;

/// <summary>
/// The result of one measurement. CPU time is in microseconds per operation and allocation in bytes per operation; NaN if it is not known.
/// </summary>
internal sealed record Sample(
    string Contender,
    Operation Operation,
    int Concurrency,
    long Count,
    double Rate,
    double P50,
    double P99,
    double ClientCpu,
    double ClientBytes,
    double ServerCpu,
    double ServerBytes,
    double RouterCpu);
