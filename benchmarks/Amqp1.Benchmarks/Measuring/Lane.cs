using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks.Measuring;

/// <summary>One contender as it takes part: the client here, the server process, what is between them (null for nothing, or nothing of ours).</summary>
internal sealed record Lane(string Name, IContenderClient Client, ChildProcess Server, IWorkingProcess? Intermediary);
