namespace Amqp1.Tests.Harness.Stress;

/// <summary>The tests that put the machine under load and count resources of the whole process. They run alone, after all others.</summary>
[CollectionDefinition(nameof(StressGroup), DisableParallelization = true)]
public sealed class StressGroup;
