using Amqp1.Broker.Codec;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The outcome of a message that was handed over to the store.</summary>
internal static class StoreOutcome
{
    /// <summary>Returns the encoded outcome for the producer.</summary>
    /// <param name="failure">The reason why the message is not on disk; null if it is.</param>
    public static ReadOnlySpan<byte> Of(StoreFailure? failure) => failure is null
        ? Outcomes.Accepted
        : Outcomes.Rejected(failure.Kind == StoreFailureKind.Full ? ErrorCondition.ResourceLimitExceeded : ErrorCondition.InternalError, failure.Text);
}
