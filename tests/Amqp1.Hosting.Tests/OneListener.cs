namespace Amqp1.Hosting.Tests;

/// <summary>
/// The tests that listen to all telemetry of the process, or that require that no listener exists. They run alone, after all others.
/// </summary>
[CollectionDefinition(nameof(OneListener), DisableParallelization = true)]
public sealed class OneListener;
