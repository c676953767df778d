namespace Amqp1.Broker.Protocol;

/// <summary>The stages of the AMQP connection of a peer, after the handshake.</summary>
internal enum ConnectionStage
{
    /// <summary>The peer has not sent its Open, and the broker has not sent its own.</summary>
    AwaitsOpen,

    /// <summary>Both sides have sent their Open.</summary>
    Open,

    /// <summary>No further frames are processed.</summary>
    Closed,
}
