namespace Amqp1.Tests.Harness.Stress;

/// <summary>Tests that put the machine under load and count what the whole process holds; they run alone, after all others.</summary>
[CollectionDefinition(nameof(StressGroup), DisableParallelization = true)]
public sealed class StressGroup;
