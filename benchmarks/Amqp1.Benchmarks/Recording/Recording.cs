namespace Amqp1.Benchmarks.Recording;

/// <summary>The results of one run, as they are kept in a file and compared with those of the next run.</summary>
/// <param name="Date">The day of the run.</param>
/// <param name="Machine">The processor, the number of cores and the runtime.</param>
/// <param name="Settings">The settings of the run.</param>
/// <param name="Load">The load of the machine before the run.</param>
/// <param name="Absent">The contenders that could not take part, with the reason.</param>
/// <param name="PythonRatio">The rate of calls as a multiple of that of Python's driver; null if it was not measured.</param>
/// <param name="PythonRabbitRatio">The same through RabbitMQ, with Python's rabbit driver.</param>
/// <param name="Cells">The results.</param>
internal sealed record Recording(
    string Date,
    string Machine,
    string Settings,
    MachineLoad Load,
    IReadOnlyList<string> Absent,
    double? PythonRatio,
    double? PythonRabbitRatio,
    IReadOnlyList<Cell> Cells)
{
    /// <summary>The payload of the comparison of contenders.</summary>
    public const int Payload = 1024;

    /// <summary>Returns the result of a combination; null if it was not measured.</summary>
    public Cell? Find(string contender, Measuring.Operation operation, int concurrency, int payload = Payload) => Cells.FirstOrDefault(
        cell => cell.Contender == contender && cell.Operation == operation && cell.Concurrency == concurrency && cell.Payload == payload);
}
