namespace Amqp1.Benchmarks.Measuring;

/// <summary>The result of one measurement. CPU is in microseconds an operation, allocation in bytes an operation, NaN where it is not known.</summary>
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
