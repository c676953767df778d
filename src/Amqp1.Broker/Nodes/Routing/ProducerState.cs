namespace Amqp1.Broker.Nodes.Routing;

/// <summary>Specifies what the producer of a multicast message still expects.</summary>
internal enum ProducerState
{
    /// <summary>The producer expects no outcome, because the message is pre-settled or the producer has settled it.</summary>
    Settled,

    /// <summary>The producer expects the outcome.</summary>
    AwaitsOutcome,

    /// <summary>The producer was lost; waiting copies are not sent then.</summary>
    Gone,
}
