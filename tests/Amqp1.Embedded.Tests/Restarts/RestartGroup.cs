namespace Amqp1.Embedded.Tests.Restarts;

/// <summary>Tests that put the machine under load and count what the whole process holds; they run alone.</summary>
[CollectionDefinition(nameof(RestartGroup), DisableParallelization = true)]
public sealed class RestartGroup;
