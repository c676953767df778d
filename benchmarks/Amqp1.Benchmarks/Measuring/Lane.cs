using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks.Measuring;

/// <summary>
/// A running contender: its client in this process, its server process, the intermediary between them (null if there is none or if it
/// is not ours), and the URL of the intermediary.
/// </summary>
internal sealed record Lane(string Name, IContenderClient Client, ChildProcess Server, IWorkingProcess? Intermediary, string Url);
