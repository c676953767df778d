namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests that load the machine and hear of every task of the process; they run alone, after all others.</summary>
[CollectionDefinition(nameof(StressGroup), DisableParallelization = true)]
public sealed class StressGroup;
