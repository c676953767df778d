namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>The end of a request: a response or a failure. A failure is not a faulted task, because no code may be waiting for it any more.</summary>
internal readonly record struct ManagementOutcome(ManagementResponse Response, ManagementException? Failure = null);
