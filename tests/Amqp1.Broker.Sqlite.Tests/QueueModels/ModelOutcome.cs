namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>The outcomes that consumers of the model choose.</summary>
internal enum ModelOutcome
{
    Accepted,
    Released,
    Rejected,

    /// <summary>Modified with delivery-failed.</summary>
    Failed,

    /// <summary>Modified with undeliverable-here.</summary>
    RefusedHere,

    /// <summary>Modified with both.</summary>
    FailedHere,
}
