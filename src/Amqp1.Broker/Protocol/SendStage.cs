namespace Amqp1.Broker.Protocol;

/// <summary>The stages of a message that needs more than one transfer.</summary>
internal enum SendStage
{
    /// <summary>No message is partly sent.</summary>
    Idle,

    /// <summary>A message is being sent, and the consumer settles it.</summary>
    Unsettled,

    /// <summary>A message is being sent settled.</summary>
    Settled,

    /// <summary>The consumer has settled before the end of the message, which must be aborted.</summary>
    Aborting,
}
