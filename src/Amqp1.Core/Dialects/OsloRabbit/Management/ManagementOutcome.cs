namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>The end of a request: a response or a failure. A failure is not a faulted task, because nobody may wait for it any more.</summary>
internal readonly record struct ManagementOutcome(ManagementResponse Response, ManagementException? Failure = null);
