namespace Amqp1.Hosting.Tests;

/// <summary>Tests that listen to all telemetry of the process, or measure that nobody does: alone, after all others.</summary>
[CollectionDefinition(nameof(OneListener), DisableParallelization = true)]
public sealed class OneListener;
